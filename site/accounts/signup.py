"""Signing up as one act."""

from allauth.account.forms import SignupForm
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User


class WholeSignupForm(SignupForm):
    """An account without its participant must not stay behind when something fails half-way.

    In a module of its own: allauth's forms import `accounts.forms`.
    """

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Create the account, the participant and the enrolment, or nothing."""
        return super().save(request)

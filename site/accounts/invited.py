"""The account of an invited official: the letter reached the address, so it needs no other confirmation."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User, normalise_email


def make_account(
    request: HttpRequest, *, email: str, given_name: str, family_name: str, take_up: Callable[..., object]
) -> HttpResponse | None:
    """Make the account, take the invitation up, sign the person in and lead to choosing a password.

    None when the address has an account, whose owner signs in as always: a second factor is never passed by.
    """
    address = normalise_email(email)
    if User.objects.filter(email=address).exists() or EmailAddress.objects.filter(email__iexact=address).exists():
        return None
    try:
        with transaction.atomic():
            user = User.objects.create_account(address, first_name=given_name, last_name=family_name)
            take_up(user=user)
    except IntegrityError:  # two clicks at once: the other one made it
        return None
    get_adapter(request).login(request, user)
    onwards = urlencode({"next": reverse("courses:desk")})
    return redirect(f"{reverse('account_set_password')}?{onwards}")

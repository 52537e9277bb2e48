"""The sign-up form: the account's fields are allauth's, the person's are the plug-in's."""

from django.http import HttpRequest

from accounts.models import User
from courses.enrolment.actions import introduce
from courses.people.forms import ParticipantForm


class SignupForm(ParticipantForm):
    """What allauth's sign-up form extends."""

    field_order = [
        "email",
        "given_name",
        "family_name",
        "municipality_name",
        "region",
        "province",
        "municipality",
        "role",
        "gender",
        "password1",
        "notice",
    ]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth in the request that created the account; the enrolment waits for the confirmed address."""
        user.first_name, user.last_name = self.cleaned_data["given_name"], self.cleaned_data["family_name"]
        user.save(update_fields=["first_name", "last_name"])
        introduce(user=user, email=user.email, **self.participant_data())

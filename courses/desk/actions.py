"""What a person changes of their own."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from courses.enrolment.actions import move_official
from courses.people.actions import correct_names, set_gender
from courses.people.models import Participant
from courses.territory.actions import body_of_municipality
from courses.territory.models import Municipality


@transaction.atomic
def change_own_data(
    *,
    participant: Participant,
    given_name: str,
    family_name: str,
    municipality: Municipality | None,
    role: str,
    gender: str,
    author: AbstractBaseUser,
) -> Participant:
    """Save what changed, each by its own action; enrolments keep the body and role of their day.

    Raises NotAllowed when the person acts for the body they would leave.
    """
    if (given_name, family_name) != (participant.given_name, participant.family_name):
        correct_names(participant=participant, given_name=given_name, family_name=family_name, author=author)
    body = body_of_municipality(municipality=municipality) if municipality else participant.body
    through = None if body != participant.body else participant.municipality
    move_official(participant=participant, body=body, role=role, municipality=through, author=author)
    if gender != participant.gender:
        set_gender(participant=participant, gender=gender, author=author)
    return participant

"""Finding participants."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet

from courses.people.models import Participant
from courses.territory.queries import fold


def participant_of(user: AbstractBaseUser | AnonymousUser) -> Participant | None:
    """The participant an account belongs to; None for visitors and for staff who take no course."""
    if not user.is_authenticated:
        return None
    return Participant.objects.select_related("body__province__region", "body__municipality").filter(user=user).first()


def search_participants(people: QuerySet[Participant], text: str) -> QuerySet[Participant]:
    """Those whose names hold every word typed, whatever accents and order, or whose e-mail holds the text."""
    found = people
    for word in fold(text).split():
        found = found.filter(search_text__contains=word)
    if "@" in text:
        return people.filter(email__icontains=text.strip())
    return found


def search_people_in(records: QuerySet, text: str) -> QuerySet:
    """The records whose participant is found by the text."""
    return records.filter(participant__in=search_participants(Participant.objects.order_by(), text))

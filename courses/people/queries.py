"""Finding participants."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import ForeignObjectRel, Model, QuerySet

from courses.people.models import Participant, same_name
from courses.prepared import prepared
from courses.territory.models import Body
from courses.territory.queries import fold


def participant_of(user: AbstractBaseUser | AnonymousUser) -> Participant | None:
    """The participant an account belongs to; None for visitors and for staff who take no course."""
    return _of_account.first(user.pk) if user.is_authenticated else None


@prepared
def _of_account(user: int) -> QuerySet[Participant]:
    return Participant.objects.select_related("body__province__region", "body__municipality").filter(user=user)[:1]


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


class Named(NamedTuple):
    """What a row of a file is compared with."""

    pk: int
    email: str
    user_id: int | None


def names_in(bodies: Iterable[Body]) -> dict[tuple[int, str], Named]:
    """Who is in some bodies, by body and `same_name`, in one query."""
    people = Participant.objects.order_by("-pk").filter(body__in=list(bodies))
    rows = people.values_list("body", "given_name", "family_name", "pk", "email", "user")
    return {(body, same_name(given, family)): Named(*known) for body, given, family, *known in rows}


def ties_of(model: type[Model]) -> list[ForeignObjectRel]:
    """Every relation by which records of any room, the host's too, point at a record of the model."""
    return [one for one in model._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete]


def who_points_at(subject: Model) -> list[type[Model]]:
    """The models that have a record pointing at this one."""
    return [
        tie.related_model
        for tie in ties_of(type(subject))
        if tie.related_model._base_manager.filter(**{tie.field.name: subject}).exists()
    ]

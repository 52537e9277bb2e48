"""Hours of attendance by calendar year: one's own, and those of the officials of a body."""

from dataclasses import dataclass

from django.utils import timezone

from courses import conf
from courses.adhesion.queries import officials_of
from courses.people.models import Participant, RoleClass
from courses.people.rules import was_in
from courses.progress.models import Credit
from courses.progress.queries import YearOfHours, credits_of_many, kinds_in, years_of
from courses.territory.models import Body


def own_years(participant: Participant) -> list[YearOfHours]:
    """One's years, the last first; the current one is there even while it is empty."""
    years, now = years_of(participant), timezone.localdate().year
    if all(one.year != now for one in years):
        years.append(YearOfHours(now))
    return sorted(years, key=lambda one: one.year, reverse=True)


def yearly_target(participant: Participant) -> int:
    """The hours a public employee is to have each year; none for who was elected."""
    return 0 if participant.role_class == RoleClass.ADMINISTRATORS else conf.get("YEARLY_HOURS")


@dataclass(frozen=True)
class OfficialHours:
    """The minutes an official attended in a year while of the body: of each kind, then all."""

    participant: Participant
    minutes: list[int]

    @property
    def target(self) -> int:
        """The hours this official is to have in a year; 0 for none."""
        return yearly_target(self.participant)


@dataclass(frozen=True)
class BodyHours:
    """A year of the officials of a body: attendance alone, for what they read stays theirs."""

    body: Body
    year: int
    years: list[int]
    kinds: list[Credit.Kind]
    officials: list[OfficialHours]

    @property
    def total(self) -> list[int]:
        """The minutes of all officials together: of each kind, then all."""
        columns = [one.minutes for one in self.officials] or [[0] * (len(self.kinds) + 1)]
        return [sum(column) for column in zip(*columns, strict=True)]


def hours_of_body(body: Body, asked: str = "") -> BodyHours:
    """Who is of the body now, each with the hours since they are; in three queries whatever their number.

    `asked` is the year somebody typed: the current one, where it is none of those with hours.
    """
    people = list(officials_of(body).prefetch_related("past_affiliations"))
    of_person = {person.pk: person for person in people}
    counted = [one for one in credits_of_many(people) if was_in(of_person[one.participant_id], body, one.credited_on)]
    now = timezone.localdate().year
    years = sorted({now, *(credit.credited_on.year for credit in counted)}, reverse=True)
    year = next((one for one in years if str(one) == asked), now)
    found = {person.pk: YearOfHours(year) for person in people}
    for credit in counted:
        if credit.credited_on.year == year:
            found[credit.participant_id].credits.append(credit)
    kinds = kinds_in(found.values())
    officials = [
        OfficialHours(person, [*(found[person.pk].minutes_of(kind) for kind in kinds), found[person.pk].attended])
        for person in people
    ]
    return BodyHours(body, year, years, kinds, officials)

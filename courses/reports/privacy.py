"""Saved lists in the privacy register: they are saved for work, and a search may hold somebody's name."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.people.privacy import TASK
from courses.privacy import PersonalData, addresses_of, declare
from courses.reports.models import SavedReport
from courses.territory.models import fold


def _forget_searches(rows: QuerySet, participant: Any, author: Any) -> None:
    """A list that is called by somebody's name or address, or searches for them, goes with them."""
    names = [fold(f"{one} {other}") for one, other in _both_ways(participant.given_name, participant.family_name)]
    told = [*names, *map(fold, addresses_of(participant))]
    for report in SavedReport.objects.all():
        search = QueryDict(report.question).get("q", "")
        said = f" {fold(report.name)} | {fold(search)} "
        if any(f" {one} " in said for one in told) or f" {fold(participant.family_name)} " in f" {fold(search)} ":
            report.delete()


def _both_ways(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one, other), (other, one)


declare(
    [
        PersonalData(
            SavedReport,
            _("Opening the lists of the programme as work needs them, time and again"),
            TASK,
            _("Until who saved it, or an administrator, deletes it"),
            erase=_forget_searches,
            keeps=_("Names and filters of lists, without a person's name"),
        )
    ]
)

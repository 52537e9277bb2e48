"""Listens: small files of people are worked on at once; a row follows its person to the record that stays."""

from typing import Any

from django.dispatch import receiver

from courses import conf
from courses.officials.models import ImportRow, PeopleImport
from courses.officials.signals import import_waits
from courses.officials.tasks import work_on_one
from courses.people.models import Participant
from courses.people.signals import participants_merging

AT_ONCE = 200  # rows: a second or two, where tasks run inside the request


@receiver(import_waits)
def work_on_a_small_file(people_import: PeopleImport, rows: int, **kwargs: Any) -> None:
    """Who sent a small file sees the result on the next page; a larger one waits for the next tick."""
    if rows <= AT_ONCE and conf.get("WORK_AT_COMMIT"):
        work_on_one.enqueue(people_import.pk)


@receiver(participants_merging)
def take_over_rows(kept: Participant, absorbed: Participant, **kwargs: Any) -> None:
    """The row says who it became."""
    ImportRow.objects.filter(participant=absorbed).update(participant=kept)

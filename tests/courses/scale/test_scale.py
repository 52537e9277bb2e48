"""The programme made up to measure with: true to the constraints, the same every time, never in production."""

from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from courses.figures import measures as m
from courses.figures.tallies import figures_of, recount
from courses.management.commands.seed_scale import PARTS
from courses.people.models import Participant
from courses.progress.models import Completion
from courses.scale.people import World
from tests.factories.territory import make_municipality

DAY = date(2026, 9, 1)


def make(fraction: float) -> World:
    world = World(fraction, DAY)
    for _name, part in PARTS:
        part(world)
    return world


def test_a_small_programme_holds_together_and_is_the_same_every_time(db) -> None:
    make_municipality()
    with transaction.atomic():
        first = make(0.0003)
        transaction.set_rollback(True)

    second = make(0.0003)
    recount(at_once=True)

    figures = figures_of(None, None, [])
    assert (Participant.objects.count(), Completion.objects.count()) == (30, 900)
    assert [role for _pk, _body, role in first.people] == [role for _pk, _body, role in second.people]
    assert (figures.total(m.TRAINED), figures.total(m.ENROLLED)) == (30, 29)
    assert figures.total(m.PRESENCES) <= figures.total(m.EXPECTED)


def test_production_refuses_made_up_data(db, settings) -> None:
    settings.COURSES_ALLOW_MADE_UP_DATA = False

    with pytest.raises(CommandError):
        call_command("seed_scale")
    assert not Participant.objects.exists()

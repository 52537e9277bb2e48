"""`manage.py tick`: one round, or rounds for ever."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.dispatch import Signal

from courses.booking import tasks as booking
from courses.errors import StaleState
from courses.post.actions import write_letter
from courses.post.models import Letter
from courses.signals import ticked

pytestmark = pytest.mark.django_db


class Stopped(Exception):
    """The process was stopped."""


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses of a worker that is stopped after its third round; the connection stays the test's."""
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise Stopped

    monkeypatch.setattr(time, "sleep", pause)
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    return pauses


def listening(signal: Signal, listener: Callable) -> Callable[[], bool]:
    signal.connect(listener, weak=False)
    return lambda: signal.disconnect(listener)


def test_one_round_is_one_round(capsys: pytest.CaptureFixture) -> None:
    call_command("tick")

    assert capsys.readouterr().out.count("letters sent") == 1


def test_a_worker_goes_on_round_after_round(rounds: list[float]) -> None:
    with pytest.raises(Stopped):
        call_command("tick", every=5, verbosity=0)

    assert rounds == [5, 5, 5]


def test_a_database_that_is_away_for_a_while_stops_no_worker(
    rounds: list[float],
) -> None:
    def away(*_call: Any) -> None:
        raise OperationalError("The connection was reset.")

    with connection.execute_wrapper(away), pytest.raises(Stopped):
        call_command("tick", every=1, verbosity=0)

    assert len(rounds) == 3


def test_what_goes_wrong_in_one_room_keeps_no_other_from_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def stale(_now: datetime) -> str:
        raise StaleState("Qualcuno ha cambiato questa data.")

    monkeypatch.setattr(booking, "tick", stale)

    with pytest.raises(CommandError):
        call_command("tick")

    assert capsys.readouterr().out.count("letters sent") == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("at_commit", "state"), [(True, Letter.State.SENT), (False, Letter.State.QUEUED)])
def test_letters_leave_at_commit_or_with_the_worker(settings, at_commit: bool, state: str) -> None:
    settings.COURSES_WORK_AT_COMMIT = at_commit

    write_letter(kind="adhesion.draft", recipient="a@example.org", cause="prova", values={})

    letter = Letter.objects.get()
    assert letter.state == state
    call_command("tick", verbosity=0)
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT


def test_what_a_listener_of_the_host_says_is_said(capsys: pytest.CaptureFixture) -> None:
    stop = listening(ticked, lambda **_named: "fatto")
    try:
        call_command("tick")
    finally:
        stop()

    assert capsys.readouterr().out.endswith("fatto\n")

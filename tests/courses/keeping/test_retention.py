"""The table of retention: counted first, applied once a day, again without harm."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from courses.adhesion.models import Adhesion
from courses.attendance.models import SignedSheet
from courses.audit.actions import record
from courses.audit.models import Entry
from courses.keeping.models import DataRequest, RetentionRun
from courses.keeping.queries import retention_lines
from courses.keeping.retention import apply_retention, run_daily
from courses.people.models import Participant
from courses.post.models import Letter
from courses.privacy import RETENTION, months_ago
from tests.factories.keeping import Known
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(db) -> None:
    """An entry and a sent letter of three years ago, and of each a new one."""
    now = timezone.now()
    for days in (0, 1100):
        entry = record(author=None, action="participant.create", subject=make_participant())
        letter = Letter.objects.create(
            cause=f"c{days}", kind="k", recipient="a@b.it", subject="s", text="t", state="sent"
        )
        Entry.objects.filter(pk=entry.pk).update(at=now - timedelta(days=days))
        Letter.objects.filter(pk=letter.pk).update(written_at=now - timedelta(days=days))


def numbers() -> tuple[int, int]:
    return Entry.objects.filter(action="participant.create").count(), Letter.objects.count()


def test_a_dry_run_counts_and_changes_nothing(old: None) -> None:
    counts = apply_retention(now=timezone.now(), dry_run=True)

    assert {key: number for key, number in counts.items() if number} == {"audit": 1, "letters": 1}
    assert numbers() == (2, 2)


def test_what_is_due_goes_and_is_written_down(old: None) -> None:
    apply_retention(now=timezone.now())

    assert numbers() == (1, 1)
    assert Entry.objects.get(action="retention.apply").details == {"audit": 1, "letters": 1}
    assert sum(apply_retention(now=timezone.now()).values()) == 0


def test_no_period_keeps_for_ever(old: None, settings) -> None:
    settings.COURSES_AUDIT_MONTHS = settings.COURSES_LETTERS_MONTHS = None

    apply_retention(now=timezone.now())

    assert numbers() == (2, 2)


def test_a_month_has_as_many_days_as_it_has(settings) -> None:
    settings.COURSES_AUDIT_MONTHS = 1
    day = timezone.now().replace(year=2026, month=3, day=31)

    assert (months_ago("AUDIT_MONTHS", day).month, months_ago("AUDIT_MONTHS", day).day) == (2, 28)


def test_the_tick_applies_it_once_a_day_and_takes_up_what_a_killed_one_left(old: None) -> None:
    now = timezone.now()
    RetentionRun.objects.create(day=timezone.localdate(now), lease_until=now + timedelta(minutes=5))

    assert run_daily(now) is None
    assert run_daily(now + timedelta(minutes=6))["audit"] == 1
    assert run_daily(now + timedelta(minutes=7)) is None
    assert RetentionRun.objects.get().counts["letters"] == 1
    assert {line.entry.key: line.last for line in retention_lines()}["audit"] == 1


def test_a_line_that_fails_stops_no_other(old: None, monkeypatch) -> None:
    def fail(now, dry_run) -> int:
        raise OSError

    monkeypatch.setitem(RETENTION, "audit", RETENTION["audit"].__class__("audit", "a", "b", fail))

    assert "audit" not in apply_retention(now=timezone.now())
    assert numbers() == (2, 1)


def test_the_command_says_what_it_would_do(old: None) -> None:
    said = StringIO()

    call_command("apply_retention", "--dry-run", stdout=said)

    assert "Voci del registro delle operazioni: 1 cancellati" in said.getvalue().splitlines()
    assert numbers() == (2, 2)


def test_once_the_accounts_are_closed_people_are_anonymous_and_scans_gone(
    known: Known, duty_over: None, django_capture_on_commit_callbacks
) -> None:
    known.person.contact_of.update(until=None)
    adhesion = Adhesion.objects.get(body=known.person.body)
    adhesion.signed_form.save("scheda.pdf", ContentFile(b"%PDF"))
    sheet = SignedSheet(register=known.register, sha256="x")
    sheet.file.save("foglio.pdf", ContentFile(b"%PDF"))
    storage, names = sheet.file.storage, [sheet.file.name, adhesion.signed_form.name]
    DataRequest.objects.update(kind="erasure", state="limited", decided_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        apply_retention(now=timezone.now())

    assert [storage.exists(name) for name in names] == [False, False]
    assert set(Participant.objects.values_list("family_name", flat=True)) == {"Persona cancellata"}
    assert set(DataRequest.objects.values_list("state", flat=True)) == {"done"}


def test_before_that_day_nobody_is(known: Known) -> None:
    apply_retention(now=timezone.now())

    assert known.person.family_name == Participant.objects.get(pk=known.person.pk).family_name

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.audit.actions import record
from courses.audit.models import Entry
from courses.audit.queries import entries_about
from tests.factories.people import make_participant, make_user

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_whom_and_why() -> None:
    author, subject = make_user(), make_participant()

    record(author=author, action="participant.test", subject=subject, reason="Per prova", number=3)

    entry = entries_about(subject).get()
    assert (entry.author, entry.action, entry.reason, entry.details) == (
        author,
        "participant.test",
        "Per prova",
        {"number": 3},
    )


@pytest.mark.parametrize("author", [None, AnonymousUser()])
def test_nobody_known_is_nobody(author) -> None:
    entry = record(author=author, action="participant.test", subject=make_participant())

    assert entry.author is None


def test_entries_are_written_once_and_never_changed() -> None:
    entry = record(author=None, action="participant.test", subject=make_participant())

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_an_entry_outlives_its_author() -> None:
    author = make_user()
    record(author=author, action="participant.test", subject=make_participant())

    author.delete()

    assert Entry.objects.get().author is None

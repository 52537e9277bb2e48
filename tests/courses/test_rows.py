"""A row written by hand is the row that Django would have written."""

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from courses.audit.models import Entry
from courses.post.models import Letter
from courses.rows import put
from tests.factories.people import make_user

FIELDS = {"cause": "prova:1", "kind": "prova", "recipient": "anna@example.org", "subject": "È «così»", "text": "100 %"}


def letter(**over: str) -> Letter:
    return Letter(**FIELDS | over)


def test_a_row_is_as_saving_would_have_made_it(db):
    user, details = make_user(), {"via": "perché", "n": [1, None]}
    rows = [Entry(author=user, action="prova", subject_type="x.y", subject_id="7", details=details) for _ in range(2)]

    put(rows[0])
    rows[1].save()

    by_hand, saved = (Entry.objects.get(pk=row.pk) for row in rows)
    assert model_to_dict(by_hand, exclude=["id"]) == model_to_dict(saved, exclude=["id"])
    assert by_hand.at <= saved.at and not rows[0]._state.adding


def test_a_row_that_stands_is_left_as_it_is_or_is_an_error(db):
    first, other = letter(), letter(subject="Un altro")

    assert (put(first, ignore_conflicts=True), put(other, ignore_conflicts=True)) == (True, False)
    assert (first.pk, other.pk, other._state.adding) == (Letter.objects.get().pk, None, True)
    assert Letter.objects.get().subject == FIELDS["subject"]
    with pytest.raises(IntegrityError):
        put(letter(subject="Un altro"))

"""Reading letters and the words they are made of."""

from datetime import datetime

from django.db import connection
from django.db.models import Model, Q, QuerySet

from courses.post.letters import KINDS, LetterKind
from courses.post.models import Letter, LetterTemplate


def due_letters(now: datetime) -> QuerySet[Letter]:
    """The letters to send now, the oldest first: queued, and not in another sender's hands."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return Letter.objects.filter(free, state=Letter.State.QUEUED, next_try_at__lte=now).order_by("next_try_at", "pk")


def abandoned_letters(now: datetime) -> QuerySet[Letter]:
    """Letters whose sender died while handing them over."""
    return Letter.objects.filter(state=Letter.State.HANDING, lease_until__lt=now)


def letters_about(subject: Model) -> QuerySet[Letter]:
    """The letters that a record caused, newest first."""
    return Letter.objects.filter(about_type=subject._meta.label_lower, about_id=str(subject.pk))


def words_of(kind: LetterKind) -> tuple[str, str]:
    """Subject and text in force: the secretariat's own, else those that come with the product."""
    # by hand: every letter asks, and building the query costs more than answering it
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, text FROM courses_lettertemplate WHERE kind = %s", [kind.key])
        return cursor.fetchone() or (str(kind.subject), str(kind.text))


def own_words() -> dict[str, LetterTemplate]:
    """The secretariat's own words by kind, in one query."""
    return {template.kind: template for template in LetterTemplate.objects.all()}


def kind_of(key: str) -> LetterKind:
    """The kind of a key. Raises KeyError for a kind no room declared."""
    return KINDS[key]

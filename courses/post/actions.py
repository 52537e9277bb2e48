"""Writing letters, and handing them to the mail server without losing or doubling any."""

import logging
import smtplib
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.audit.actions import Author, record
from courses.errors import StaleState
from courses.post.letters import Calendar, LetterKind, NewLetter, Words
from courses.post.models import Letter, LetterTemplate
from courses.post.queries import abandoned_letters, due_letters, kind_of, words_of
from courses.post.rules import LEASE, SENDABLE_AGAIN, filled, pause_after
from courses.post.signals import letters_written
from courses.rows import put

logger = logging.getLogger(__name__)
State = Letter.State

AT_ONCE = 100  # letters of one round: a round must end well before its lease
AT_A_TIME = 1000  # letters of one statement: a statement of ten thousand would fill the memory twice


def write_letter(
    *,
    kind: str,
    recipient: str,
    cause: str,
    values: Mapping[str, str],
    about: models.Model | None = None,
    calendar: Calendar | None = None,
) -> None:
    """Put a letter in the queue, in the caller's transaction: a rolled-back action sends nothing.

    `cause` names the fact the letter is about: a second letter for it is not written, the first stands.
    Raises KeyError for a kind that no room declared.
    """
    words = words_of(kind_of(kind))
    with transaction.atomic(savepoint=False):
        put(_letter(kind, words, NewLetter(recipient, cause, values, about, calendar)), ignore_conflicts=True)
        transaction.on_commit(_tell, robust=True)


@transaction.atomic(savepoint=False)
def write_letters(*, kind: str, letters: Iterable[NewLetter]) -> None:
    """Put many letters of one kind in the queue, as `write_letter` does for one, in two queries."""
    words = words_of(kind_of(kind))
    # a second letter for one cause is passed over by the database: no savepoint, which every other one would pay for
    rows = [_letter(kind, words, one) for one in letters]
    Letter.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_A_TIME)
    transaction.on_commit(_tell, robust=True)


def send_due(*, now: datetime | None = None) -> int:
    """Hand over the letters that are due, outside any transaction. Returns how many were sent.

    Any number of senders may run at once: each letter is taken by a conditional update.
    """
    now = now or timezone.now()
    abandoned_letters(now).update(
        state=State.DOUBTFUL, lease_until=None, error=_("The sender stopped while the server was taking the letter.")
    )
    sent = 0
    for letter in list(due_letters(now)[:AT_ONCE]):
        if _take(letter):
            sent += _hand_over(letter)
    return sent


def send_again(*, letter: Letter, author: Author) -> None:
    """The secretariat sends a letter again that was not, or perhaps, sent. Raises StaleState for any other."""
    changed = Letter.objects.filter(pk=letter.pk, state__in=SENDABLE_AGAIN).update(
        state=State.QUEUED, attempts=0, next_try_at=timezone.now(), lease_until=None, error=""
    )
    if not changed:
        raise StaleState(_("This letter is already sent, or about to be: there is nothing to send again."))
    record(author=author, action="letter.send_again", subject=letter)
    transaction.on_commit(_tell, robust=True)


@transaction.atomic
def save_words(*, kind: str, subject: str, text: str, author: Author) -> LetterTemplate:
    """From now on letters of this kind have the secretariat's own words; those already written keep theirs.

    Raises KeyError for a kind that no room declared. Placeholders are checked by `LetterTemplateForm`.
    """
    words = {"subject": subject, "text": text}
    template, _created = LetterTemplate.objects.update_or_create(kind=kind_of(kind).key, defaults=words)
    record(author=author, action="letter.save_words", subject=template, kind=kind)
    return template


@transaction.atomic
def restore_words(*, kind: str, author: Author) -> None:
    """Back to the words that come with the product. Raises StaleState when they are in force already."""
    template = LetterTemplate.objects.filter(kind=kind).first()
    if template is None:
        raise StaleState(_("This letter has the words that come with the product already."))
    record(author=author, action="letter.restore_words", subject=template, kind=kind)
    template.delete()


def sample_of(kind: LetterKind, subject: str, text: str) -> EmailMultiAlternatives:
    """A letter with these words and the kind's sample data, as it would arrive; it is neither kept nor sent."""
    letter = Letter(kind=kind.key, recipient="nome.cognome@example.org", **filled(subject, text, kind.placeholders))
    return message_of(letter)


def message_of(letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The letter as a message: plain text, the same as HTML, and a Message-ID that never changes.

    An invitation for the calendar is one more alternative, so that programs of mail offer to accept it (RFC 6047, 2.4).
    """
    sender = conf.get("LETTERS_FROM") or settings.DEFAULT_FROM_EMAIL
    domain = sender.rstrip(">").rsplit("@", 1)[-1]
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("courses/post/letter.txt", {"letter": letter}),
        from_email=sender,
        to=[letter.recipient],
        headers={"Message-ID": f"<{letter.identifier}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(render_to_string("courses/post/letter.html", {"letter": letter}), "text/html")
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={letter.calendar_method}")
    return message


def _tell() -> None:
    letters_written.send(sender=Letter)


def _letter(kind: str, words: tuple[Words, Words], new: NewLetter) -> Letter:
    return Letter(
        cause=new.cause,
        kind=kind,
        recipient=new.recipient,
        **filled(*words, new.values),
        about_type=new.about._meta.label_lower if new.about else "",
        about_id=str(new.about.pk) if new.about else "",
        calendar=new.calendar.text if new.calendar else "",
        calendar_method=new.calendar.method if new.calendar else "",
        next_try_at=new.not_before or timezone.now(),
    )


def _take(letter: Letter) -> bool:
    """Take the letter for this sender alone; False when another was quicker."""
    now = timezone.now()
    free = models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=now)
    taken = Letter.objects.filter(free, pk=letter.pk, state=State.QUEUED).update(
        lease_until=now + LEASE, attempts=models.F("attempts") + 1
    )
    letter.attempts += taken
    return bool(taken)


def _hand_over(letter: Letter) -> bool:
    connection = get_connection(timeout=30) if "smtp" in settings.EMAIL_BACKEND else get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _close(connection)
        _put_back(letter, error)
        return False
    # From here to the server's answer nobody could tell whether it was sent: said in the database first.
    Letter.objects.filter(pk=letter.pk).update(state=State.HANDING)
    try:
        message_of(letter, connection).send()
    except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
        _settle(letter, state=State.DOUBTFUL, error=str(error))
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        if _is_final(error):
            _settle(letter, state=State.FAILED, error=str(error))
        else:
            _put_back(letter, error)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _put_back(letter, error)
    else:
        _settle(letter, state=State.SENT, sent_at=timezone.now(), error="")
        return True
    finally:
        _close(connection)
    return False


def _is_final(error: smtplib.SMTPException) -> bool:
    """Whether the server said never (5xx) rather than not now (4xx): RFC 5321, 4.2.1."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in error.recipients.values())
    return getattr(error, "smtp_code", 500) >= 500


def _put_back(letter: Letter, error: Exception) -> None:
    pause = pause_after(letter.attempts)
    logger.warning("Letter %s was not sent: %s", letter.pk, type(error).__name__)
    if pause is None:
        _settle(letter, state=State.FAILED, error=str(error))
    else:
        _settle(letter, state=State.QUEUED, next_try_at=timezone.now() + pause, error=str(error))


def _settle(letter: Letter, **fields: object) -> None:
    Letter.objects.filter(pk=letter.pk).update(lease_until=None, **fields)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.info("The mail server hung up before the goodbye.")

"""Writing to a group: once, to those whom the page showed, with a letter for each."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.audit.actions import record
from courses.errors import NotAllowed, StaleState
from courses.messages.letters import CARRIER
from courses.messages.models import Message
from courses.messages.queries import Reach, about_in_words, cause_of, common_values, placeholders_of, reach_of
from courses.messages.rules import hour_of, may_write, why_you
from courses.people.models import Participant
from courses.post.actions import message_of, write_letter, write_letters
from courses.post.letters import NewLetter
from courses.post.models import Letter
from courses.post.queries import kind_of, words_of
from courses.post.rules import fault_in_words, filled


class GroupChanged(StaleState):
    """Since the page was opened the group has become another one: `reach` is what it is now."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        super().__init__(
            _("The group has changed since this page was opened: now they are %(number)d. Read again, then confirm.")
            % {"number": len(reach.people)}
        )


class WrittenAlready(NotAllowed):
    """Another text was sent from the same page: `written` (`message` is what the person reads)."""

    def __init__(self, message: Message) -> None:
        self.written = message
        super().__init__(
            _(
                "From this page «%(subject)s» was sent already, and this text was not. If you mean to send it too,"
                " confirm again."
            )
            % {"subject": message.subject}
        )


@transaction.atomic
def send_message(
    *,
    key: UUID,
    group: str,
    filters: Mapping[str, Any],
    subject: str,
    text: str,
    digest: str,
    author: Any,
    now: datetime | None = None,
) -> Message:
    """Write to a group, a letter for each person. The same page sent twice, in two tabs too, is one message.

    `digest` is that of the `Reach` the page showed. Raises GroupChanged when it is another now, WrittenAlready when
    another text went out under the same key, NotAllowed for nobody, too many, or words that cannot be filled in.
    """
    now, content = now or timezone.now(), (group, dict(filters), subject, text)
    known = Message.objects.filter(key=key).first()
    if known is not None:
        return _the_same(known, content)
    _refuse_misused(group, subject, text)
    reach = reach_of(group, filters)
    answer = may_write(reach)
    if not answer:
        raise NotAllowed(answer.reason)
    if reach.digest != digest:
        raise GroupChanged(reach)
    fields = {"about": about_in_words(group, filters), "people": len(reach.people), "left_out": reach.left_out}
    try:
        with transaction.atomic():
            message = Message.objects.create(
                key=key, group=group, filters=dict(filters), subject=subject, text=text, author=author, **fields
            )
    except IntegrityError:  # the other of two tabs was quicker
        return _the_same(Message.objects.get(key=key), content)
    _write_to_each(message, reach, now)
    record(author=author, action="message.send", subject=message, people=message.people, left_out=message.left_out)
    return message


@transaction.atomic
def send_test(*, group: str, filters: Mapping[str, Any], subject: str, text: str, author: Any) -> str:
    """The letter as a person of the group would get it, with invented names, to who writes. Returns the address.

    The same within a minute is sent once. Raises NotAllowed when the account has no address.
    """
    address = getattr(author, author.get_email_field_name(), "")
    if not address:
        raise NotAllowed(_("Your account has no e-mail address: ask who manages the accounts to write one."))
    _refuse_misused(group, subject, text)
    said = _said(group, subject, text, _sample_values(group, filters))
    said["oggetto"] = _("[Test] %(subject)s") % {"subject": said["oggetto"]}
    asked = "\n".join((str(author.pk), *said.values(), f"{timezone.now():%Y%m%d%H%M}"))
    cause = f"message.test:{sha256(asked.encode()).hexdigest()[:40]}"
    write_letter(kind=CARRIER, recipient=address, cause=cause, values=said)
    record(author=author, action="message.test", subject=Message)
    return address


def preview(*, group: str, filters: Mapping[str, Any], subject: str, text: str) -> EmailMultiAlternatives:
    """The letter as it would arrive, with invented names; it is neither kept nor sent."""
    said = _said(group, subject, text, _sample_values(group, filters))
    words = filled(*words_of(kind_of(CARRIER)), said)
    return message_of(Letter(kind=CARRIER, recipient="nome.cognome@example.org", **words))


def _the_same(known: Message, content: tuple[Any, ...]) -> Message:
    if (known.group, known.filters, known.subject, known.text) != content:
        raise WrittenAlready(known)
    return known


def _refuse_misused(group: str, *words: str) -> None:
    fault = next(filter(None, (fault_in_words(placeholders_of(group), each) for each in words)), "")
    if fault:
        raise NotAllowed(fault)


def _write_to_each(message: Message, reach: Reach, now: datetime) -> None:
    """One letter for one person, about that person alone: no letter holds another one's name or address."""
    common = common_values(message.group, message.filters)
    letters = [
        NewLetter(
            person.email,
            cause_of(message, person),
            _said(message.group, message.subject, message.text, common | _own_values(person)),
            about=person,
            not_before=hour_of(position, now),
        )
        for position, person in enumerate(reach.people)
    ]
    write_letters(kind=CARRIER, letters=letters)


def _said(group: str, subject: str, text: str, values: Mapping[str, str]) -> dict[str, str]:
    own = filled(subject, text, values)
    return {"oggetto": own["subject"], "testo": own["text"], "motivo": why_you(group, values)}


def _own_values(person: Participant) -> dict[str, str]:
    desk = conf.absolute(reverse("courses:desk"))
    return {"nome": person.full_name, "ente": str(person.body or ""), "link": desk}


def _sample_values(group: str, filters: Mapping[str, Any]) -> dict[str, str]:
    link = {"link": conf.absolute(reverse("courses:desk"))}
    return placeholders_of(group) | link | common_values(group, filters)

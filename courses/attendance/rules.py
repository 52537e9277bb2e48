"""Who may mark and close a register and when, how minutes are counted, and how a register is sealed."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from hmac import new as keyed
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument

from courses import conf
from courses.agenda.models import DatedActivity, Event, Slot
from courses.agenda.queries import teaches
from courses.agenda.rules import LINK_BEFORE
from courses.attendance.models import Attendee, Presence, Register, Seal
from courses.attendance.queries import was_present, was_present_for
from courses.enrolment.queries import Offer
from courses.enrolment.rules import is_offered, reads_everything
from courses.errors import Verdict
from courses.progress.models import CompletionRule

OPENS_BEFORE = timedelta(hours=24)  # the evening before, so that a phone has it where there is no network
MARKS_BEFORE = timedelta(minutes=30)
Interval = tuple[datetime, datetime]


def may_keep_register(user: AbstractBaseUser | AnonymousUser, event: Event) -> bool:
    """The teachers of an event and the secretariat keep its register."""
    if not user.is_authenticated:
        return False
    return user.has_perm("courses.close_register") or event.teachers.filter(account__user=user).exists()


def may_see_materials(user: AbstractBaseUser | AnonymousUser, activity_key: UUID) -> bool:
    """What is for afterwards, and the recording: for those who were there, its teachers, and who reads everything."""
    return reads_everything(user) or was_present_for(user, activity_key) or teaches(user, activity_key=activity_key)


def may_download(user: AbstractBaseUser | AnonymousUser, document: AbstractDocument) -> bool:
    """A document is for who sees it on a page that offers it."""
    return is_offered(user, document, lambda offer: _shows(user, offer))


def _shows(user: AbstractBaseUser | AnonymousUser, offer: Offer) -> bool:
    if not isinstance(offer.page, DatedActivity) or offer.field not in offer.page.for_those_present:
        return True
    return may_see_materials(user, offer.page.translation_key)


def may_see_slides(user: AbstractBaseUser | AnonymousUser, event: Event) -> bool:
    """The slides of an event are for those who were there, for its teachers and for staff."""
    return reads_everything(user) or may_keep_register(user, event) or was_present(user, event)


def may_open(event: Event, now: datetime) -> Verdict:
    """A register is opened from the evening before, unless the event was called off."""
    if event.state == Event.State.CALLED_OFF:
        return Verdict(False, _("This event was called off: it has no register."))
    if now < event.starts_at - OPENS_BEFORE:
        opens = date_format(localtime(event.starts_at - OPENS_BEFORE), "j F Y, H:i")
        return Verdict(False, _("The register opens on %(when)s: come back then.") % {"when": opens})
    return Verdict(True)


def may_mark(register: Register, slot: Slot, now: datetime) -> Verdict:
    """Presence is taken from half an hour before a part begins until the register is closed."""
    if slot.event_id != register.event_id:
        return Verdict(False, _("This part belongs to another event."))
    if register.event.state == Event.State.CALLED_OFF:
        return Verdict(False, _("This event was called off: nobody is marked any more."))
    if register.closed_at:
        return Verdict(False, _("The register is closed: ask the secretariat to correct it."))
    if now < slot.starts_at - MARKS_BEFORE:
        return Verdict(
            False,
            _("%(part)s begins at %(when)s: presences are taken from half an hour before.")
            % {"part": slot, "when": date_format(localtime(slot.starts_at), "H:i")},
        )
    return Verdict(True)


def may_close(register: Register, now: datetime) -> Verdict:
    """A register is closed after the event, when everybody on it is known."""
    if register.closed_at:
        return Verdict(False, _("This register is closed already."))
    if register.event.state == Event.State.CALLED_OFF:
        return Verdict(False, _("This event was called off: its register stays open and counts nothing."))
    if now < register.event.ends_at:
        return Verdict(False, _("The event is not over yet: close the register afterwards."))
    unknown = [attendee for attendee in register.attendees.filter(participant=None) if attendee.is_unknown]
    if unknown:
        return Verdict(
            False,
            _("Say first who these people are, or take them off: %(names)s.")
            % {"names": ", ".join(attendee.full_name for attendee in unknown)},
        )
    return Verdict(True)


def link_is_given(event: Event, now: datetime) -> Verdict:
    """The address of a webinar is given from a quarter of an hour before until its end."""
    if event.state == Event.State.CALLED_OFF or now > event.ends_at:
        return Verdict(False, _("This webinar is over."))
    if now < event.starts_at - LINK_BEFORE:
        when = date_format(localtime(event.starts_at - LINK_BEFORE), "H:i")
        return Verdict(False, _("The button works from %(when)s: come back then.") % {"when": when})
    return Verdict(True)


def minutes_present(slot: Slot, late: int, left_early: int) -> int:
    """The minutes of a part, less those missed at either end; never below none."""
    return max(0, slot.minutes - late - left_early)


def minutes_connected(slot: Slot, intervals: Iterable[Interval]) -> int:
    """The minutes of a part somebody was connected: the union of the intervals, within the part, whole minutes.

    Two devices at once count once; the minute that began counts when half of it passed.
    """
    # in UTC: within one zone Python compares the clocks on the wall, which strike an hour twice in October
    first, last = slot.starts_at.astimezone(UTC), slot.ends_at.astimezone(UTC)
    instants = ((start.astimezone(UTC), end.astimezone(UTC)) for start, end in intervals)
    clipped = sorted((max(start, first), min(end, last)) for start, end in instants if start < last and end > first)
    total, reached = timedelta(), first
    for start, end in clipped:
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return min(slot.minutes, int(total.total_seconds() / 60 + 0.5))


def completes(event: Event, minutes: int, of_minutes: int, excused: int, rule: CompletionRule | None) -> bool:
    """Whether so many minutes complete the activity: the share of the event for a webinar, of the course for a day.

    Excused absence is taken out of what is asked for only where the course says so.
    """
    if rule is not None and rule.excused_counts_less:
        of_minutes = max(0, of_minutes - excused)
    share = event.threshold if event.kind == Event.Kind.WEBINAR else (rule.threshold if rule else 80)
    return minutes > 0 and minutes * 100 >= share * of_minutes


def chain(entries: Iterable[dict[str, Any]], before: str) -> list[dict[str, Any]]:
    """Each entry with the hash of itself and of all before it (SHA-256 over sorted JSON)."""
    linked, last = [], before
    for entry in entries:
        last = sha256((last + _written(entry)).encode()).hexdigest()
        linked.append({**entry, "hash": last})
    return linked


def head_of(last_hash: str, commitments: dict[str, str], register: Register, number: int) -> str:
    """The keyed end of a chain (HMAC-SHA-256, RFC 2104): without the key of seals nobody makes another one."""
    text = _written({"last": last_hash, "commitments": commitments, "event": register.event_id, "number": number})
    key = conf.get("SEAL_KEY") or settings.SECRET_KEY
    return keyed(key.encode(), text.encode(), sha256).hexdigest()


def entry_of(presence: Presence) -> dict[str, Any]:
    """What is sealed of a presence: no name; a note only as its hash."""
    return {
        "id": presence.pk,
        "who": str(presence.attendee.pseudonym),
        "part": presence.slot.kind,
        "starts": presence.slot.starts_at.isoformat(),
        "ends": presence.slot.ends_at.isoformat(),
        "status": presence.status,
        "minutes": presence.minutes,
        "late": presence.late,
        "left_early": presence.left_early,
        "at": presence.at.isoformat(),
        "author": presence.author_key,
        "note": sha256(presence.note.encode()).hexdigest() if presence.note else "",
    }


def commitment_to(attendee: Attendee) -> str:
    """A salted hash of who a person on the register is: proves it while the salt is kept, betrays nothing after."""
    participant = attendee.participant_id or ""
    return sha256(f"{attendee.salt}|{attendee.pseudonym}|{participant}".encode()).hexdigest()


def is_true_head(seal: Seal, register: Register) -> bool:
    """Whether a seal's head is the one its chain and commitments make."""
    last = seal.entries[-1]["hash"] if seal.entries else ""
    return compare_digest(seal.head, head_of(last, seal.commitments, register, seal.number))


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)

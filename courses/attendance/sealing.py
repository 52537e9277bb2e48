"""Closing a register: hours are credited, the activity is completed, and all is sealed so that any change is found."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.agenda.actions import change_state
from courses.agenda.models import Event, Slot
from courses.attendance.listing import list_booked
from courses.attendance.marks import new_mark, refuse_absurd
from courses.attendance.models import Attendee, Presence, Register, Seal
from courses.attendance.queries import Line, lines_of, slots_of
from courses.attendance.rules import (
    chain,
    commitment_to,
    completes,
    entry_of,
    head_of,
    is_true_head,
    may_close,
)
from courses.attendance.signals import presence_corrected, register_closed
from courses.audit.actions import Author, record
from courses.audit.queries import entries_about
from courses.catalogue.models import Activity
from courses.errors import NotAllowed, ReasonMissing
from courses.progress.actions import complete, complete_course, record_credit, withdraw_completion
from courses.progress.models import Completion, CompletionRule
from courses.progress.queries import completion_of, rule_for

Status = Presence.Status


@dataclass(frozen=True)
class Finding:
    """What a check of a register found: the number of the seal, and what is wrong in words."""

    seal: int
    what: str


@transaction.atomic
def close_register(*, register: Register, author: Author, now: datetime | None = None) -> Register:
    """Who was not marked was absent; hours are credited, the activity completed, the register sealed. Twice is once.

    Raises NotAllowed before the end of the event, or while somebody on it is not known.
    """
    now = now or timezone.now()
    register = Register.objects.select_for_update().select_related("event").get(pk=register.pk)
    if register.closed_at:
        return register
    answer = may_close(register, now)
    if not answer:
        raise NotAllowed(answer.reason)
    list_booked(register)
    _mark_the_rest_absent(register, author)
    register.closed_at = now
    register.closed_by = author if author is not None and author.is_authenticated else None
    register.save(update_fields=["closed_at", "closed_by"])
    for line in lines_of(register):
        _credit(register.event, line, author)
    seal(register, author)
    change_state(register.event, Event.State.CLOSED)
    record(author=author, action="register.close", subject=register)
    register_closed.send(sender=Register, register=register, author=author)
    return register


@transaction.atomic
def correct_presence(
    *,
    attendee: Attendee,
    slot: Slot,
    status: str,
    late: int = 0,
    left_early: int = 0,
    reason: str,
    author: Author,
) -> Presence:
    """The secretariat corrects a closed register: a new entry, a new seal, hours and completion judged again.

    What the activity completed is withdrawn if the hours no longer reach; a completed course stays so, and shows.
    Raises ReasonMissing, and NotAllowed on a register that is still open.
    """
    register = Register.objects.select_for_update().select_related("event").get(pk=attendee.register_id)
    if not register.closed_at:
        raise NotAllowed(_("The register is still open: mark the presence there."))
    if not reason.strip():
        raise ReasonMissing(_("Write why the presence is corrected: it stays in the register."))
    refuse_absurd(slot, late, left_early)
    presence = new_mark(
        attendee=attendee,
        slot=slot,
        status=status,
        late=late,
        left_early=left_early,
        note=reason,
        author=author,
    )
    presence.save()
    line = next(line for line in lines_of(register) if line.attendee.pk == attendee.pk)
    _credit(register.event, line, author)
    seal(register, author)
    record(author=author, action="presence.correct", subject=presence, reason=reason.strip())
    presence_corrected.send(sender=Register, attendee=line.attendee, author=author)
    return presence


def seal(register: Register, author: Author) -> Seal:
    """Seal what is not sealed yet, after what is."""
    last = register.seals.order_by("number").last()
    sealed = {entry["id"] for each in register.seals.all() for entry in each.entries}
    fresh = Presence.objects.filter(attendee__register=register).exclude(pk__in=sealed)
    entries = chain(
        (entry_of(presence) for presence in fresh.select_related("attendee", "slot").order_by("pk")),
        last.head if last else "",
    )
    commitments = _commit(register)
    number = last.number + 1 if last else 1
    end = entries[-1]["hash"] if entries else ""
    made = Seal.objects.create(
        register=register,
        number=number,
        entries=entries,
        commitments=commitments,
        head=head_of(end, commitments, register, number),
        author=author if author is not None and author.is_authenticated else None,
    )
    # a copy of the head stands in the trail: a seal that is gone is missed
    record(author=author, action="register.seal", subject=register, number=number, head=made.head)
    return made


def verify_register(register: Register) -> list[Finding]:
    """Whether a register is as it was sealed: each entry, their order, who they are about, and that none is missing.

    A person erased since is no finding: the pseudonym and the commitment stay.
    """
    found: list[Finding] = []
    # as it stands in the database, whatever the caller holds
    register = Register.objects.select_related("event").get(pk=register.pk)
    rows = Presence.objects.filter(attendee__register=register).select_related("attendee", "slot").order_by("pk")
    there = {presence.pk: entry_of(presence) for presence in rows}
    erased = {presence.pk for presence in rows if not presence.attendee.salt and not presence.note}
    before, seals = "", list(register.seals.order_by("number"))
    for number, one in enumerate(seals, start=1):
        bare = [{name: value for name, value in entry.items() if name != "hash"} for entry in one.entries]
        if one.number != number or chain(bare, before) != one.entries or not is_true_head(one, register):
            found.append(Finding(one.number, _("The seal was changed.")))
        found += [
            Finding(one.number, _("Presence %(id)s was changed or deleted.") % {"id": entry["id"]})
            for entry in bare
            if not _is_same(there.pop(entry["id"], None), entry, erased)
        ]
        before = one.head
    found += _people_changed(register, seals)
    found += _seals_gone(register, seals)
    if seals or register.closed_at:
        found += [Finding(0, _("Presence %(id)s was added after the seal.") % {"id": pk}) for pk in there]
    return found


def _seals_gone(register: Register, seals: list[Seal]) -> list[Finding]:
    """Seals that the trail names and nobody finds, a closed register without one, a sealed one that is open again."""
    heads = {one.head for one in seals}
    told = entries_about(register).filter(action="register.seal").order_by("pk").values_list("details", flat=True)
    found = [
        Finding(entry["number"], _("The seal made when the register was closed or corrected is gone."))
        for entry in told
        if entry["head"] not in heads
    ]
    is_closed = register.closed_at is not None
    if not seals and (is_closed or register.event.state == Event.State.CLOSED):
        found.append(Finding(0, _("The register is closed and has no seal.")))
    if seals and not is_closed:
        found.append(Finding(0, _("The register was sealed, and is open again.")))
    return found


def _is_same(entry: dict | None, sealed: dict, erased: set[int]) -> bool:
    """Whether a presence is as it was sealed; of who was erased since, the note is gone and nothing else."""
    if entry is not None and sealed["id"] in erased:
        return {**entry, "note": sealed["note"]} == sealed
    return entry == sealed


def _people_changed(register: Register, seals: list[Seal]) -> list[Finding]:
    if not seals:
        return []
    known = {str(attendee.pseudonym): attendee for attendee in register.attendees.all()}
    found = []
    for pseudonym, commitment in seals[-1].commitments.items():
        attendee = known.get(pseudonym)
        is_erased = attendee is not None and not attendee.salt and attendee.is_nobody
        if attendee is None or (not is_erased and commitment_to(attendee) != commitment):
            words = _("Somebody else stands in the place of person %(who)s.") % {"who": pseudonym[:8]}
            found.append(Finding(seals[-1].number, words))
    return found


def _commit(register: Register) -> dict[str, str]:
    """Who is on the register, by pseudonym; whom somebody erased keeps the commitment of before."""
    attendees = list(register.attendees.order_by("pk"))
    for attendee in attendees:
        if attendee.salt:
            attendee.commitment = commitment_to(attendee)
    Attendee.objects.bulk_update(attendees, ["commitment"])
    return {str(attendee.pseudonym): attendee.commitment for attendee in attendees}


def _mark_the_rest_absent(register: Register, author: Author) -> None:
    slots = slots_of(register)
    for line in lines_of(register):
        for slot in slots:
            if slot.pk not in line.presences:
                Presence.objects.create(
                    attendee=line.attendee, slot=slot, status=Status.ABSENT, minutes=0, author=None, author_key=""
                )


def _credit(event: Event, line: Line, author: Author) -> None:
    """The hours of one person, and what they complete or no longer complete."""
    participant = line.attendee.participant
    if participant is None:
        return
    of_minutes = sum(slot.minutes for slot in event.slots.all())
    excused = sum(mark.slot.minutes for mark in line.presences.values() if mark.status == Status.EXCUSED)
    record_credit(
        participant=participant,
        course_key=event.course_key,
        activity_key=event.activity_key,
        source=f"event:{event.pk}",
        title=event.title,
        kind=event.kind,
        minutes=line.minutes,
        of_minutes=of_minutes,
        excused=excused,
        credited_on=timezone.localdate(event.starts_at),
        author=author,
    )
    standing = completion_of(participant, event.activity_key)
    rule = rule_for(participant, event.course_key)
    if completes(event, line.minutes, of_minutes, excused, rule):
        activity = Activity.objects.filter(key=event.activity_key).select_related("page", "module", "course").first()
        if activity is not None:
            complete(participant=participant, activity=activity, method=Completion.Method.SYSTEM, author=author)
    elif (
        standing is not None
        and standing.method == Completion.Method.SYSTEM
        and not _attended_another(event, line, rule)
    ):
        withdraw_completion(completion=standing, reason=_("The presence was corrected."), author=author)
    complete_course(participant=participant, course_key=event.course_key)


def _attended_another(event: Event, line: Line, rule: CompletionRule | None) -> bool:
    """Whether another event of the same activity was attended for as long."""
    others = line.attendee.participant.credits.filter(activity_key=event.activity_key).exclude(
        source=f"event:{event.pk}"
    )
    return any(completes(event, one.minutes, one.of_minutes, one.excused, rule) for one in others)

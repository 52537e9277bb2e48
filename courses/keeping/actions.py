"""What is done about a person's data: a request is recorded, a copy handed out, somebody erased, limited or refused."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.keeping.copying import copy_of
from courses.keeping.erasing import end_what_runs, erase_person
from courses.keeping.exporting import ask_for_export, hand_out, make_due_exports, make_export
from courses.keeping.models import DataRequest
from courses.keeping.retention import apply_retention, run_daily
from courses.people.models import Participant

# Other rooms ask for all verbs here; copies, erasures, files and retention have a file each.
__all__ = [
    "apply_retention",
    "ask_for_export",
    "carry_out_erasure",
    "erase_person",
    "hand_copy",
    "hand_out",
    "limit_person",
    "make_due_exports",
    "make_export",
    "record_request",
    "run_daily",
    "settle",
]
Kind, State = DataRequest.Kind, DataRequest.State


@transaction.atomic
def record_request(
    *,
    participant: Participant,
    kind: str,
    channel: str,
    author: Author,
    asked_by: str = DataRequest.Asker.SELF,
    asked_on: date | None = None,
    note: str = "",
) -> DataRequest:
    """Write down what somebody asked, when and by which way. The same asked twice, and not answered yet, is one.

    Raises NotAllowed for a day to come.
    """
    day = asked_on or timezone.localdate()
    if day > timezone.localdate():
        raise NotAllowed(_("Write the day on which it was asked: this one is still to come."))
    known = author if author is not None and author.is_authenticated else None
    fields = {"channel": channel, "asked_by": asked_by, "asked_on": day, "note": note.strip(), "recorded_by": known}
    try:
        with transaction.atomic():
            request = DataRequest.objects.create(participant=participant, kind=kind, **fields)
    except IntegrityError:
        return DataRequest.objects.get(participant=participant, kind=kind, state=State.OPEN)
    record(author=author, action="datarequest.record", subject=request, kind=kind, channel=channel)
    return request


@transaction.atomic
def hand_copy(*, participant: Participant, author: AbstractBaseUser, request: DataRequest | None = None) -> bytes:
    """All that is held about a person, as a ZIP; who took it is written down. A request for it is answered by it."""
    content = copy_of(participant)
    record(author=author, action="participant.copy", subject=participant)
    if request is not None and request.kind == Kind.COPY and request.state == State.OPEN:
        settle(request=request, state=State.DONE, reason="", author=author)
    return content


@transaction.atomic
def carry_out_erasure(*, request: DataRequest, author: Author) -> None:
    """Erase the person who asked. Nothing of what was written about the request stays but that, when and by which way.

    Raises NotAllowed when something stands in the way, StaleState when it was answered meanwhile.
    """
    settle(request=request, state=State.DONE, reason="", author=author)
    erase_person(participant=request.participant, author=author)


@transaction.atomic
def limit_person(*, request: DataRequest, reason: str, author: Author) -> None:
    """The data are kept for the accounts and used for nothing else: the account is closed.

    Who asked for erasure takes part in nothing any more, and is erased by retention on the day the duty ends. Raises
    ReasonMissing and StaleState.
    """
    if not reason.strip():
        raise ReasonMissing(_("Write why the data are kept: the person may read it."))
    settle(request=request, state=State.LIMITED, reason=reason, author=author)
    if request.kind == Kind.ERASURE:
        end_what_runs(request.participant, author)
    user = request.participant.user
    if user is not None and not user.has_perm("wagtailadmin.access_admin"):
        user.is_active = False
        user.save(update_fields=["is_active"])
        record(author=author, action="account.close", subject=user, participant=request.participant_id)


@transaction.atomic
def settle(*, request: DataRequest, state: str, reason: str, author: Author) -> None:
    """A request is answered, once. Raises ReasonMissing for a refusal without one, StaleState when it was answered."""
    if state == State.REFUSED and not reason.strip():
        raise ReasonMissing(_("Write why it is refused: the person must be told, and may complain to the Garante."))
    known = author if author is not None and author.is_authenticated else None
    changed = DataRequest.objects.filter(pk=request.pk, state__in=(State.OPEN, State.LIMITED)).exclude(state=state)
    answer = {"state": state, "reason": reason.strip(), "decided_at": timezone.now(), "decided_by": known}
    if not changed.update(**answer):
        raise StaleState(_("Somebody answered this request a moment ago: look at it again."))
    record(author=author, action=f"datarequest.{state}", subject=request, reason=reason.strip())

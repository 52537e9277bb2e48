"""Two records of one person become one."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.audit.actions import Author, record
from courses.errors import NotAllowed, ReasonMissing, StaleState
from courses.people.models import Participant, PastAffiliation
from courses.people.queries import who_points_at
from courses.people.signals import participants_merging
from courses.post.queries import letters_about

FILLED_IN = ("email", "gender")  # what the kept record lacks, and the other may know


@transaction.atomic
def merge_participants(
    *, kept: Participant, absorbed: Participant, reason: str, author: Author, close_account: bool = False
) -> Participant:
    """Two records turn out to be one person: all that is known goes to `kept`, whose names and body stay.

    Higher rooms move their records inside the transaction. Of two accounts one is closed, if `close_account` says so.
    Raises ReasonMissing; StaleState when either is gone; NotAllowed with two accounts, or when something stays behind.
    """
    if not reason.strip():
        raise ReasonMissing(_("Write how you know that it is the same person."))
    if kept.pk == absorbed.pk:
        raise NotAllowed(_("It is the same record: choose another one."))
    kept, absorbed = _locked(kept, absorbed)
    _settle_accounts(kept, absorbed, author=author, close=close_account)
    _take_over_affiliations(kept, absorbed)
    _take_over_notices(kept, absorbed)
    letters_about(absorbed).update(about_id=str(kept.pk))
    participants_merging.send(sender=Participant, kept=kept, absorbed=absorbed, reason=reason.strip(), author=author)
    record(author=author, action="participant.merge", subject=kept, reason=reason.strip(), absorbed=absorbed.pk)
    left = who_points_at(absorbed)
    if left:
        raise NotAllowed(
            _("The records cannot be united: something still belongs to the second one (%(what)s).")
            % {"what": ", ".join(str(model._meta.verbose_name_plural) for model in left)}
        )
    absorbed.delete()
    return kept


def _locked(kept: Participant, absorbed: Participant) -> tuple[Participant, Participant]:
    """Both as they are now, and nobody else's until the end."""
    rows = Participant.objects.select_for_update().filter(pk__in=(kept.pk, absorbed.pk)).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise StaleState(_("One of the two records is no longer there: somebody united them a moment ago."))
    return found[kept.pk], found[absorbed.pk]


def _settle_accounts(kept: Participant, absorbed: Participant, *, author: Author, close: bool) -> None:
    """The kept record's account stays; one that only the other has moves over; of two, one is closed on purpose."""
    user = absorbed.user
    if user is None:
        return
    if kept.user_id and not close:
        raise NotAllowed(
            _("Both records have an account, and one person keeps one: say that the account of %(name)s is closed.")
            % {"name": absorbed}
        )
    absorbed.user = None
    absorbed.save(update_fields=["user"])
    if not kept.user_id:
        kept.user = user
        kept.save(update_fields=["user"])
        return
    if user.has_perm("wagtailadmin.access_admin"):
        raise NotAllowed(
            _("The account of %(name)s also works on the site: keep that record, or ask who looks after the site.")
            % {"name": absorbed}
        )
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(author=author, action="account.close", subject=user, participant=kept.pk)


def _take_over_affiliations(kept: Participant, absorbed: Participant) -> None:
    """Where the other record was before goes with it; where it is now becomes the past, unless it is all we know."""
    known: dict[str, Any] = {}
    if kept.body_id is None:
        known = {"body": absorbed.body, "municipality": absorbed.municipality}
    elif kept.body_id == absorbed.body_id:
        known = {"municipality": kept.municipality or absorbed.municipality}
    elif absorbed.body_id:
        PastAffiliation.objects.create(
            participant=kept,
            body=absorbed.body,
            role=absorbed.role,
            started_on=absorbed.affiliated_since,
            ended_on=timezone.localdate(),
        )
    known |= {name: getattr(kept, name) or getattr(absorbed, name) for name in FILLED_IN}
    for name, value in known.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(known))
    absorbed.past_affiliations.update(participant=kept)


def _take_over_notices(kept: Participant, absorbed: Participant) -> None:
    """A version read twice was read when it was read first."""
    for notice in absorbed.notices_read.all():
        twice = kept.notices_read.filter(version=notice.version)
        if twice.exists():
            twice.filter(read_at__gt=notice.read_at).update(read_at=notice.read_at)
            notice.delete()
        else:
            absorbed.notices_read.filter(pk=notice.pk).update(participant=kept)

"""Forgetting: people who were named and never answered, and forms of adhesion that were never sent."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, ProtectedError, Q, QuerySet

from courses import conf
from courses.adhesion.models import Adhesion, Invitation
from courses.audit.actions import record
from courses.enrolment.models import Enrolment
from courses.officials.models import ImportRow
from courses.people.models import Participant
from courses.people.queries import ties_of, who_points_at
from courses.post.models import Letter
from courses.post.queries import letters_about
from courses.territory.models import Body

logger = logging.getLogger(__name__)

AT_ONCE = 200  # of each kind, in one round: the next tick goes on
# What is known of somebody who never answered because they were named. Anything else that any room keeps, keeps them.
KNOWN_BY_NAMING: frozenset[type[Model]] = frozenset({Invitation, Enrolment, ImportRow})
JUST_BEFORE = timedelta(hours=1)


@dataclass(frozen=True)
class Forgotten:
    """How many were deleted, or would be."""

    people: int = 0
    drafts: int = 0
    bodies: int = 0


def forget_silent(*, now: datetime, dry_run: bool = False) -> Forgotten:
    """Delete named people who did not answer within COURSES_FORGET_SILENT_DAYS, and forms never sent, that old.

    Nobody of whom anything else is known goes, nor a contact. A dry run does it all and takes it back.
    """
    days = conf.get("FORGET_SILENT_DAYS")
    if days is None:
        return Forgotten()
    before = now - timedelta(days=days)
    most = None if dry_run else AT_ONCE
    with transaction.atomic():
        people = [pk for pk in _keys(silent_people(before), most) if _forget_person(pk, before)]
        drafts = [draft for pk in _keys(unsent_drafts(before), most) if (draft := _forget_draft(pk, before))]
        bodies = [draft.body_id for draft in drafts if _forget_body(draft)]
        if people or drafts:
            found = {"people": people, "drafts": [draft.key for draft in drafts], "bodies": bodies}
            record(author=None, action="officials.forget", subject=Participant, **found)
        if dry_run:
            transaction.set_rollback(True)
    return Forgotten(len(people), len(drafts), len(bodies))


def silent_people(before: datetime) -> QuerySet[Participant]:
    """Who was invited before a moment, has never answered, has no account, and is known by nothing else."""
    invitations = Invitation.objects.filter(participant=OuterRef("pk"))
    answered = invitations.filter(taken_up_at__isnull=False)
    may_still_answer = invitations.filter(sent_at__gt=before, revoked_at=None)
    people = Participant.objects.filter(
        Exists(invitations.filter(sent_at__lte=before)), ~Exists(answered), ~Exists(may_still_answer), user=None
    )
    for tie in ties_of(Participant):
        if tie.related_model not in KNOWN_BY_NAMING:
            people = people.exclude(Exists(tie.related_model._base_manager.filter(**{tie.field.name: OuterRef("pk")})))
    return people


def unsent_drafts(before: datetime) -> QuerySet[Adhesion]:
    """Forms begun before a moment that were never sent, or whose confirmation is that old; none the secretariat saw."""
    return Adhesion.objects.filter(
        Q(sent_at=None) | Q(sent_at__lte=before),
        state=Adhesion.State.DRAFT,
        started_at__lte=before,
        correction="",
        signed_form="",
        protocol="",
    )


@dataclass(frozen=True)
class _Draft:
    """What is left of a form to know once it is gone."""

    key: int
    body_id: int | None
    started_at: datetime


def _keys(found: QuerySet, most: int | None) -> list[int]:
    return list(found.order_by("pk").values_list("pk", flat=True)[:most])


def _forget_person(pk: int, before: datetime) -> bool:
    """In a savepoint; the invitation first, as taking it up does: who answers at this moment stays."""
    try:
        with transaction.atomic():
            list(Invitation.objects.select_for_update().filter(participant=pk))
            person = silent_people(before).select_for_update(of=("self",)).filter(pk=pk).first()
            if person is None:
                return False
            letters_about(person).delete()
            enrolments = [str(key) for key in person.enrolments.values_list("pk", flat=True)]
            Letter.objects.filter(about_type=Enrolment._meta.label_lower, about_id__in=enrolments).delete()
            person.invitations.all().delete()
            person.enrolments.all().delete()
            person.delete()
    except (ProtectedError, IntegrityError):
        logger.info("Participant %s is not forgotten: something else is known of them.", pk)
        return False
    return True


def _forget_draft(pk: int, before: datetime) -> _Draft | None:
    """With the officials it named, and the letters with its links."""
    try:
        with transaction.atomic():
            draft = unsent_drafts(before).select_for_update(of=("self",)).filter(pk=pk).first()
            if draft is None:
                return None
            left = _Draft(draft.pk, draft.body_id, draft.started_at)
            letters_about(draft).delete()
            draft.delete()
    except (ProtectedError, IntegrityError):
        logger.info("Adhesion %s is not forgotten: something else hangs on it.", pk)
        return None
    return left


def _forget_body(draft: _Draft) -> bool:
    """A union or area that only this form knew; municipalities, and bodies that were there before, stay."""
    body = Body.objects.filter(
        pk=draft.body_id, municipality=None, created_at__gte=draft.started_at - JUST_BEFORE
    ).first()
    if body is None or who_points_at(body):
        return False
    try:
        with transaction.atomic():
            body.delete()
    except (ProtectedError, IntegrityError):
        return False
    return True

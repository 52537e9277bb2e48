"""The personal data of adhesion in the privacy register."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.adhesion.models import Adhesion, Contact, Invitation, NamedOfficial, new_token
from courses.people.models import same_name
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, Retention, addresses_of, declare, delete, deletes, duty_is_over, keep

SIDES = ("contact", "deputy")
OF_A_SIDE = ("given_name", "family_name", "role", "email")
ERASED = "–"  # a rejected adhesion must have a reason


def _is(adhesion: Adhesion, side: str, participant: Any) -> bool:
    """Whether the contact (or deputy) written in a form is this person: by address, or by name in their own body."""
    if getattr(adhesion, f"{side}_email").lower() in addresses_of(participant):
        return True
    written = same_name(getattr(adhesion, f"{side}_given_name"), getattr(adhesion, f"{side}_family_name"))
    at_home = participant.body_id is not None and adhesion.body_id == participant.body_id
    return at_home and written == same_name(participant.given_name, participant.family_name)


def _adhesions_of(participant: Any) -> QuerySet[Adhesion]:
    """The forms in which the person stands as contact or deputy."""
    near = Q(pk__in=())
    for address in addresses_of(participant):
        near |= Q(contact_email__iexact=address) | Q(deputy_email__iexact=address)
    if participant.body_id:
        near |= Q(body=participant.body_id)
    found = [one.pk for one in Adhesion.objects.filter(near) if any(_is(one, side, participant) for side in SIDES)]
    return Adhesion.objects.filter(pk__in=found)


def _of_the_other(adhesion: Adhesion, participant: Any) -> Iterator[str]:
    """The fields of a form that say something of the other contact."""
    for side in SIDES:
        if not _is(adhesion, side, participant):
            yield from (f"{side}_{name}" for name in OF_A_SIDE)
    if not _is(adhesion, "contact", participant):
        yield from ("contact_phone", "signed_form")


def _forget_contact(rows: QuerySet, participant: Any, author: Any) -> None:
    """The person's side of a form, and what was written about it, are emptied and its links dead; the act stays."""
    for adhesion in rows:
        own = [side for side in SIDES if _is(adhesion, side, participant)]
        empty = [f"{side}_{name}" for side in own for name in OF_A_SIDE] + ["correction", "exception_reason"]
        empty += ["contact_phone"] if "contact" in own else []
        reason = ERASED if adhesion.reason else ""
        links = {"token": new_token(), "confirm_token": new_token()}
        rows.filter(pk=adhesion.pk).update(reason=reason, **links, **dict.fromkeys(empty, ""))


def _named(participant: Any) -> QuerySet[NamedOfficial]:
    """The lines of forms not decided yet that name the person."""
    addresses = addresses_of(participant)
    of_body = NamedOfficial.objects.filter(adhesion__body=participant.body_id) if participant.body_id else ()
    name = same_name(participant.given_name, participant.family_name)
    found = [one.pk for one in of_body if same_name(one.given_name, one.family_name) == name]
    by_address = Q(pk__in=found)
    for address in addresses:
        by_address |= Q(email__iexact=address)
    return NamedOfficial.objects.filter(by_address)


def _forget_invitations(rows: QuerySet, participant: Any, author: Any) -> None:
    """Those to the person go; in those the person sent, the name does."""
    rows.delete()
    if participant.user_id:
        Invitation.objects.filter(invited_by=participant.user_id).update(invited_by_name="")


def _delete_signed_forms(now: datetime, dry_run: bool) -> int:
    """The scans of forms, once the accounts need them no more."""
    if not duty_is_over(now):
        return 0
    signed = Adhesion.objects.exclude(signed_form="")
    if dry_run:
        return signed.count()
    done = 0
    for adhesion in signed:
        file = adhesion.signed_form
        with transaction.atomic():
            Adhesion.objects.filter(pk=adhesion.pk).update(signed_form="")
            transaction.on_commit(partial(file.storage.delete, file.name))
        done += 1
    return done


declare(
    [
        PersonalData(
            Adhesion,
            _("Letting bodies join the programme"),
            TASK,
            PROGRAMME,
            about=_adhesions_of,
            erase=_forget_contact,
            keeps=_("That the body joined, its certified address and the signed form: the act of a public body"),
            withheld=_of_the_other,
        ),
        PersonalData(
            NamedOfficial,
            _("Enrolling the officials a body names"),
            TASK,
            _("Until the adhesion is decided; 60 days for forms never sent"),
            about=_named,
            erase=delete,
        ),
        PersonalData(
            Contact,
            _("Knowing who acts for a body"),
            TASK,
            PROGRAMME,
            about="participant",
            keeps=_("From when until when somebody acted for the body, without a name"),
        ),
        PersonalData(
            Invitation,
            _("Letting named officials take up their place"),
            TASK,
            PROGRAMME,
            about="participant",
            erase=_forget_invitations,
            withheld=("invited_by_name",),
        ),
    ]
)

keep(
    [
        Retention(
            "nominees",
            _("Officials named in adhesions that were not accepted"),
            _("deleted"),
            deletes(
                lambda now: NamedOfficial.objects.filter(
                    adhesion__state__in=(Adhesion.State.REJECTED, Adhesion.State.WITHDRAWN)
                )
            ),
            period=_("until the adhesion is decided"),
        ),
        Retention(
            "signed_forms", _("Signed forms of adhesion"), _("deleted"), _delete_signed_forms, "DUTY_ENDS", unit="end"
        ),
    ]
)

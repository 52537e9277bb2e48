"""Reading adhesions and contacts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse

from courses.adhesion.models import Adhesion, Contact, Invitation, KnownDomain
from courses.people.models import Participant
from courses.prepared import prepared
from courses.territory.models import Body

CONFIRM_WITHIN = timedelta(days=14)


def live_adhesion_of(body: Body) -> Adhesion | None:
    """The adhesion of a body that is to be decided or accepted, if any."""
    return Adhesion.objects.filter(body=body, state__in=Adhesion.LIVE).first()


def accepted_adhesion_of(body: Body) -> Adhesion | None:
    """The adhesion by which a body takes part."""
    return Adhesion.objects.filter(body=body, state=Adhesion.State.ACCEPTED).first()


def joined_bodies() -> QuerySet:
    """The keys of all bodies that have joined, to be asked within another question."""
    return Adhesion.objects.filter(state=Adhesion.State.ACCEPTED, body__isnull=False).order_by().values("body")


def joined_among(bodies: Iterable[Body]) -> set[int]:
    """The keys of those bodies that have joined, in one query."""
    accepted = Adhesion.objects.filter(body__in=list(bodies), state=Adhesion.State.ACCEPTED)
    return set(accepted.values_list("body", flat=True))


def draft_by_token(token: str) -> Adhesion | None:
    """The form somebody began, found again by the link mailed to them."""
    return Adhesion.objects.select_related("body__municipality", "body__province__region").filter(token=token).first()


def to_confirm(token: str, now: datetime) -> Adhesion | None:
    """The adhesion a confirmation link is about, while the link holds (14 days)."""
    return (
        Adhesion.objects.select_related("body__municipality", "body__province__region")
        .filter(confirm_token=token, sent_at__gt=now - CONFIRM_WITHIN)
        .first()
    )


def adhesion_by_confirm_token(token: str) -> Adhesion | None:
    """The adhesion a confirmation link is about, whether or not it still holds; None once what it said was changed."""
    return Adhesion.objects.select_related("body__province__region").filter(confirm_token=token).first()


def contacts_of(body: Body) -> QuerySet[Contact]:
    """Who acts for a body today, the main contact first."""
    return Contact.objects.filter(body=body, until__isnull=True).select_related("participant__user")


def body_of_contact(user: AbstractBaseUser | AnonymousUser) -> Body | None:
    """The body an account acts for; None for everybody else."""
    if not user.is_authenticated:
        return None
    contact = _contact.first(user.pk)
    return contact.body if contact else None


@prepared
def _contact(user: int) -> QuerySet[Contact]:
    found = Contact.objects.filter(participant__user=user, until__isnull=True)
    return found.select_related("body__municipality", "body__province__region")[:1]


def is_known_domain(body: Body, email: str) -> bool:
    """Whether an address belongs to a domain that is known to be the body's own."""
    return KnownDomain.objects.filter(body=body, domain=domain_of(email)).exists()


def domain_of(email: str) -> str:
    """What follows the @, in small letters."""
    return email.rpartition("@")[2].strip().lower()


def form_address(body: Body) -> str:
    """The path of a new form with the body filled in: a municipality by its code, others by kind, seat and name."""
    if body.municipality_id:
        asked = {"comune": body.municipality_id}
    else:
        asked = {"tipo": "sovracomunale", "forma": body.kind, "provincia": body.province_id or "", "nome": body.name}
    return f"{reverse('courses:adhesion')}?{urlencode(asked)}"


def officials_of(body: Body) -> QuerySet[Participant]:
    """The people of a body, by family name."""
    return body.participants.select_related("user", "municipality").order_by("family_name", "given_name", "pk")


def region_of(adhesion: Adhesion) -> str:
    """The region: of the day it was confirmed, or of today in a draft."""
    province = adhesion.body.province if adhesion.body else None
    return adhesion.region or (province.region.name if province else "")


def open_invitation_of(participant: Participant) -> Invitation | None:
    """The invitation a person has neither taken up nor lost; it may have expired."""
    return Invitation.objects.filter(participant=participant, taken_up_at=None, revoked_at=None).first()


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation a link is about, whether or not it still holds; None once it was sent anew."""
    return (
        Invitation.objects.select_related("participant__body__municipality", "participant__body__province__region")
        .filter(token=token)
        .first()
    )

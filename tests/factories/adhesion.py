"""Adhesions, made as the product makes them."""

from typing import Any

from courses.adhesion.actions import accept_adhesion, confirm_adhesion, save_contact, send_adhesion, start_adhesion
from courses.adhesion.models import Adhesion
from courses.people.models import Role
from courses.territory.models import Body

CONTACT = {
    "contact_given_name": "Carla",
    "contact_family_name": "Neri",
    "contact_role": Role.EXECUTIVE,
    "contact_email": "carla@comune.castro.le.it",
}


def make_draft(body: Body, **contact: Any) -> Adhesion:
    """A form filled in but not sent."""
    return save_contact(adhesion=start_adhesion(body=body), **CONTACT | contact)


def make_submitted(body: Body, **contact: Any) -> Adhesion:
    """Sent, and confirmed by the contact's button."""
    return confirm_adhesion(adhesion=send_adhesion(adhesion=make_draft(body, **contact), notice_version="1"))


def make_accepted(body: Body, **contact: Any) -> Adhesion:
    """Accepted by the secretariat."""
    adhesion = make_submitted(body, **contact)
    if adhesion.state == Adhesion.State.ACCEPTED:
        return adhesion
    return accept_adhesion(adhesion=adhesion, author=None, exception_reason="Prova")

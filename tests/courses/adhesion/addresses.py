"""Where the pages of an adhesion are, and what is sent to them."""

from django.urls import reverse

from courses.adhesion.models import Adhesion
from tests.factories.adhesion import CONTACT

FORM = {**CONTACT, "contact_phone": "0836 1", "pec": "protocollo@pec.castro.it"}


def step(adhesion: Adhesion, slug: str) -> str:
    """The address of a step."""
    return reverse("courses:adhesion_step", args=[adhesion.token, slug])


def page_of(adhesion: Adhesion) -> str:
    """The address where an adhesion stands."""
    return reverse("courses:adhesion_resume", args=[adhesion.token])

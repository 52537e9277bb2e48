"""The personal data of attendance in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.attendance.models import (
    Attendee,
    Connection,
    LinkGiven,
    Presence,
    Register,
    Seal,
    SignedSheet,
    Slides,
    WalkIn,
)
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare

PROOF = _("Proving to the Fund who was trained, and for how long")

declare(
    [
        PersonalData(Register, PROOF, TASK, PROGRAMME),
        PersonalData(Attendee, PROOF, TASK, PROGRAMME),
        PersonalData(WalkIn, PROOF, TASK, PROGRAMME),
        PersonalData(Presence, PROOF, TASK, PROGRAMME),
        PersonalData(Seal, PROOF, TASK, PROGRAMME),
        PersonalData(SignedSheet, PROOF, TASK, PROGRAMME),
        PersonalData(Connection, PROOF, TASK, PROGRAMME),
        PersonalData(LinkGiven, _("Helping those who cannot connect"), TASK, PROGRAMME),
        PersonalData(Slides, _("Knowing who gave out which slides"), TASK, PROGRAMME),
    ]
)

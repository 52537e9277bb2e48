"""The personal data of adhesion in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.adhesion.models import Adhesion, Contact, Invitation, NamedOfficial
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare

declare(
    [
        PersonalData(Adhesion, _("Letting bodies join the programme"), TASK, PROGRAMME),
        PersonalData(
            NamedOfficial,
            _("Enrolling the officials a body names"),
            TASK,
            _("Until the adhesion is decided; 60 days for forms never sent"),
        ),
        PersonalData(Contact, _("Knowing who acts for a body"), TASK, PROGRAMME),
        PersonalData(Invitation, _("Letting named officials take up their place"), TASK, PROGRAMME),
    ]
)

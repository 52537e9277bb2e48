"""The personal data of enrolments in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.enrolment.models import Enrolment, EnrolmentChange
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare

declare(
    [
        PersonalData(Enrolment, _("Managing the training of officials"), TASK, PROGRAMME),
        PersonalData(EnrolmentChange, _("Accountability of decisions on enrolments"), TASK, PROGRAMME),
    ]
)

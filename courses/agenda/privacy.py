"""The personal data of the agenda in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.agenda.models import TeacherAccount
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare

declare(
    [
        PersonalData(
            TeacherAccount,
            _("Giving teachers the registers of their own events"),
            TASK,
            PROGRAMME,
            about="user__courses_participant",
        )
    ]
)

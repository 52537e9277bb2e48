"""The reports of periods in the privacy register."""

from django.utils.translation import gettext_lazy as _

from courses.figures.models import PeriodFile, PeriodReport
from courses.people.privacy import PROGRAMME, TASK
from courses.privacy import PersonalData, declare

PROOF = _("Reporting to the Fund what a period came to, with the lists behind the figures")

declare(
    [
        PersonalData(PeriodReport, PROOF, TASK, PROGRAMME, keeps=_("Figures of a period, without a name")),
        PersonalData(
            PeriodFile,
            PROOF,
            TASK,
            PROGRAMME,
            keeps=_("Lists where each person is a number: after erasure nothing says who it was"),
        ),
    ]
)

"""The tracking screens of the secretariat, in one group of Wagtail's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdminGroup

from courses.reports.admin.adhesions import AdhesionAdmin
from courses.reports.admin.asked import RuleAdmin
from courses.reports.admin.bodies import BodyAdmin
from courses.reports.admin.bookings import BookingAdmin
from courses.reports.admin.certificates import CertificateAdmin
from courses.reports.admin.completions import CompletionAdmin
from courses.reports.admin.enrolments import EnrolmentAdmin
from courses.reports.admin.events import EventAdmin
from courses.reports.admin.exports import ExportAdmin
from courses.reports.admin.hours import HoursAdmin
from courses.reports.admin.letters import LetterAdmin
from courses.reports.admin.messages import MessageAdmin
from courses.reports.admin.municipalities import MunicipalityAdmin
from courses.reports.admin.participants import ParticipantAdmin
from courses.reports.admin.presences import PresenceAdmin
from courses.reports.admin.privacy import DataRequestAdmin
from courses.reports.admin.registers import RegisterAdmin
from courses.reports.admin.surveys import QuestionnaireAdmin, RoundAdmin
from courses.reports.admin.trail import EntryAdmin


class TrackingGroup(ModelAdminGroup):
    """Who takes part, in what, how far. A host names its own group in `CoursesConfig.tracking_group`."""

    menu_label = _("Participation")
    menu_icon = "group"
    menu_order = 250
    items = (
        EventAdmin,
        BookingAdmin,
        RegisterAdmin,
        PresenceAdmin,
        HoursAdmin,
        ParticipantAdmin,
        EnrolmentAdmin,
        CompletionAdmin,
        CertificateAdmin,
        BodyAdmin,
        MunicipalityAdmin,
        AdhesionAdmin,
        QuestionnaireAdmin,
        RoundAdmin,
        MessageAdmin,
        LetterAdmin,
        RuleAdmin,
        DataRequestAdmin,
        EntryAdmin,
        ExportAdmin,
    )

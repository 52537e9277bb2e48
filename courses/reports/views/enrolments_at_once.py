"""The secretariat's decisions on many people at once: enrol, activate, suspend, remind. Each as for one alone."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import live_courses
from courses.enrolment.actions import change_state, enrol_by_secretariat
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import body_takes_part
from courses.errors import NotAllowed
from courses.messages.actions import remind_of_invitation, remind_to_start
from courses.people.models import Participant
from courses.reports.forms import EnrolManyForm, StateManyForm
from courses.reports.queries import people
from courses.reports.views.base import PEOPLE, address_of
from courses.reports.views.enrolments import ChangeState
from courses.reports.views.many import ManyView

ENROLMENTS = ("courses_enrolment_modeladmin_index", gettext_lazy("Enrolments"))


class _ManyEnrolments(ManyView):
    records = Enrolment.objects.select_related("participant", "body__municipality")
    list_of = ENROLMENTS

    def seen(self, record: Enrolment) -> str:
        """As for one alone: the state."""
        return record.state

    def name_of(self, record: Enrolment) -> str:
        """Whose it is."""
        return str(record.participant)

    def facts(self, record: Enrolment) -> str:
        """Body of the day, course and state."""
        return " · ".join(filter(None, [record.body_name, record.course_title, record.get_state_display()]))

    def address_of(self, record: Enrolment) -> str:
        """The person's page, at this enrolment."""
        return f"{address_of(record.participant)}#enrolment-{record.pk}"


class ChangeStateMany(_ManyEnrolments):
    """Activate or suspend those chosen, for one reason."""

    permission = ChangeState.permission
    form_class = StateManyForm
    state: str = ""
    TITLES = {
        State.ACTIVE: gettext_lazy("Activate the chosen ones"),
        State.SUSPENDED: gettext_lazy("Suspend the chosen ones"),
    }

    @property
    def submit_label(self) -> Any:
        """The button says what it does."""
        return self.TITLES[self.state]

    def get_page_title(self) -> Any:
        """What will be done."""
        return self.TITLES[self.state]

    def act(self, record: Enrolment, form: forms.Form) -> str:
        """Each person may read the reason."""
        change_state(enrolment=record, state=self.state, reason=form.cleaned_data["reason"], author=self.request.user)
        return _("The enrolment is now «%(state)s».") % {"state": record.get_state_display()}


class RemindToStartMany(_ManyEnrolments):
    """Write to those who have not started."""

    permission = "courses.send_message"
    header_icon = "mail"
    page_title = submit_label = gettext_lazy("Remind the chosen ones to start")

    def act(self, record: Enrolment, form: forms.Form) -> str:
        """A letter, unless one went out in the last days."""
        remind_to_start(enrolment=record, author=self.request.user)
        return _("Reminded by letter.")


class _ManyPeople(ManyView):
    records = people()
    list_of = (PEOPLE, gettext_lazy("Participants"))

    def seen(self, record: Participant) -> str:
        """Whose official it is."""
        return str(record.body_id)

    def facts(self, record: Participant) -> str:
        """Body and role."""
        return " · ".join(filter(None, [str(record.place), record.get_role_display()]))

    def address_of(self, record: Participant) -> str:
        """The person's page."""
        return address_of(record)


class EnrolMany(_ManyPeople):
    """Enrol those chosen in one course; the reason is for those whose body does not take part."""

    permission = "courses.add_enrolment"
    form_class = EnrolManyForm
    page_title = submit_label = gettext_lazy("Enrol the chosen ones")

    @cached_property
    def courses(self) -> dict[str, CoursePage]:
        """The published courses by key."""
        return {str(course.translation_key): course for course in live_courses()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The courses to choose from."""
        return {"courses": [(key, course.title) for key, course in self.courses.items()]}

    def act(self, record: Participant, form: forms.Form) -> str:
        """Who is in the course already stays as they are."""
        course = self.courses[form.cleaned_data["course"]]
        known = record.enrolments.filter(course_key=course.translation_key).exclude(state=State.WITHDRAWN).first()
        if known is not None:
            raise NotAllowed(_("Enrolled already: «%(state)s».") % {"state": known.get_state_display()})
        reason = "" if body_takes_part(record.body) else form.cleaned_data["exception_reason"]
        enrol_by_secretariat(participant=record, course=course, exception_reason=reason, author=self.request.user)
        return _("Enrolled.")


class InviteManyAgain(_ManyPeople):
    """Send those chosen their invitation again."""

    permission = "courses.change_participant"
    header_icon = "mail"
    page_title = submit_label = gettext_lazy("Send the chosen ones their invitation again")

    def act(self, record: Participant, form: forms.Form) -> str:
        """With a new link; who was written to in the last days is left in peace."""
        remind_of_invitation(participant=record, author=self.request.user)
        return _("Invited again by letter.")

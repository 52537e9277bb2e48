"""The secretariat's actions on enrolments and completions."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import live_courses, outline_of
from courses.enrolment.actions import change_state, enrol_by_secretariat
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import body_takes_part, may_change
from courses.people.models import Participant
from courses.progress.actions import withdraw_completion
from courses.progress.models import Completion
from courses.progress.queries import completed_keys
from courses.reports.actions import complete_for
from courses.reports.forms import CompleteForm, EnrolForm, StateForm, WithdrawCompletionForm
from courses.reports.queries import people
from courses.reports.rules import may_complete_for
from courses.reports.views.base import ActionView
from courses.territory.rules import body_is_in_range


class ChangeState(ActionView):
    """Activate, suspend or withdraw an enrolment."""

    permission = "courses.decide_enrolment"
    records = Enrolment.objects.select_related("participant")
    form_class = StateForm
    state: str = ""
    TITLES: ClassVar[dict[str, Any]] = {
        State.ACTIVE: gettext_lazy("Activate the enrolment"),
        State.SUSPENDED: gettext_lazy("Suspend the enrolment"),
        State.WITHDRAWN: gettext_lazy("Withdraw the enrolment"),
    }

    @property
    def submit_label(self) -> Any:
        """The button says what it does."""
        return self.TITLES[self.state]

    def get_page_title(self) -> Any:
        """What will be done."""
        return self.TITLES[self.state]

    def fingerprint(self) -> str:
        """The state."""
        return self.record.state

    def refusal(self) -> str:
        """From some states there is no way to this one."""
        return may_change(self.record, self.state).reason

    def is_done(self, form: forms.Form) -> bool:
        """It is in the wanted state since this page was opened."""
        return self.record.state == self.state

    def act(self, form: forms.Form) -> str:
        """Change the state."""
        change_state(
            enrolment=self.record, state=self.state, reason=form.cleaned_data["reason"], author=self.request.user
        )
        return _("The enrolment is now «%(state)s».") % {"state": self.record.get_state_display()}

    def facts(self) -> list[tuple[Any, Any]]:
        """Course, state and its reason."""
        record = self.record
        known = [(_("Course"), record.course_title), (_("State"), record.get_state_display())]
        return [*known, (_("Reason of the state"), record.reason)] if record.reason else known


class CompleteActivity(ActionView):
    """Complete an activity for somebody."""

    permission = "courses.override_completion"
    records = Enrolment.objects.select_related("participant")
    form_class = CompleteForm
    page_title = gettext_lazy("Complete an activity")
    submit_label = gettext_lazy("Mark as completed")

    @cached_property
    def course(self) -> CoursePage | None:
        """The course's page, while it is published."""
        return live_courses().filter(translation_key=self.record.course_key).first()

    def refusal(self) -> str:
        """A withdrawn enrolment, or a course that is gone, has nothing to complete."""
        if self.course is None:
            return _("This course is no longer published: there is nothing to complete.")
        return may_complete_for(self.record).reason

    def get_form_kwargs(self) -> dict[str, Any]:
        """The activities to choose from: those of the course that are not done."""
        # What was sent stays a choice although it is done: a form sent twice is told so, not refused.
        done = frozenset() if self.request.method == "POST" else self._done()
        return super().get_form_kwargs() | {"outline": outline_of(self.course), "done": done}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A course that went meanwhile is said in words."""
        if self.course is None:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def is_done(self, form: forms.Form) -> bool:
        """The activity is completed already."""
        return UUID(form.cleaned_data["activity"]) in self._done()

    def act(self, form: forms.Form) -> str:
        """Complete it."""
        completion = complete_for(
            enrolment=self.record,
            activity_key=UUID(form.cleaned_data["activity"]),
            reason=form.cleaned_data["reason"],
            author=self.request.user,
        )
        return _("«%(title)s» is completed.") % {"title": completion.activity_title}

    def facts(self) -> list[tuple[Any, Any]]:
        """Course and state."""
        return [(_("Course"), self.record.course_title), (_("State"), self.record.get_state_display())]

    def _done(self) -> frozenset[UUID]:
        return completed_keys(self.record.participant, self.record.course_key)


class WithdrawCompletion(ActionView):
    """Take a completion back."""

    permission = "courses.override_completion"
    records = Completion.objects.select_related("participant", "author")
    form_class = WithdrawCompletionForm
    page_title = submit_label = gettext_lazy("Withdraw the completion")

    def refusal(self) -> str:
        """Once is enough."""
        return _("This completion was withdrawn already.") if self.record.withdrawn_at else ""

    def is_done(self, form: forms.Form) -> bool:
        """It is withdrawn since this page was opened."""
        return self.record.withdrawn_at is not None

    def act(self, form: forms.Form) -> str:
        """Withdraw it."""
        withdraw_completion(completion=self.record, reason=form.cleaned_data["reason"], author=self.request.user)
        return _("The completion of «%(title)s» is withdrawn.") % {"title": self.record.activity_title}

    def facts(self) -> list[tuple[Any, Any]]:
        """What was completed, when and how."""
        record = self.record
        return [
            (_("Activity"), record.activity_title),
            (_("Module"), record.module_title),
            (_("Course"), record.course_title),
            (_("Completed on"), record.completed_at),
            (_("How"), record.get_method_display()),
        ]


class Enrol(ActionView):
    """Enrol a participant in a course."""

    permission = "courses.add_enrolment"
    records = people()
    form_class = EnrolForm
    reason_field = "exception_reason"
    page_title = gettext_lazy("Enrol in a course")
    submit_label = gettext_lazy("Enrol the participant")

    @property
    def participant(self) -> Participant:
        """The record is the person."""
        return self.record

    @cached_property
    def courses(self) -> dict[str, CoursePage]:
        """The published courses by key."""
        return {str(course.translation_key): course for course in live_courses()}

    def refusal(self) -> str:
        """There must be a course."""
        return "" if self.courses else _("No course is published now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The courses to choose from."""
        choices = [(key, course.title) for key, course in self.courses.items()]
        return super().get_form_kwargs() | {"courses": choices}

    def is_done(self, form: forms.Form) -> bool:
        """The person is in that course already."""
        enrolments = self.record.enrolments.filter(course_key=form.cleaned_data["course"])
        return enrolments.exclude(state=State.WITHDRAWN).exists()

    def act(self, form: forms.Form) -> str:
        """Enrol them."""
        enrolment = enrol_by_secretariat(
            participant=self.record,
            course=self.courses[form.cleaned_data["course"]],
            exception_reason=form.cleaned_data["exception_reason"],
            author=self.request.user,
        )
        return _("%(name)s is enrolled in «%(course)s».") % {"name": self.record, "course": enrolment.course_title}

    def facts(self) -> list[tuple[Any, Any]]:
        """The body and whether the programme addresses it."""
        body = self.record.body
        if body is None:
            return [(_("Body"), _("No body"))]
        return [
            (_("Body"), body),
            (_("In the programme's range"), body_is_in_range(body).reason or _("Yes")),
            (_("Its officials may take part"), body_takes_part(body).reason or _("Yes")),
        ]

"""The lists of questionnaires and of what was asked with them, and the pages of one of each."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses import conf
from courses.reports.admin import filters
from courses.reports.admin.base import HardenedAdmin
from courses.reports.admin.inspecting import HardenedInspectView
from courses.reports.queries import course_choices, trail_of
from courses.reports.surveys import pool_of
from courses.reports.views import surveys as acts
from courses.surveys.exports import charts_of, texts_of
from courses.surveys.models import Questionnaire, Round
from courses.surveys.queries import current_questionnaires, lines_of_round, rounds_listed
from courses.surveys.rules import choices_of, is_frozen


class QuestionnaireView(HardenedInspectView):
    """Its questions, and all its results together."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Results for those who may see them."""
        user, one = self.request.user, self.instance
        sees = user.has_perm("courses.view_round")
        questions = [(question, choices_of(question)) for question in one.questions.all()]
        context = {
            "questionnaire": one,
            "questions": questions,
            "was_asked": is_frozen(one),
            "may_write": user.has_perm(acts.WRITE),
            "may_open": user.has_perm(acts.OPEN),
            "may_export": sees and user.has_perm(acts.EXPORT),
            "pool": pool_of(one, self.request.GET.get("question", "")) if sees else None,
            "trail": trail_of(one) if user.has_perm("courses.view_entry") else None,
        }
        return super().get_context_data(**context | kwargs)


class RoundView(HardenedInspectView):
    """Open: until when. Closed: how many answered, and what they said."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """No result before the closing, for nobody."""
        user = self.request.user
        self.instance = asked = rounds_listed().get(pk=self.instance.pk)
        is_closed = asked.state == Round.State.CLOSED
        lines = lines_of_round(asked) if is_closed else []
        results = [line.result for line in lines if line.result]
        context = {
            "asked": asked,
            "is_closed": is_closed,
            "charts": charts_of(results, "round"),
            "texts": texts_of(results),
            "hidden": [line for line in lines if line.result is None],
            "shared": sorted({line.with_others for line in lines if line.with_others}),
            "may_close": not is_closed and user.has_perm(acts.OPEN),
            "may_export": is_closed and user.has_perm(acts.EXPORT),
            "room": conf.absolute(reverse("courses:survey_of_round", args=[asked.token])),
            "trail": trail_of(asked) if user.has_perm("courses.view_entry") else None,
        }
        return super().get_context_data(**context | kwargs)


class QuestionnaireAdmin(HardenedAdmin):
    """The last version of each questionnaire."""

    model = Questionnaire
    menu_label = _("Questionnaires")
    menu_icon = "help"
    inspect_view_enabled = True
    inspect_view_class = QuestionnaireView
    inspect_template_name = "courses/reports/questionnaire.html"
    inspect_view_fields = ("kind", "version", "course", "by_itself", "intro")
    list_display = ("title", "kind", "course", "questions_asked", "version", "by_itself", "times")
    ordering = ("title",)
    filters = (filters.choice("kind", _("When it is asked"), "kind", lambda: Questionnaire.Kind.choices),)
    list_actions = ((acts.WRITE, "courses_questionnaire_create", acts.Compose.page_title),)
    action_urls = (
        path("courses/questionnaire/create/", acts.Compose.as_view(), name="courses_questionnaire_create"),
        path("courses/questionnaire/<int:pk>/change/", acts.Revise.as_view(), name="courses_questionnaire_change"),
        path("courses/questionnaire/<int:pk>/ask/", acts.OpenRound.as_view(), name="courses_questionnaire_ask"),
        path(
            "courses/questionnaire/<int:pk>/risultati.<str:file_format>",
            acts.pool_file,
            name="courses_questionnaire_file",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        """The last versions, with how often this one was asked."""
        return current_questionnaires().order_by(*self.ordering)

    @display(description=_("Course"))
    def course(self, row: Questionnaire) -> str:
        """By its title; empty for all."""
        return dict(course_choices()).get(str(row.course_key), "") if row.course_key else ""

    @display(description=pgettext_lazy("questionnaire", "By itself"))
    def by_itself(self, row: Questionnaire) -> str:
        """At which events it is asked without anybody opening it."""
        places = [(row.for_days, _("every training day")), (row.for_webinars, _("every webinar"))]
        return ", ".join(str(name) for wanted, name in places if wanted)

    @display(description=_("Questions"))
    def questions_asked(self, row: Questionnaire) -> int:
        """How many."""
        return row.questions_number

    @display(description=pgettext_lazy("questionnaire", "Times asked"))
    def times(self, row: Questionnaire) -> int:
        """In this version."""
        return row.asked


class RoundAdmin(HardenedAdmin):
    """What was asked about which event, and how many answered."""

    model = Round
    menu_label = _("Answers to questionnaires")
    menu_icon = "form"
    inspect_view_enabled = True
    inspect_view_class = RoundView
    inspect_template_name = "courses/reports/round.html"
    inspect_view_fields = ("questionnaire", "title", "topic", "state", "opens_at", "closes_at", "rate")
    list_display = ("title", "questionnaire", "state", "opens_at", "closes_at", "people_invited", "rate")
    exported_as = {"rate": ("people_answered",)}
    list_export = (
        "title",
        "topic",
        "questionnaire",
        "state",
        "opens_at",
        "closes_at",
        "people_invited",
        "people_answered",
    )
    ordering = ("-opens_at",)
    filters = (
        filters.choice("state", _("State"), "state", lambda: Round.State.choices),
        filters.choice("kind", _("When it is asked"), "questionnaire__kind", lambda: Questionnaire.Kind.choices),
        filters.course("course_key"),
    )
    action_urls = (
        path("courses/round/<int:pk>/close/", acts.CloseRound.as_view(), name="courses_round_close"),
        path("courses/round/<int:pk>/risultati.<str:file_format>", acts.round_file, name="courses_round_file"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        """With the numbers."""
        return rounds_listed().order_by(*self.ordering)

    @display(description=pgettext_lazy("number of people", "Invited"))
    def people_invited(self, row: Round) -> int:
        """How many."""
        return row.invited_now

    @display(description=_("Have answered"))
    def people_answered(self, row: Round) -> int | str:
        """How many; until when one may, while it is open."""
        return row.answered if row.state == Round.State.CLOSED else self.until(row)

    @display(description=_("Have answered"))
    def rate(self, row: Round) -> str:
        """«12 / 30 (40 %)»; «aperto fino al 14/12/2026» while it is open."""
        if row.state == Round.State.OPEN:
            return self.until(row)
        if not row.invited:
            return "0"
        percent = round(100 * row.answered / row.invited)
        return f"{row.answered} / {row.invited} ({percent}\u00a0%)"

    @staticmethod
    def until(row: Round) -> str:
        """What stands in the place of every number of answers before the closing."""
        return _("open until %(day)s") % {"day": date_format(timezone.localtime(row.closes_at), "SHORT_DATE_FORMAT")}

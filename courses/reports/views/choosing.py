"""Choosing a person: a search, and one of those found."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from courses.people.models import Participant
from courses.people.queries import search_participants
from courses.reports.forms import SeenForm
from courses.reports.queries import people

FOUND_AT_MOST = 20
LONGEST_QUESTION, LONGEST_IDENTIFIER = 200, 18


class ChoosePerson:
    """A search, and one of those found: for acts that say who somebody is."""

    template_name = "courses/reports/register_who.html"
    form_class = SeenForm

    def first_question(self) -> str:
        """What is searched for before anything is asked."""
        return ""

    @cached_property
    def chosen(self) -> Participant | None:
        """The person who was chosen."""
        key = self.request.POST.get("person", "")
        if not key.isascii() or not key.isdigit() or len(key) > LONGEST_IDENTIFIER:
            return None
        return people().filter(pk=int(key)).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who is found, first those of the course."""
        asked = self.request.GET.get("q", self.first_question()).replace("\x00", "")[:LONGEST_QUESTION]
        found = search_participants(people(), asked) if asked.strip() else people().none()
        event = self.register.event
        of_course = Q(enrolments__course_key=event.course_key) | Q(bookings__event=event)
        near = list(found.filter(of_course).distinct()[:FOUND_AT_MOST])
        far = found.exclude(pk__in=[one.pk for one in near])[: FOUND_AT_MOST - len(near)]
        return super().get_context_data(asked=asked, near=near, far=list(far), most=FOUND_AT_MOST, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Only with a person."""
        if self.chosen is None and not self.may_be_nobody():
            form.add_error(None, _("Choose who it is."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def may_be_nobody(self) -> bool:
        """Whether «no participant» is an answer, and was given."""
        return False

"""Everything about one official, one body or one event, in time order. Reading it leaves no line in the trail."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.agenda.models import Event
from courses.agenda.queries import events
from courses.agenda.rules import name_of
from courses.people.models import Participant
from courses.reports.queries import people
from courses.reports.views.base import denied
from courses.stories.forms import StoryForm
from courses.stories.queries import asked_of, story
from courses.territory.models import Body


class StoryView(View):
    """A story, for who may see its subject; each kind of entry for who may see that."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]
    model: ClassVar[type[Model]]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The permission before the record."""
        if not request.user.has_perm(f"courses.view_{self.model._meta.model_name}"):
            return denied(request)
        subject = get_object_or_404(self.records(), pk=pk)
        form = StoryForm(request.GET, subject, request.user)
        page = story(subject, request.user, **form.asked, page=request.GET.get("p", "1"))
        context = {"form": form, "page_obj": page, "shows_people": True, "asked": None}
        return TemplateResponse(
            request, "courses/stories/story.html", context | self.around(subject) | self.more(subject)
        )

    def records(self) -> QuerySet:
        """Where the subject is looked for."""
        return self.model._default_manager.all()

    def name_of(self, subject: Any) -> str:
        """What the page is called."""
        return str(subject)

    def more(self, subject: Any) -> dict[str, Any]:
        """What stands besides the lines."""
        return {}

    def around(self, subject: Any) -> dict[str, Any]:
        """Title and way back."""
        base = f"courses_{self.model._meta.model_name}_modeladmin"
        name = self.name_of(subject)
        trail = [
            {"url": reverse(f"{base}_index"), "label": str(self.model._meta.verbose_name_plural).capitalize()},
            {"url": reverse(f"{base}_inspect", args=[subject.pk]), "label": name},
            {"url": "", "label": _("Everything, in time order")},
        ]
        return {
            "header_title": name,
            "header_icon": "history",
            "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, *trail],
        }


class PersonStory(StoryView):
    """One official."""

    model = Participant

    def records(self) -> QuerySet[Participant]:
        """With their body."""
        return people()

    def more(self, subject: Participant) -> dict[str, Any]:
        """The questionnaires asked now: answered, yes or no."""
        sees = self.request.user.has_perm("courses.view_round")
        return {"shows_people": False, "asked": asked_of(subject) if sees else None}


class BodyStory(StoryView):
    """One body, with all its officials."""

    model = Body


class EventStory(StoryView):
    """One event, with all its people."""

    model = Event

    def records(self) -> QuerySet[Event]:
        """With its place."""
        return events().prefetch_related(None)

    def name_of(self, subject: Event) -> str:
        """Forty-eight days have one title: place and date tell which one it is."""
        return name_of(subject)


def story_url(view: type[StoryView]) -> Any:
    """The address of a story, beside the page of its subject."""
    name = view.model._meta.model_name
    return path(f"courses/{name}/<int:pk>/story/", view.as_view(), name=f"courses_{name}_story")

"""Writing to a group: which group, the text, then who they are and how it arrives, and only then it goes."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.errors import CoursesError
from courses.messages.actions import WrittenAlready, preview, send_message, send_test
from courses.messages.forms import ConfirmForm, MessageForm
from courses.messages.models import Message
from courses.messages.queries import Reach, about_in_words, left_out_in_words, placeholders_of, reach_of
from courses.messages.rules import may_write, minutes_for
from courses.reports.views.base import denied

SEND = "courses.send_message"
MESSAGES = ("courses_message_modeladmin_index", gettext_lazy("Messages to groups"))
GROUPS = ("courses_message_groups", gettext_lazy("Write to a group"))
COME_FROM = ("event", "course", "region", "province")  # what a link to this page may have chosen already
NAMED = 50  # of a group, so many are named on the page


class _WritersPage(WagtailAdminTemplateMixin):
    """A page for those who may write to groups."""

    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The permission before anything else."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_perm(SEND) else denied(request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the messages to here."""
        above = {"url": reverse(MESSAGES[0]), "label": MESSAGES[1]}
        return [
            *super().get_breadcrumbs_items(),
            above,
            *self.on_the_way(),
            {"url": "", "label": self.get_page_title()},
        ]

    def on_the_way(self) -> list[dict[str, Any]]:
        """Pages between the list and this one."""
        return []


class ChooseGroup(_WritersPage, TemplateView):
    """To whom one may write."""

    template_name = "courses/reports/message_groups.html"
    page_title = GROUPS[1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every group with its page."""
        groups = [(reverse("courses_message_write", args=[group]), group.label) for group in Message.Group]
        return super().get_context_data(groups=groups, **kwargs)


class Write(_WritersPage, FormView):
    """The text; then the check of it, with a test to oneself; then, with the number of people typed, it goes."""

    form_class = MessageForm
    template_name = "courses/reports/message_write.html"

    @cached_property
    def group(self) -> Message.Group:
        """The group in the address."""
        if self.kwargs["group"] not in Message.Group.values:
            raise Http404
        return Message.Group(self.kwargs["group"])

    def get_page_title(self) -> Any:
        """The group."""
        return self.group.label

    def on_the_way(self) -> list[dict[str, Any]]:
        """Where the group was chosen."""
        return [{"url": reverse(GROUPS[0]), "label": GROUPS[1]}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which group."""
        return super().get_form_kwargs() | {"group": self.group}

    def get_initial(self) -> dict[str, Any]:
        """A key of its own for each page; the event or course one comes from is chosen."""
        asked = {name: self.request.GET[name] for name in COME_FROM if name in self.request.GET}
        return {"key": uuid4(), **asked}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the text, or on to what the button says."""
        form = self.get_form()
        if "edit" in request.POST or not form.is_valid():
            return self.form_invalid(form)
        self.reach = reach_of(self.group, form.filters)
        if "confirm" in request.POST:
            return self._confirm(form)
        if "test" in request.POST:
            self._test(form)
        return self._check(form, self._question())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What may be filled in."""
        placeholders = [(f"${{{name}}}", sample) for name, sample in placeholders_of(self.group).items()]
        return super().get_context_data(placeholders=placeholders, back=reverse(GROUPS[0]), **kwargs)

    def _test(self, form: MessageForm) -> None:
        try:
            address = send_test(group=self.group, filters=form.filters, **form.words, author=self.request.user)
        except CoursesError as refusal:
            messages.error(self.request, refusal.message)
        else:
            messages.success(self.request, _("The test goes to %(address)s.") % {"address": address})

    def _confirm(self, form: MessageForm) -> HttpResponse:
        question = ConfirmForm(self.request.POST, people=len(self.reach.people))
        if not question.is_valid():
            return self._check(form, question)
        try:
            message = send_message(
                key=form.cleaned_data["key"],
                group=self.group,
                filters=form.filters,
                digest=question.cleaned_data["digest"],
                author=self.request.user,
                **form.words,
            )
        except CoursesError as refusal:
            return self._again(form, refusal)
        messages.success(self.request, _("The message is in the queue: this page says how many letters have left."))
        return redirect("courses_message_modeladmin_inspect", message.pk)

    def _again(self, form: MessageForm, refusal: CoursesError) -> HttpResponse:
        """The check once more, with the reason and with what is true now; the number is typed anew."""
        messages.error(self.request, refusal.message)
        if isinstance(refusal, WrittenAlready):
            form.data = form.data.copy()
            form.data["key"] = str(uuid4())
        return self._check(form, self._question())

    def _question(self) -> ConfirmForm:
        return ConfirmForm(initial={"digest": self.reach.digest}, people=len(self.reach.people))

    def _check(self, form: MessageForm, question: ConfirmForm) -> HttpResponse:
        self.template_name = "courses/reports/message_check.html"
        sample = preview(group=self.group, filters=form.filters, **form.words)
        verdict = may_write(self.reach)
        more = {"sample": sample, "question": question if verdict else None, "refusal": verdict.reason}
        about = about_in_words(self.group, form.filters)
        return self.render_to_response(self.get_context_data(form=form, about=about, **more, **_told(self.reach)))


def _told(reach: Reach) -> dict[str, Any]:
    """How many, the first by name and never by address, who is left out and why, and how long the letters take."""
    return {
        "number": len(reach.people),
        "named": reach.people[:NAMED],
        "more": max(len(reach.people) - NAMED, 0),
        "left_out": left_out_in_words(reach.left_out),
        "minutes": minutes_for(len(reach.people)),
    }


URLS = (
    path("courses/message/write/", ChooseGroup.as_view(), name=GROUPS[0]),
    path("courses/message/write/<str:group>/", Write.as_view(), name="courses_message_write"),
)

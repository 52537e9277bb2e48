"""Venues and teachers, as the secretariat writes them in Wagtail's admin."""

from typing import Any

from django import forms
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import DeleteView, EditView, SnippetViewSet, SnippetViewSetGroup

from courses.agenda.models import Teacher, Venue
from courses.agenda.signals import venue_changed
from courses.territory.models import Municipality
from courses.territory.queries import LONGEST_QUESTION, live_municipalities, search_municipalities


class MunicipalityFilterForm(BaseFilterForm):
    """The municipalities that answer to what is typed; all of them before anything is."""

    q = forms.CharField(
        label=_("Name of the municipality"),
        required=False,
        max_length=LONGEST_QUESTION,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )

    def filter(self, objects: Any) -> Any:
        """Search as everywhere on the site: accents, apostrophes and case do not matter."""
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = bool(self.search_query)
        return search_municipalities(self.search_query) if self.is_searching else objects


class _Municipalities:
    """Those that exist today, searched by name."""

    filter_form_class = MunicipalityFilterForm

    def get_object_list(self) -> Any:
        """All of them, ten a page."""
        return live_municipalities()


class ChooseMunicipality(_Municipalities, ChooseView):
    """The window."""


class ChooseMunicipalityResults(_Municipalities, ChooseResultsView):
    """What it finds while one types."""


class MunicipalityChooserViewSet(ChooserViewSet):
    """A window to choose a municipality by name: a list of eight thousand would not do."""

    model = Municipality
    icon = "site"
    choose_one_text = _("Choose a municipality")
    choose_another_text = _("Choose another municipality")
    choose_view_class = ChooseMunicipality
    choose_results_view_class = ChooseMunicipalityResults

    def get_urlpatterns(self) -> list[Any]:
        """Municipalities come from ISTAT: nobody makes one here."""
        return [one for one in super().get_urlpatterns() if one.name != "create"]


class DeleteUnused(DeleteView):
    """Events remember where they were held and who taught: neither is deleted."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or say why not."""
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, gettext("Some events have it: it cannot be deleted. Change the events first."))
            return redirect(self.index_url_name)


class VenueForm(WagtailAdminModelForm):
    """A venue; once it is there, the secretariat says whether those who come to it are told what was mended."""

    TOLD = ("name", "address", "municipality", "accessibility", "map_url")

    notify = forms.BooleanField(
        label=_("Tell by letter who has a place at an event to come here"),
        help_text=_("They get the new name, address or access and a new invitation for their calendar."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["notify"]

    @property
    def is_to_tell(self) -> bool:
        """Whether something that people read was mended, and they are to be told."""
        return bool(self.cleaned_data.get("notify")) and not set(self.TOLD).isdisjoint(self.changed_data)


class EditVenue(EditView):
    """The words about a place change for who has a seat there too."""

    def save_instance(self) -> Venue:
        """Inside Wagtail's transaction."""
        venue = super().save_instance()
        if self.form.is_to_tell:
            venue_changed.send(sender=Venue, venue=venue, author=self.request.user)
        return venue


class VenueViewSet(SnippetViewSet):
    """Where training days are held."""

    model = Venue
    icon = "home"
    menu_label = _("Venues")
    list_display = ["name", "address", "municipality", "seats"]
    search_fields = ["name", "address", "municipality__name"]
    search_backend_name = None
    ordering = ["municipality__name", "name"]
    copy_view_enabled = False
    edit_view_class = EditVenue
    delete_view_class = DeleteUnused
    edit_handler = ObjectList([*Venue.panels, FieldPanel("notify")], base_form_class=VenueForm)

    def get_queryset(self, request: Any) -> Any:
        """With the municipality, in one query."""
        return Venue.objects.select_related("municipality")


class TeacherViewSet(SnippetViewSet):
    """Who teaches, as the public reads it."""

    model = Teacher
    icon = "user"
    menu_label = _("Teachers")
    list_display = ["family_name", "given_name", "title"]
    search_fields = ["family_name", "given_name", "title"]
    search_backend_name = None
    copy_view_enabled = False
    delete_view_class = DeleteUnused


class ProgrammeGroup(SnippetViewSetGroup):
    """Venues and teachers, together in the menu."""

    items = (VenueViewSet, TeacherViewSet)
    menu_label = _("Venues and teachers")
    menu_icon = "calendar-alt"
    menu_order = 260

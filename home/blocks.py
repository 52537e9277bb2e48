"""The sections of the home page, and the live blocks of this site's own pages.

A live block holds a title and little else: a template tag asks the data for what it shows, when the page is read.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.blocks import PROSE, TextBlocks

TEMPLATES = "home/blocks/"
TITLE = {"label": _("Title"), "max_length": 120}
EXPLANATION = {"label": _("Explanation"), "max_length": 400, "required": False}


class SectionBlock(blocks.StructBlock):
    """A part of a page with its own title; other blocks add what it holds."""

    title = blocks.CharBlock(**TITLE)
    text = blocks.TextBlock(**EXPLANATION)


class FiguresBlock(SectionBlock):
    """The programme in numbers: planned days and webinars, municipalities addressed, topics."""

    class Meta:
        icon = "order"
        label = _("The programme in figures")
        description = _("Days, webinars, municipalities: always computed from the data")
        template = TEMPLATES + "figures.html"
        preview_value = {"title": "Il programma in numeri", "text": ""}


class ModulesBlock(SectionBlock):
    """The topics of a course, as cards."""

    course = blocks.PageChooserBlock(
        label=_("Course"),
        page_type="courses.CoursePage",
        required=False,
        help_text=_("Leave it empty for the first published course."),
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Topics of the course")
        description = _("One card for each module of a course")
        template = TEMPLATES + "modules.html"
        preview_value = {"title": "I temi del percorso", "text": "", "course": None}


class PointsBlock(SectionBlock):
    """A few short texts side by side: whom the programme addresses, what one gets."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Title"), max_length=80)),
                ("text", blocks.TextBlock(label=_("Text"), max_length=300)),
            ]
        ),
        label=_("Points"),
        min_num=2,
        max_num=6,
    )

    class Meta:
        icon = "list-ul"
        label = _("Points side by side")
        description = _("Two to six short texts in columns")
        template = TEMPLATES + "points.html"
        preview_value = {
            "title": "A chi si rivolge",
            "text": "",
            "items": [
                {"title": "Chi amministra", "text": "Sindaci, assessori e consiglieri."},
                {"title": "Chi dirige", "text": "Segretari e dirigenti."},
            ],
        }


class EventsBlock(SectionBlock):
    """The next dates of the calendar."""

    class Meta:
        icon = "date"
        label = _("Next dates")
        description = _("The next days and webinars, from the calendar")
        template = TEMPLATES + "events.html"
        preview_value = {"title": "Le prossime date", "text": ""}


class StepsBlock(SectionBlock):
    """What to do, in order."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Title"), max_length=80)),
                ("text", blocks.RichTextBlock(label=_("Text"), features=PROSE)),
            ]
        ),
        label=_("Steps"),
        min_num=2,
        max_num=6,
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("How it works, one step after the other")
        template = TEMPLATES + "steps.html"
        preview_value = {
            "title": "Come funziona",
            "text": "",
            "items": [
                {"title": "Ti registri", "text": "<p>Bastano il nome e il Comune.</p>"},
                {"title": "Leggi", "text": "<p>Quando vuoi.</p>"},
            ],
        }


class ProseBlock(SectionBlock):
    """A section of running text on the home page."""

    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)

    class Meta:
        icon = "pilcrow"
        label = _("Section of text")
        description = _("A title and a text")
        template = TEMPLATES + "prose.html"
        preview_value = {"title": "Perché un programma per i Comuni", "text": "<p>Chi arriva in un territorio…</p>"}


class CallToActionBlock(SectionBlock):
    """One thing to do next, with its button."""

    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page it leads to"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)

    class Meta:
        icon = "pick"
        label = _("Call to action")
        description = _("One thing to do next, with its button")
        template = TEMPLATES + "call_to_action.html"
        preview_value = {
            "title": "Hai una domanda?",
            "text": "",
            "label": "Scrivi alla segreteria",
            "page": None,
            "url": "https://www.anci.it/",
        }

    def clean(self, value: Any) -> Any:
        """A button leads to one place."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"page": ValidationError(_("Choose a page or write an address: one of the two."))}
            )
        return cleaned


class JoinBlock(SectionBlock):
    """«Register» to who is not signed in, «Go to the course» to who is."""

    class Meta:
        icon = "user"
        label = _("Join")
        description = _("The button that fits the reader: register, or go to the course")
        template = TEMPLATES + "join.html"
        preview_value = {"title": "Comincia ora", "text": "La partecipazione è gratuita."}


class ContactsBlock(SectionBlock):
    """The contacts written in the texts of the site."""

    class Meta:
        icon = "mail"
        label = _("Contacts")
        description = _("The secretariat's contacts, from the texts of the site")
        template = TEMPLATES + "contacts.html"
        preview_value = {"title": "La segreteria", "text": ""}


class SiteMapBlock(blocks.StaticBlock):
    """All published pages."""

    class Meta:
        icon = "site"
        label = _("Site map")
        description = _("All the published pages")
        admin_text = _("Shows all the published pages of the site.")
        template = TEMPLATES + "site_map.html"
        preview_value = None


class StatisticsBlock(blocks.StaticBlock):
    """Aggregated statistics of use."""

    class Meta:
        icon = "history"
        label = _("Statistics of use")
        description = _("Enrolments, completions and what readers say of the pages, in totals only")
        admin_text = _("Shows totals computed from the data; counts below five are never shown.")
        template = TEMPLATES + "statistics.html"
        preview_value = None


class BarrierFormBlock(blocks.StaticBlock):
    """The form to report a barrier."""

    class Meta:
        icon = "warning"
        label = _("Form to report a barrier")
        description = _("Who cannot use a page writes it here")
        admin_text = _("Shows the form to report a barrier to accessibility.")
        template = TEMPLATES + "barrier_form.html"
        preview_value = None


class HomeBlocks(blocks.StreamBlock):
    """The sections of the home page."""

    points = PointsBlock()
    steps = StepsBlock()
    modules = ModulesBlock()
    events = EventsBlock()
    figures = FiguresBlock()
    prose = ProseBlock()
    call_to_action = CallToActionBlock()
    join = JoinBlock()
    contacts = ContactsBlock()


class PageBlocks(TextBlocks):
    """The vocabulary of texts, and what only this site's own pages show."""

    figures = FiguresBlock()
    modules = ModulesBlock()
    events = EventsBlock()
    steps = StepsBlock()
    call_to_action = CallToActionBlock()
    join = JoinBlock()
    contacts = ContactsBlock()
    site_map = SiteMapBlock()
    statistics = StatisticsBlock()
    barrier_form = BarrierFormBlock()

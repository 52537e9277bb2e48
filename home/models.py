"""The site's pages, the texts and links around them, and what readers say of them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from courses.catalogue.models import RoutedAtOnceMixin
from courses.editions.models import DrawnOnceMixin
from home.blocks import HomeBlocks, PageBlocks


class HomePage(DrawnOnceMixin, RoutedAtOnceMixin, Page):
    """The first page: who it is for, what one gets, how to join."""

    drawn_once = True

    hero_title = models.CharField(_("large title"), max_length=120)
    lead = models.TextField(_("lead"), max_length=400, help_text=_("Two or three sentences under the large title."))
    body = StreamField(HomeBlocks(), verbose_name=_("sections"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("lead")], heading=_("Opening")),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list] = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "courses.CourseIndexPage"]

    class Meta:
        verbose_name = _("home page")


class StandardPage(DrawnOnceMixin, Page):
    """A page of text: the programme, how to join, contacts, notices."""

    drawn_once = True

    lead = models.TextField(_("lead"), max_length=400, help_text=_("What the page is about, in one or two sentences."))
    body = StreamField(PageBlocks(), verbose_name=_("text"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields: ClassVar[list] = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")


@register_setting(icon="doc-full-inverse", order=100)
class SiteTexts(BaseSiteSetting):
    """What stands on every page: the funding line, the secretariat, the data protection officer, the licence."""

    funding_line = models.TextField(_("funding line"), blank=True, help_text=_("On every page and document."))
    cup = models.CharField(
        _("CUP"), max_length=15, blank=True, help_text=_("The project's code, on papers, certificates and every page.")
    )
    secretariat_email = models.EmailField(_("secretariat: e-mail"), blank=True)
    secretariat_phone = models.CharField(_("secretariat: telephone"), max_length=40, blank=True)
    secretariat_hours = models.CharField(_("secretariat: hours"), max_length=120, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    dpo_contact = models.CharField(_("data protection officer (RPD): how to reach them"), max_length=250, blank=True)
    accessibility_declaration_url = models.URLField(_("declaration of accessibility: address at AgID"), blank=True)
    licence_text = models.CharField(_("licence of the contents"), max_length=250, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("funding_line"), FieldPanel("cup")], heading=_("Funding")),
        MultiFieldPanel(
            [
                FieldPanel("secretariat_email"),
                FieldPanel("secretariat_phone"),
                FieldPanel("secretariat_hours"),
                FieldPanel("address"),
            ],
            heading=_("Contacts"),
        ),
        MultiFieldPanel(
            [FieldPanel("dpo_contact"), FieldPanel("accessibility_declaration_url"), FieldPanel("licence_text")],
            heading=_("Duties of a public site"),
        ),
    ]

    class Meta:
        verbose_name = _("texts of the site")


@register_setting(icon="list-ul", order=110)
class SiteMenu(ClusterableModel, BaseSiteSetting):
    """The links of the header and those of the footer, in the order the editor gives them."""

    panels = [
        InlinePanel("header_links", heading=_("Menu in the header"), label=_("Link"), max_num=7),
        InlinePanel("footer_links", heading=_("Links in the footer"), label=_("Link"), max_num=12),
    ]

    class Meta:
        verbose_name = _("menu")


class MenuLink(Orderable):
    """A link to one of the site's pages. Abstract."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    label = models.CharField(
        _("label"), max_length=40, blank=True, help_text=_("Leave it empty to show the page's title.")
    )

    panels = [FieldPanel("page"), FieldPanel("label")]

    class Meta(Orderable.Meta):
        abstract = True

    @property
    def title(self) -> str:
        """What the reader sees."""
        return self.label or self.page.title


class HeaderLink(MenuLink):
    """A link of the header's menu."""

    menu = ParentalKey(SiteMenu, on_delete=models.CASCADE, related_name="header_links")

    class Meta(MenuLink.Meta):
        verbose_name = _("link in the header")


class FooterLink(MenuLink):
    """A link of the footer."""

    menu = ParentalKey(SiteMenu, on_delete=models.CASCADE, related_name="footer_links")

    class Meta(MenuLink.Meta):
        verbose_name = _("link in the footer")


class PageFeedback(models.Model):
    """«Was this page useful?»: an anonymous answer. Of when it was given it keeps the day, of whom nothing."""

    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+", verbose_name=_("page"))
    page_title = models.CharField(_("page"), max_length=255)
    useful = models.BooleanField(_("useful"))
    comment = models.TextField(_("what did not work"), max_length=500, blank=True)
    day = models.DateField(_("day"), default=timezone.localdate, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer on a page")
        verbose_name_plural = _("answers on pages")
        ordering = ["-day", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.page_title


class BarrierReport(models.Model):
    """Somebody could not read or use a page: the secretariat answers within thirty days."""

    page_address = models.CharField(_("address of the page"), max_length=500)
    description = models.TextField(_("what happened"), max_length=2000)
    email = models.EmailField(_("e-mail to answer to"), blank=True)
    day = models.DateField(_("day"), default=timezone.localdate, db_index=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    panels = [
        FieldPanel("day", read_only=True),
        FieldPanel("page_address", read_only=True),
        FieldPanel("description", read_only=True),
        FieldPanel("email", read_only=True),
        FieldPanel("answered_on"),
    ]

    class Meta:
        verbose_name = _("report of a barrier")
        verbose_name_plural = _("reports of barriers")
        ordering = ["-day", "-pk"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.page_address

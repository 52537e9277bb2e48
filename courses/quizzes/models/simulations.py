"""The page of a simulation: a scenario in which officials decide, and see what comes of it."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import RichTextField, StreamField

from courses.catalogue.models import ActivityMixin, CoursePart
from courses.quizzes.blocks import WORDS
from courses.quizzes.models.pages import give_ids
from courses.quizzes.panels import MapPanel
from courses.quizzes.proofing import Mistake, mistakes_in
from courses.quizzes.scenes import GOOD, IndicatorsBlock, ScenesBlock, SourcesBlock
from courses.quizzes.scripting import script_of


class SimulationForm(WagtailAdminPageForm):
    """A draft may be broken; what is published may not."""

    def clean(self) -> dict[str, Any]:
        """Tell each mistake at the scene it is about."""
        cleaned = super().clean()
        there = {"indicators", "scenes", "debriefing", "sources", "completes"} <= cleaned.keys()
        if not self.is_deferred_validation and there:
            script = script_of(type("Written", (), cleaned))
            mistakes = mistakes_in(script)
            if mistakes:
                self.add_error("scenes", _as_the_form_shows_it(mistakes))
        return cleaned


def _as_the_form_shows_it(mistakes: list[Mistake]) -> ValidationError:
    of_scenes: dict[int, list[ValidationError]] = {}
    for one in mistakes:
        if one.place is not None:
            of_scenes.setdefault(one.place, []).append(ValidationError(one.message))
    return StreamBlockValidationError(
        block_errors={place: StructBlockValidationError(non_block_errors=said) for place, said in of_scenes.items()},
        non_block_errors=[ValidationError(one.message) for one in mistakes if one.place is None],
    )


class SimulationPage(ActivityMixin, CoursePart):
    """A scenario to decide in. Coming to an ending completes the activity, or to a good one alone."""

    class Completes(models.TextChoices):
        """Which ending completes the activity."""

        ENDING = "ending", _("Any ending")
        GOOD = GOOD, _("A good ending")

    completed_by: ClassVar[str] = ActivityMixin.CompletedBy.SYSTEM
    done_word: ClassVar[Any] = _("Played")
    base_form_class = SimulationForm

    introduction = RichTextField(_("introduction"), features=WORDS, blank=True)
    indicators = StreamField(IndicatorsBlock(required=False), verbose_name=_("indicators"), blank=True)
    scenes = StreamField(ScenesBlock(), verbose_name=_("scenes"))
    completes = models.CharField(_("completed by"), max_length=6, choices=Completes, default=Completes.ENDING)
    debriefing = RichTextField(
        _("debriefing"), features=WORDS, blank=True, help_text=_("Shown at the end of every play, after the way taken.")
    )
    sources = StreamField(SourcesBlock(required=False), verbose_name=_("sources"), blank=True)

    content_panels = [
        *CoursePart.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        FieldPanel("indicators"),
        HelpPanel(
            content=_(
                "The first scene is the beginning. A choice leads to a scene by its short name. A play keeps the"
                " scenario as it was when it began: what you change here is for later plays."
            )
        ),
        MapPanel(heading=_("Map of the scenario")),
        FieldPanel("scenes"),
        MultiFieldPanel([FieldPanel("completes")], heading=_("Completing")),
        MultiFieldPanel([FieldPanel("debriefing"), FieldPanel("sources")], heading=_("At the end")),
        *ActivityMixin.activity_panels,
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: ClassVar[list] = []
    template = "courses/quizzes/simulation.html"

    class Meta:
        verbose_name = _("simulation")
        verbose_name_plural = _("simulations")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With ids for all parts."""
        give_ids(self.scenes)
        super().save(*args, **kwargs)

"""The scenes of a simulation, as editors write them: a choice names the scene it leads to, as it stands in the form."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from courses.catalogue.pictures import TranslatedImageBlock
from courses.quizzes.blocks import WORDS

GOOD, FAIR, BAD = "good", "fair", "bad"
ENDINGS = [(GOOD, _("Good")), (FAIR, _("Half good")), (BAD, _("Bad"))]
SCENE, ENDING = "scene", "ending"
SHORT = 40  # characters of a name by which things of one scenario call each other


class NameBlock(blocks.CharBlock):
    """A short name, or the name of something else of the form: `of` is what the page's script suggests."""

    def __init__(self, of: str = "", **kwargs: Any) -> None:
        super().__init__(**{"max_length": SHORT} | kwargs)
        if of:
            self.field.widget.attrs |= {"data-scenario-names": of, "autocomplete": "off"}

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Migrations know no code of ours."""
        return ("wagtail.blocks.CharBlock", [], {})


class IndicatorBlock(blocks.StructBlock):
    """Something that choices make better or worse."""

    name = NameBlock(label=_("Name"), help_text=_("For example: Agreement, Time, Resources."))
    start = blocks.IntegerBlock(label=_("At the beginning"), default=5, min_value=-1000, max_value=1000)
    min = blocks.IntegerBlock(label=_("Lowest"), default=0, min_value=-1000, max_value=1000)
    max = blocks.IntegerBlock(label=_("Highest"), default=10, min_value=-1000, max_value=1000)
    low = blocks.IntegerBlock(
        label=_("Low below"),
        required=False,
        min_value=-1000,
        max_value=1000,
        help_text=_("Below this number people are warned that it is low. Empty: never."),
    )

    class Meta:
        icon = "order"
        label = _("Indicator")


class IndicatorsBlock(blocks.StreamBlock):
    """The indicators of a simulation."""

    indicator = IndicatorBlock()


class EffectBlock(blocks.StructBlock):
    """How far a choice moves an indicator."""

    indicator = NameBlock(of="indicators", label=_("Indicator"))
    change = blocks.IntegerBlock(
        label=_("Change"), min_value=-1000, max_value=1000, help_text=_("For example 2 or -1.")
    )

    class Meta:
        label = _("Effect")


class NeedBlock(blocks.StructBlock):
    """How far an indicator must have come."""

    indicator = NameBlock(of="indicators", label=_("Indicator"))
    least = blocks.IntegerBlock(label=_("At least"), min_value=-1000, max_value=1000)

    class Meta:
        label = _("Minimum")


class ChoiceBlock(blocks.StructBlock):
    """One thing that the official may do."""

    name = NameBlock(label=_("Short name"), help_text=_("For you: other choices name it. For example: a."))
    text = blocks.CharBlock(label=_("What one does"), max_length=400)
    to = NameBlock(of="scenes", label=_("Leads to"), help_text=_("The short name of a scene or an ending."))
    consequence = blocks.TextBlock(
        label=_("What happens"), required=False, max_length=1500, help_text=_("Shown before the next scene.")
    )
    effects = blocks.ListBlock(EffectBlock(), label=_("Effects"), default=[], max_num=12)
    needs = blocks.ListBlock(
        NeedBlock(),
        label=_("Open only with"),
        default=[],
        max_num=12,
        help_text=_("Indicators that must be high enough."),
    )
    after = NameBlock(
        of="choices",
        max_length=2 * SHORT + 1,
        label=_("Open only after"),
        required=False,
        help_text=_("Another choice made before: the short names of scene and choice with a full stop between them."),
    )
    law = blocks.TextBlock(
        label=_("What the law says of it"),
        required=False,
        max_length=2000,
        help_text=_("Shown at the end of the play."),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Choice")


class PaperBlock(blocks.StructBlock):
    """Something to read before deciding: words, a file, or both."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=WORDS, required=False)
    document = DocumentChooserBlock(
        label=_("File"),
        required=False,
        help_text=_("Those who may read the simulation may open it."),
    )
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=300)

    class Meta:
        icon = "doc-full"
        label = _("Document to consult")


class Moment(blocks.StructBlock):
    """What scenes and endings have in common."""

    name = NameBlock(label=_("Short name"), help_text=_("For you: choices name it. People see the title."))
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    text = blocks.RichTextBlock(label=_("Text"), features=WORDS)
    image = TranslatedImageBlock(label=_("Image"), required=False)


class SceneBlock(Moment):
    """A moment in which one decides."""

    papers = blocks.ListBlock(PaperBlock(), label=_("Documents to consult"), default=[], max_num=8)
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Choices"), default=[], max_num=8)

    class Meta:
        icon = "pick"
        label = _("Scene")
        label_format = "{name}: {title}"


class EndingBlock(Moment):
    """Where a play ends."""

    kind = blocks.ChoiceBlock(label=_("The ending is"), choices=ENDINGS, default=FAIR)
    feedback = blocks.RichTextBlock(label=_("What to take away from it"), features=WORDS)

    class Meta:
        icon = "flag"
        label = _("Ending")
        label_format = "{name}: {title}"


class ScenesBlock(blocks.StreamBlock):
    """The scenes of a simulation; the first one is the beginning."""

    scene = SceneBlock()
    ending = EndingBlock()


class SourceBlock(blocks.StructBlock):
    """Where something stands."""

    title = blocks.CharBlock(label=_("Title"), max_length=250)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=400)

    class Meta:
        icon = "openquote"
        label = _("Source")


class SourcesBlock(blocks.StreamBlock):
    """The sources of a simulation."""

    source = SourceBlock()

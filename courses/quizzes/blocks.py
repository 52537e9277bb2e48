"""The questions of a quiz, as editors write them. Drafts may be unfinished; what is published is checked here."""

from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.catalogue.pictures import TranslatedImageBlock
from courses.quizzes import marking
from courses.quizzes.checking import mistakes_in

# No links to documents: what a bank offers would be open to whoever finds it.
WORDS = ["bold", "italic", "link", "ol", "ul"]
RULES = [
    (marking.WHOLE, _("All or nothing: marks only for an answer that is wholly right")),
    (marking.PART, _("In part: each right piece earns its share, each wrong choice takes one back")),
]
RULE = {"label": _("How it is scored"), "choices": RULES, "default": marking.WHOLE}
LEVELS = [(1, _("Easy")), (2, _("Medium")), (3, _("Hard"))]
MOST_MARKS = 100
# Forms begin with as many as are needed, each with all its parts.
TWO_OPTIONS = [{"text": "", "right": False, "feedback": ""}] * 2
TWO_PAIRS = [{"left": "", "right": ""}] * 2


class ReferenceBlock(blocks.StructBlock):
    """Where the answer is explained."""

    lesson = blocks.PageChooserBlock(
        label=_("Lesson"), required=False, page_type=["courses.LessonPage", "courses.CaseStudyPage"]
    )
    section = blocks.CharBlock(
        label=_("Section"),
        required=False,
        max_length=120,
        help_text=_("The title of the section as it stands in the lesson; empty: the beginning."),
    )

    class Meta:
        icon = "link"
        label = _("Where it is explained")


class QuestionBlock(blocks.StructBlock):
    """What every question has. Subclasses add how it is answered."""

    kind: ClassVar[str]

    text = blocks.RichTextBlock(label=_("Question"), features=WORDS)
    image = TranslatedImageBlock(label=_("Image"), required=False)

    def clean(self, value: Any) -> Any:
        """What is published can be answered; a draft may wait."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            found = mistakes_in(self.kind, cleaned)
            if found:
                raise StructBlockValidationError(non_block_errors=[ValidationError(one) for one in found])
        return cleaned


class Scored(blocks.StructBlock):
    """What follows the way of answering, where an answer earns marks."""

    marks = blocks.IntegerBlock(label=_("Marks"), min_value=1, max_value=MOST_MARKS, default=1)
    feedback = blocks.RichTextBlock(
        label=_("Explanation"),
        features=WORDS,
        required=False,
        help_text=_("Why it is so: shown with the right answer, whatever was answered."),
    )
    reference = ReferenceBlock()

    def get_form_layout(self) -> BlockGroup:
        """The question and its answers first, although subclasses add the answers later."""
        first = [name for name in self.child_blocks if name not in Scored.base_blocks]
        return BlockGroup([*first, *Scored.base_blocks])


class OptionBlock(blocks.StructBlock):
    """An answer to choose."""

    text = blocks.CharBlock(label=_("Answer"), max_length=400)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.CharBlock(
        label=_("To whoever chooses it"),
        max_length=400,
        required=False,
        help_text=_("What to say to somebody who chose this answer."),
    )


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.CharBlock(label=_("What is asked about"), max_length=200)
    right = blocks.CharBlock(label=_("What belongs to it"), max_length=200)


class SingleBlock(Scored, QuestionBlock):
    """One right answer."""

    kind = marking.SINGLE
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), default=TWO_OPTIONS, min_num=2, max_num=12)

    class Meta:
        icon = "radio-empty"
        label = _("One right answer")
        description = _("Several answers, of which one is right")


class MultipleBlock(Scored, QuestionBlock):
    """Several right answers."""

    kind = marking.MULTIPLE
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), default=TWO_OPTIONS, min_num=2, max_num=12)
    rule = blocks.ChoiceBlock(**RULE)

    class Meta:
        icon = "tasks"
        label = _("Several right answers")
        description = _("Several answers, of which one or more are right")


class TrueFalseBlock(Scored, QuestionBlock):
    """True or false."""

    kind = marking.TRUE_FALSE
    right = blocks.ChoiceBlock(label=_("The sentence is"), choices=[("true", _("True")), ("false", _("False"))])

    class Meta:
        icon = "check"
        label = _("True or false")
        description = _("A sentence to judge")


class MatchingBlock(Scored, QuestionBlock):
    """What belongs together."""

    kind = marking.MATCHING
    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), default=TWO_PAIRS, min_num=2, max_num=10)
    others = blocks.ListBlock(
        blocks.CharBlock(label=_("What belongs to none"), max_length=200), label=_("Besides"), default=[], max_num=5
    )
    rule = blocks.ChoiceBlock(**RULE)

    class Meta:
        icon = "link"
        label = _("Matching")
        description = _("Pairs to put together")


class OrderingBlock(Scored, QuestionBlock):
    """What comes first."""

    kind = marking.ORDERING
    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Step"), max_length=200),
        label=_("In the right order"),
        default=["", ""],
        min_num=2,
        max_num=10,
        help_text=_("Write them in the right order: people see them shuffled."),
    )
    rule = blocks.ChoiceBlock(**RULE)

    class Meta:
        icon = "list-ol"
        label = _("Ordering")
        description = _("Steps to put in order")


class NumericBlock(Scored, QuestionBlock):
    """A number."""

    kind = marking.NUMERIC
    value = blocks.DecimalBlock(label=_("Right number"), max_digits=15, decimal_places=4)
    tolerance = blocks.DecimalBlock(
        label=_("Tolerance"),
        min_value=0,
        max_digits=15,
        decimal_places=4,
        default=0,
        help_text=_("How far above or below the number an answer may be and still be right."),
    )
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=30, help_text=_("For example: days, euros."))

    class Meta:
        icon = "order"
        label = _("Number")
        description = _("A number to write, with a tolerance")


class ShortBlock(Scored, QuestionBlock):
    """A word or two."""

    kind = marking.SHORT
    accepted = blocks.ListBlock(
        blocks.CharBlock(label=_("Answer"), max_length=200),
        label=_("Accepted answers"),
        min_num=1,
        max_num=12,
        help_text=_("Case, accents, spaces and apostrophes do not matter. Write synonyms too."),
    )

    class Meta:
        icon = "edit"
        label = _("Short answer")
        description = _("A word or two to write")


class OpenBlock(QuestionBlock):
    """To think about."""

    kind = marking.OPEN
    model_answer = blocks.RichTextBlock(
        label=_("Model answer"), features=WORDS, help_text=_("Shown beside the person's own.")
    )
    reference = ReferenceBlock()

    class Meta:
        icon = "openquote"
        label = _("Open answer")
        description = _("A text to write, compared with a model and never scored")


class QuestionKinds(blocks.StreamBlock):
    """The ways of asking."""

    single = SingleBlock()
    multiple = MultipleBlock()
    truefalse = TrueFalseBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    numeric = NumericBlock()
    short = ShortBlock()
    open = OpenBlock()


def bank_topics() -> list[tuple[str, str]]:
    """The topics that questions of the bank have."""
    bank = apps.get_model("courses.BankQuestion")
    names = bank.tags.most_common().order_by("name").values_list("name", flat=True)
    return [(name, name) for name in names]


class TopicBlock(blocks.ChoiceBlock):
    """One of the topics of the bank, as it is now."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"choices": bank_topics})

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Migrations know no topics, and no code of ours."""
        return ("wagtail.blocks.CharBlock", [], {})


class DrawBlock(blocks.StructBlock):
    """So many questions at random."""

    topic = TopicBlock(label=_("Topic"))
    number = blocks.IntegerBlock(label=_("How many questions"), min_value=1, max_value=50, default=3)
    difficulty = blocks.ChoiceBlock(label=_("Difficulty"), choices=LEVELS, required=False)

    class Meta:
        icon = "rotate"
        label = _("Questions drawn from the bank")
        description = _("So many questions of a topic, drawn anew for each attempt")

    def clean(self, value: Any) -> Any:
        """The bank must hold enough of them."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        there = apps.get_model("courses.BankQuestion").drawable(cleaned["topic"], cleaned["difficulty"]).count()
        if there < cleaned["number"]:
            said = _("The bank holds %(there)s questions of this kind: ask for no more.") % {"there": there}
            raise StructBlockValidationError(block_errors={"number": ValidationError(said)})
        return cleaned


class QuizQuestions(QuestionKinds):
    """The questions of a quiz: its own, chosen ones of the bank, and drawn ones."""

    chosen = SnippetChooserBlock("courses.BankQuestion", label=_("A question of the bank"), icon="folder-open-inverse")
    draw = DrawBlock()

    def clean(self, value: Any, **kwargs: Any) -> Any:
        """A quiz that can be passed: something in it must earn marks."""
        cleaned = super().clean(value, **kwargs)
        if not self.is_deferred_validation and not any(one.block_type != marking.OPEN for one in cleaned):
            said = _("Add at least one question that earns marks: open answers alone cannot be passed.")
            raise blocks.StreamBlockValidationError(non_block_errors=[ValidationError(said)])
        return cleaned

"""The parts of the pages of training days and webinars."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.catalogue.blocks import PROSE, DownloadBlock, SourcesBlock, VideoBlock

MATERIALS = [("document", DownloadBlock()), ("sources", SourcesBlock())]


class ProgrammeStep(blocks.StructBlock):
    """One part of the day: when, what, how."""

    hours = blocks.CharBlock(label=_("From – to"), max_length=20, help_text=_("For instance «9:00 – 9:30»."))
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=PROSE)

    class Meta:
        icon = "time"
        label = _("Part of the day")
        description = _("One part of the day: when, what, how")
        template = "courses/agenda/blocks/step.html"
        preview_value = {"hours": "9:00 – 9:30", "title": "Accoglienza e presentazioni", "text": ""}


class RecordingBlock(VideoBlock):
    """A recording that everybody can follow: never without captions or a transcript."""

    class Meta:
        label = _("Recording")

    def clean(self, value: Any) -> Any:
        """Refuse what a deaf person could not follow (WCAG 1.2.2)."""
        cleaned = super().clean(value)
        if not cleaned["captions"] and not cleaned["transcript"]:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "transcript": ValidationError(_("Add captions or a transcript: some people cannot hear the video."))
                }
            )
        return cleaned

"""What a text must have so that everybody can use it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from wagtail.blocks import StreamValue
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.models import Page


def content_warnings(page: Page) -> list[str]:
    """What some readers of this page would miss: alternative texts, tagged PDFs, captions and transcripts."""
    return [warning for block in _blocks(page) for warning in _warnings(block)]


def is_tagged_pdf(document: AbstractDocument) -> bool:
    """Whether a PDF carries the structure that a screen reader needs (ISO 32000-1, 14.8). Any other file passes."""
    if document.file_extension.lower() != "pdf":
        return True
    try:
        with document.open_file() as file:
            catalogue = PdfReader(file).trailer["/Root"]
            marked = catalogue.get("/MarkInfo")
            return "/StructTreeRoot" in catalogue and bool(marked and marked.get_object().get("/Marked"))
    except (PyPdfError, OSError, KeyError, ValueError):
        return False


def _blocks(page: Page) -> Iterator[StreamValue.StreamChild]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from getattr(page, field.name)


def _warnings(block: StreamValue.StreamChild) -> Iterator[str]:
    value = block.value
    if block.block_type == "image" and value["image"]:
        image = value["image"]
        if not image.contextual_alt_text and not image.decorative:
            yield _("The image «%(title)s» has no alternative text: who cannot see it learns nothing of it.") % {
                "title": image.title
            }
    elif block.block_type == "document" and value["document"] and not is_tagged_pdf(value["document"]):
        yield _(
            "The PDF «%(title)s» is not tagged: a screen reader cannot follow it. Export it again as tagged PDF."
        ) % {"title": value["document"].title}
    elif block.block_type == "video" and not value["captions"] and not value["transcript"].source.strip():
        yield _("The video «%(title)s» has neither captions nor a transcript: who cannot hear it learns nothing.") % {
            "title": value["title"]
        }

"""The blocks of a text. Each has one small template, an icon, and a preview in the chooser of blocks."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock

from courses.catalogue.pictures import PictureBlock

TEMPLATES = "courses/catalogue/blocks/"
INLINE = ["bold", "italic", "link", "document-link"]
PROSE = [*INLINE, "ol", "ul"]


class HeadingBlock(blocks.StructBlock):
    """A heading that can be linked to; the in-page index is made of these."""

    text = blocks.CharBlock(label=_("Text"), max_length=120)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("h2", _("Section")), ("h3", _("Subsection"))], default="h2")

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A title inside the text, with its own address")
        template = TEMPLATES + "heading.html"
        preview_value = {"text": "La coprogettazione in pratica", "level": "h2"}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the anchor."""
        return super().get_context(value, parent_context) | {"anchor": anchor_of(value)}


def anchor_of(heading: Any) -> str:
    """The fragment of a heading's address: two equal headings in one text share it, so titles should differ."""
    return f"s-{slugify(heading['text'])}"


class KeyPointsBlock(blocks.StructBlock):
    """What to remember."""

    title = blocks.CharBlock(label=_("Title"), default=_("In brief"), max_length=80)
    points = blocks.ListBlock(blocks.CharBlock(label=_("Point"), max_length=300), label=_("Points"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        description = _("The few things to remember")
        template = TEMPLATES + "key_points.html"
        preview_value = {"title": "In breve", "points": ["Il Comune è titolare", "La rete si costruisce prima"]}


class DefinitionBlock(blocks.StructBlock):
    """A term and what it means."""

    term = blocks.CharBlock(label=_("Term"), max_length=120)
    definition = blocks.RichTextBlock(label=_("Definition"), features=PROSE)

    class Meta:
        icon = "openquote"
        label = _("Definition")
        description = _("A term and its meaning")
        template = TEMPLATES + "definition.html"
        preview_value = {"term": "Piano di zona", "definition": "<p>Il documento di programmazione dell'ambito.</p>"}


class QuotationBlock(blocks.StructBlock):
    """Somebody else's words, with their author and source."""

    text = blocks.TextBlock(label=_("Text"))
    author = blocks.CharBlock(label=_("Author"), required=False, max_length=120)
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=250)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Words of others, with author and source")
        template = TEMPLATES + "quotation.html"
        preview_value = {"text": "La Repubblica riconosce…", "author": "Costituzione", "source": "art. 118"}


class TableBlock(blocks.StructBlock):
    """A table with a caption, whose first row (and first column, if so said) are headers."""

    row_header = blocks.BooleanBlock(label=_("The first column names the rows"), required=False, default=True)
    table = TypedTableBlock(
        [("text", blocks.CharBlock(label=_("Text"), required=False))],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Data in rows and columns, with a caption")
        template = TEMPLATES + "table.html"
        preview_value = {
            "row_header": True,
            "table": {
                "columns": [{"type": "text", "heading": "Anno"}, {"type": "text", "heading": "Progetti"}],
                "rows": [{"values": ["2024", "872"]}],
                "caption": "Progetti della rete",
            },
        }

    def clean(self, value: Any) -> Any:
        """A table without a caption says nothing to who cannot see it."""
        cleaned = super().clean(value)
        if not cleaned["table"].caption:
            raise blocks.StructBlockValidationError(
                block_errors={"table": ValidationError(_("Give the table a caption that says what it shows."))}
            )
        return cleaned


class AccordionBlock(blocks.StructBlock):
    """Panels that open one by one."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Title"), max_length=150)),
                ("text", blocks.RichTextBlock(label=_("Text"), features=PROSE)),
            ]
        ),
        label=_("Panels"),
        min_num=1,
    )

    class Meta:
        icon = "list-ol"
        label = _("Accordion")
        description = _("Panels to open one by one")
        template = TEMPLATES + "accordion.html"
        preview_value = {"items": [{"title": "Chi presenta la domanda?", "text": "<p>L'ente locale.</p>"}]}


class DownloadBlock(blocks.StructBlock):
    """A document to download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=150, help_text=_("Else the document's own."))
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=250)

    class Meta:
        icon = "download"
        label = _("Document")
        description = _("A file to download, with its type and size")
        template = TEMPLATES + "download.html"
        preview_template = TEMPLATES + "download_preview.html"
        preview_value = {"document": None, "title": "Schema di convenzione", "note": "Da adattare"}


class VideoBlock(blocks.StructBlock):
    """A video of ours, or one of YouTube or Vimeo whose player loads only after a click."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(label=_("Video file (MP4 or WebM)"), required=False)
    captions = DocumentChooserBlock(label=_("Captions (VTT)"), required=False)
    url = blocks.URLBlock(label=_("Or an address at YouTube or Vimeo"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), required=False, features=PROSE)

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video with captions and transcript")
        template = TEMPLATES + "video.html"
        preview_value = {
            "title": "Che cos'è il Piano di zona",
            "file": None,
            "captions": None,
            "url": "https://vimeo.com/1",
            "transcript": "<p>In questo video…</p>",
        }

    def clean(self, value: Any) -> Any:
        """One source, and one we know how to show."""
        cleaned = super().clean(value)
        if bool(cleaned["file"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"file": ValidationError(_("Choose a file or write an address: one of the two."))}
            )
        if cleaned["url"] and not player_of(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "url": ValidationError(_("Only addresses of single videos at YouTube or Vimeo work here."))
                }
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the address of the third party's player."""
        return super().get_context(value, parent_context) | {"player": player_of(value["url"] or "")}


def player_of(url: str) -> str | None:
    """The address of the player without tracking for a video's page at YouTube or Vimeo; None for any other."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    code = parts.path.strip("/").split("/")[-1]
    if host == "youtube.com":
        code = parse_qs(parts.query).get("v", [""])[0]
    if not code.replace("-", "").replace("_", "").isalnum():
        return None
    if host in {"youtube.com", "youtu.be"}:
        return f"https://www.youtube-nocookie.com/embed/{code}"
    return f"https://player.vimeo.com/video/{code}?dnt=1" if host == "vimeo.com" else None


class SourcesBlock(blocks.StructBlock):
    """Where the facts come from."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label=_("Source"), max_length=300)),
                ("url", blocks.URLBlock(label=_("Address"), required=False)),
            ]
        ),
        label=_("Sources"),
        min_num=1,
    )

    class Meta:
        icon = "link"
        label = _("Sources")
        description = _("Where the facts come from")
        template = TEMPLATES + "sources.html"
        preview_value = {"items": [{"text": "Legge 8 novembre 2000, n. 328", "url": ""}]}


class CalloutBlock(blocks.StructBlock):
    """A note set apart from the text."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("info", _("Information")),
            ("warning", _("Attention")),
            ("law", _("The law")),
            ("example", _("Example")),
        ],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A note, a warning, a law or an example")
        template = TEMPLATES + "callout.html"
        preview_value = {"kind": "law", "title": "Che cosa dice la legge", "text": "<p>Art. 55, comma 3.</p>"}


class TextBlocks(blocks.StreamBlock):
    """The vocabulary of every text: lessons, case studies, and the host's own pages."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Text"),
        description=_("Paragraphs and lists"),
        features=PROSE,
        icon="pilcrow",
        template=TEMPLATES + "paragraph.html",
        preview_value="<p>Il Comune programma i servizi con le aziende sanitarie e il terzo settore.</p>",
    )
    image = PictureBlock()
    key_points = KeyPointsBlock()
    definition = DefinitionBlock()
    quotation = QuotationBlock()
    table = TableBlock()
    accordion = AccordionBlock()
    document = DownloadBlock()
    video = VideoBlock()
    sources = SourcesBlock()
    callout = CalloutBlock()

    class Meta:
        label = _("Text")

"""From the content's YAML to the value of a StreamField."""

from collections.abc import Callable
from typing import Any

from wagtail.blocks import StreamBlock, StreamValue, StructBlock
from wagtail.models import Page

from courses.quizzes.blocks import QuestionKinds
from home.loading.files import CONTENT, ContentError
from home.loading.library import document_of, image_of
from home.loading.pages import translation_key


def stream_value(block: StreamBlock, body: list[dict[str, Any]]) -> StreamValue:
    """A text: a list of one-key mappings, the key being the block's name. Raises ContentError for what is none."""
    return block.to_python([_child(block, item) for item in body])


def _child(stream: StreamBlock, item: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(item, dict) or len(item) != 1:
        raise ContentError(f"each block is one key with its value, not {str(item)[:80]!r}")
    (name, value), *_rest = item.items()
    block = stream.child_blocks.get(name)
    if block is None:
        raise ContentError(f"there is no block called {name!r}")
    raw = FROM_YAML.get(name, _as_it_is)(value)
    if isinstance(block, StructBlock) and set(raw) - set(block.child_blocks):
        unknown = ", ".join(sorted(set(raw) - set(block.child_blocks)))
        raise ContentError(f"the block {name!r} has no {unknown}")
    return {"type": name, "value": raw}


def _as_it_is(value: Any) -> Any:
    return value


def _image(value: dict[str, str]) -> dict[str, Any]:
    caption = value.get("caption", "")
    image = image_of(value["file"], title=caption, alt=value["alt"])
    return {
        "image": {"image": image.pk, "alt_text": value["alt"], "decorative": False},
        "caption": caption,
        "credit": value.get("credit", ""),
    }


def _document(value: dict[str, str]) -> dict[str, Any]:
    document = document_of(value["file"], title=value.get("title", ""))
    return {"document": document.pk, "title": value.get("title", ""), "note": value.get("note", "")}


def _table(value: dict[str, Any]) -> dict[str, Any]:
    columns = [{"type": "text", "heading": heading} for heading in value["columns"]]
    rows = [{"values": [str(cell) for cell in row]} for row in value["rows"]]
    if any(len(row["values"]) != len(columns) for row in rows):
        raise ContentError(f"the table {value['caption']!r} has a row with more or fewer cells than columns")
    return {
        "row_header": value.get("row_header", True),
        "table": {"columns": columns, "rows": rows, "caption": value["caption"]},
    }


def _call_to_action(value: dict[str, Any]) -> dict[str, Any]:
    if "page" not in value:
        return value
    page = Page.objects.filter(url_path__endswith=value["page"]).first()
    if page is None:
        raise ContentError(f"there is no page {value['page']}")
    return value | {"page": page.pk}


def _question(value: dict[str, Any]) -> dict[str, Any]:
    """A question of a quiz: the lesson it refers to is named by its file."""
    reference = value["reference"]
    key = f"course/{reference['lesson']}"
    if not (CONTENT / f"{key}.yaml").exists():
        raise ContentError(f"there is no lesson {reference['lesson']}")
    lesson = Page.objects.filter(translation_key=translation_key(key)).first()  # unless an editor deleted it
    return value | {"reference": {"lesson": lesson.pk if lesson else None, "section": reference["section"]}}


FROM_YAML: dict[str, Callable[[Any], Any]] = {
    "image": _image,
    "document": _document,
    "table": _table,
    "call_to_action": _call_to_action,
    **dict.fromkeys(QuestionKinds.base_blocks, _question),
}

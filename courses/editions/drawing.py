"""A page or a piece of one in two: what is the same for all, and the live parts that are drawn anew for each reader."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template import Context, NodeList
from django.template.context import make_context
from django.template.loader import get_template
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString, mark_safe

from courses import conf
from courses.editions.queries import circumstances, kept_for, kind_of

Data = dict[str, Any]

MARK = "\x00"  # stands in no page: addresses and forms refuse it, and no text of Wagtail's holds it


@dataclass(frozen=True)
class Drawn:
    """Texts with a live part between each and the next; a live part has the values it needs of where it stood."""

    texts: list[SafeString]
    parts: list[tuple[NodeList, dict[str, Any]]]

    def compose(self, context: Context) -> SafeString:
        """The whole, for the reader of a context."""
        if not self.parts:
            return self.texts[0]
        found = [self.texts[0]]
        for (nodelist, values), text in zip(self.parts, self.texts[1:], strict=True):
            with context.push(**values):
                found += (nodelist.render(context), text)
        return mark_safe("".join(found))  # noqa: S308 – pieces of templates, each escaped when it was drawn


@dataclass
class _Drawing:
    parts: list[tuple[NodeList, dict[str, Any]]] = field(default_factory=list)
    is_spoilt: bool = False


class _Token:
    """Stands for the token of a form: one that is drawn for all cannot be sent."""

    def __init__(self, drawing: _Drawing) -> None:
        self.drawing = drawing

    def __str__(self) -> str:
        self.drawing.is_spoilt = True
        return "NOTPROVIDED"


_now: ContextVar[_Drawing | None] = ContextVar("courses_drawing", default=None)


def is_drawing() -> bool:
    """Whether something is being drawn that others will see: nothing of the reader may enter it."""
    return _now.get() is not None


class Somebody(AnonymousUser):
    """Any account, and nobody's: what is drawn for all the readers of a kind is drawn for this one."""

    is_authenticated, is_anonymous = True, False

    def __init__(self, is_staff: bool) -> None:
        self.is_staff = is_staff


def draw(request: HttpRequest, context: Context, render: Callable[[Context], str]) -> Drawn | None:
    """Draw as for anybody of the reader's kind: nobody's own can be in it but in the live parts.

    None where that cannot be: a form whose token is in no live part.
    """
    (is_reader, is_staff), drawing, reader = kind_of(request), _Drawing(), getattr(request, "user", None)
    request.user, before = Somebody(is_staff) if is_reader else AnonymousUser(), _now.set(drawing)
    try:
        with context.push(user=request.user, perms=None, messages=(), csrf_token=_Token(drawing)):
            text = render(context)
    finally:
        request.user = reader
        _now.reset(before)
    if drawing.is_spoilt:
        return None
    return Drawn([mark_safe(one) for one in text.split(MARK)], drawing.parts)  # noqa: S308


def leave(nodelist: NodeList, values: dict[str, Any]) -> str:
    """What stands for a live part in the text of what is being drawn."""
    _now.get().parts.append((nodelist, values))
    return MARK


def draw_once(
    request: HttpRequest,
    template_name: str,
    data: Callable[[], Data],
    key: Hashable,
    besides: frozenset[str] = frozenset(),
    own: Data | None = None,
) -> HttpResponse:
    """A page drawn once for all readers of a kind, and the live parts of its template for this one.

    `data` makes the context when it is drawn; `key` holds all it depends on but the content, and `besides` names the
    tables, watched by nobody, whose rows the key stands for. `own` is for the live parts alone. A host says by
    `COURSES_DRAW_ONCE` that its own templates have in `{% live %}` what changes from reader to reader; else the page is
    drawn each time.
    """
    own = own or {}
    if not conf.get("DRAW_ONCE"):
        return TemplateResponse(request, template_name, data() | own)
    kept, template = kept_for(request), get_template(template_name).template

    def drawn() -> tuple[Drawn, Data] | None:
        values = data()
        context = make_context(values, request)
        with context.bind_template(template):
            found = draw(request, context, template.render)
        return None if found is None else (found, {name: values[name] for name in ("page", "self") if name in values})

    found = kept.get(("whole", template_name, key, *circumstances(request)), drawn, besides)
    if found is None:
        return TemplateResponse(request, template_name, data() | own)
    context = make_context(found[1] | own, request)
    with context.bind_template(template):
        response = HttpResponse(found[0].compose(context))
    response.template_name = template_name  # as other answers of a template tell it
    response.courses_drawn_once = True
    return response

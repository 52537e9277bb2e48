"""Pieces of pages that are the same for everybody, drawn once per edition of the content."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from courses.editions.drawing import Drawn, draw, is_drawing, leave
from courses.editions.queries import circumstances, kept_for

register = template.Library()


class KeptNode(Node):
    """`{% kept %}`: its piece as this edition has it, with the live parts drawn anew."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, place: tuple[str, str], values: dict[str, FilterExpression]) -> None:
        self.nodelist, self.place, self.values = nodelist, place, values

    def render(self, context: Context) -> SafeString:
        """The piece."""
        request = context.get("request")
        if request is None or is_drawing() or getattr(request, "is_preview", False):
            with context.push(**{name: value.resolve(context, True) for name, value in self.values.items()}):
                return self.nodelist.render(context)
        values = {name: value.resolve(context, ignore_failures=True) for name, value in self.values.items()}
        key = ("piece", *self.place, *circumstances(request), *values.values())
        besides = frozenset(filter(None, [values.get("besides")]))
        drawn = kept_for(request).get(key, lambda: self._draw(request, context, values), besides)
        if drawn is not None:
            return drawn.compose(context)
        with context.push(**values):
            return self.nodelist.render(context)

    def _draw(self, request: HttpRequest, context: Context, values: dict[str, Any]) -> Drawn | None:
        with context.push(**values):
            return draw(request, context, self.nodelist.render)


class LiveNode(Node):
    """`{% live %}`: what changes from reader to reader in a kept piece; outside one it is drawn as it stands."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: dict[str, FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values

    def render(self, context: Context) -> str:
        """The mark of a live part, or what it holds."""
        values: dict[str, Any] = {name: value.resolve(context) for name, value in self.values.items()}
        if is_drawing():
            return leave(self.nodelist, values)
        with context.push(**values):
            return self.nodelist.render(context)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept name key=value … %}…{% endkept %}`: a piece that depends on the content and the values alone.

    `besides` among the values names a table that is read too, of whose rows the other values say everything.
    """
    _tag, name, *rest = token.split_contents()
    values = token_kwargs(rest, parser)
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, (str(parser.origin), name), values)


@register.tag
def live(parser: Parser, token: Token) -> LiveNode:
    """`{% live [name=value …] %}…{% endlive %}`: sees what is around the piece, and of inside it the values named."""
    values = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endlive",))
    parser.delete_first_token()
    return LiveNode(nodelist, values)

"""Who is at work in the administration now: what signals of models do not know, and the trail must say."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_acting: ContextVar[Any] = ContextVar("acting", default=None)


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """Whatever happens inside, this account did."""
    token = _acting.set(user)
    try:
        yield
    finally:
        _acting.reset(token)


def who_acts() -> Any:
    """The account at work in the administration; None elsewhere, and on the command line."""
    return _acting.get()

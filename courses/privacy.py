"""The privacy register: which models hold personal data, why, on what basis and for how long.

Each room declares its own in its `privacy` module; a model with a path to a person and no entry fails the tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class PersonalData:
    """One row of the register of processing (GDPR, art. 30)."""

    model: type[Model]
    purpose: str | Promise
    basis: str | Promise
    retention: str | Promise


REGISTER: dict[type[Model], PersonalData] = {}


def declare(entries: Iterable[PersonalData]) -> None:
    """Enter a room's models into the register."""
    REGISTER.update({entry.model: entry for entry in entries})

"""What a rule answers and what an action raises when it says no, in words the person can act upon."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with the reason and what to do next."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class CoursesError(Exception):
    """A refusal with a message for the person."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(CoursesError):
    """The rule forbids this to this person now."""


class ReasonMissing(CoursesError):
    """The change needs a written reason."""


class StaleState(CoursesError):
    """Somebody else changed the record in the meantime."""

"""What an action raises when a rule says no: the message is for the person, in words they can act upon."""

from django.utils.functional import Promise


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

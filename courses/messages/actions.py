"""The verbs of messages: other rooms ask for all of them here."""

from courses.messages.reminding import remind_of_invitation, remind_to_start
from courses.messages.writing import GroupChanged, WrittenAlready, preview, send_message, send_test

__all__ = [
    "GroupChanged",
    "WrittenAlready",
    "preview",
    "remind_of_invitation",
    "remind_to_start",
    "send_message",
    "send_test",
]

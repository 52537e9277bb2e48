"""Registers and their seals, the papers beside them, what platforms report of webinars."""

from courses.attendance.models.papers import SignedSheet, Slides, sheet_path, slides_path
from courses.attendance.models.registers import Attendee, Presence, Register, Seal, WalkIn, new_salt
from courses.attendance.models.webinars import Connection, LinkGiven, ReportColumns

__all__ = [
    "Attendee",
    "Connection",
    "LinkGiven",
    "Presence",
    "Register",
    "ReportColumns",
    "Seal",
    "SignedSheet",
    "Slides",
    "WalkIn",
    "new_salt",  # these three are named in the migrations
    "sheet_path",
    "slides_path",
]

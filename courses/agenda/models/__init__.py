"""The pages, the events, and who and where: teachers and venues."""

from courses.agenda.models.events import Event, EventTeacher, Slot
from courses.agenda.models.pages import DatedActivity, TrainingDayPage, TrainingDayTag, WebinarPage, WebinarTag
from courses.agenda.models.places import Teacher, TeacherAccount, Venue

__all__ = [
    "DatedActivity",
    "Event",
    "EventTeacher",
    "Slot",
    "Teacher",
    "TeacherAccount",
    "TrainingDayPage",
    "TrainingDayTag",
    "Venue",
    "WebinarPage",
    "WebinarTag",
]

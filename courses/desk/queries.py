"""What a person sees of their own."""

from dataclasses import dataclass

from courses.catalogue.models import Activity, CoursePage
from courses.catalogue.queries import outline_of
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import enrolments_of
from courses.people.models import Participant
from courses.progress.queries import Progress, completed_keys, next_activity, progress_in


@dataclass(frozen=True)
class OwnCourse:
    """One course of a person: the enrolment, and while its page is live also progress and next step."""

    enrolment: Enrolment
    course: CoursePage | None = None
    progress: Progress | None = None
    next: Activity | None = None


def own_courses(participant: Participant) -> list[OwnCourse]:
    """A person's courses, newest first; one whose page is gone is still listed by its kept title."""
    enrolments = list(enrolments_of(participant))
    pages = {
        page.translation_key: page
        for page in CoursePage.objects.live().filter(translation_key__in=[e.course_key for e in enrolments])
    }
    return [_own(enrolment, pages.get(enrolment.course_key)) for enrolment in enrolments]


def _own(enrolment: Enrolment, course: CoursePage | None) -> OwnCourse:
    if course is None:
        return OwnCourse(enrolment)
    outline = outline_of(course)
    done = completed_keys(enrolment.participant, enrolment.course_key)
    return OwnCourse(enrolment, course, progress_in(outline, done, enrolment), next_activity(outline, done))

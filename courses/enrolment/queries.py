"""Reading enrolments."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count, Q, QuerySet
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex

from courses.adhesion.models import Adhesion
from courses.catalogue.queries import Outline, outline_around, outline_kept
from courses.editions.queries import Kept
from courses.enrolment.models import Enrolment, State
from courses.people.models import Participant
from courses.prepared import prepared
from courses.territory.models import Body


def enrolment_of(user: AbstractBaseUser | AnonymousUser, course_key: UUID) -> Enrolment | None:
    """The account's live enrolment in a course; else the last one withdrawn; else None."""
    if not user.is_authenticated:
        return None
    found = _in_course(user.pk, course_key)
    return next((one for one in found if one.state != State.WITHDRAWN), next(iter(found), None))


@prepared
def _in_course(user: int, course_key: UUID) -> QuerySet[Enrolment]:
    own = Enrolment.objects.filter(participant__user=user, course_key=course_key)
    return own.select_related("participant").order_by("-enrolled_at", "-pk")


def enrolments_of(participant: Participant) -> QuerySet[Enrolment]:
    """All enrolments of a person, newest first."""
    return Enrolment.objects.filter(participant=participant).order_by("-enrolled_at", "-pk")


own_enrolments = prepared(enrolments_of)


def bodies_with_people_waiting() -> QuerySet[Body]:
    """Bodies that have not joined and have people whose enrolment waits (`waiting`), most people first."""
    joined = Adhesion.objects.filter(state=Adhesion.State.ACCEPTED).values("body")
    waits = Q(participants__enrolments__state=State.PENDING)
    people = Count("participants", filter=waits, distinct=True)
    return (
        Body.objects.exclude(pk__in=joined).annotate(waiting=people).filter(waiting__gt=0).order_by("-waiting", "name")
    )


@dataclass(frozen=True)
class Visit:
    """Who stands before which page of a course: read once per request, used by gate, page and tags."""

    page: Page
    outline: Outline
    enrolment: Enrolment | None

    @property
    def in_first_module(self) -> bool:
        """Whether the page is the first module or one of its activities."""
        first = self.outline.first_module()
        return first is not None and self.page.path.startswith(first.path)


def visit_of(user: AbstractBaseUser | AnonymousUser, page: Page, kept: Kept | None = None) -> Visit | None:
    """The visit of a user to a page of a course; None for pages outside any course."""
    outline = outline_kept(page, kept) if kept else outline_around(page)
    if outline is None:
        return None
    return Visit(page, outline, enrolment_of(user, outline.course.translation_key))


@dataclass(frozen=True)
class Offer:
    """A page that offers a document, and the field of the page where it does."""

    page: Page
    field: str


def offers_of(document: AbstractDocument) -> tuple[list[Offer], bool]:
    """The pages that offer a document, and whether anything that is no page (a snippet, a setting) offers it too."""
    references = ReferenceIndex.get_references_to(document)
    page_type = ContentType.objects.get_for_model(Page)
    elsewhere = references.exclude(base_content_type=page_type).exists()
    found = references.filter(base_content_type=page_type).values_list("object_id", "model_path")
    where = {(int(pk), path.partition(".")[0]) for pk, path in found}
    pages = Page.objects.specific().in_bulk({pk for pk, _field in where})
    return [Offer(pages[pk], field) for pk, field in sorted(where) if pk in pages], elsewhere


def enrolled_courses() -> dict[UUID, str]:
    """The courses that have enrolments, by key, with the title of the last one: what became of their pages or not."""
    with connection.cursor() as cursor:
        cursor.execute(_ENROLLED_COURSES)
        return {UUID(str(key)): title for key, title in cursor.fetchall()}


# By hand: along the index from the last enrolment of a course to the last one of the next, a handful of steps where
# grouping reads a hundred thousand rows.
_ENROLLED_COURSES = """
WITH RECURSIVE course(last) AS (
    SELECT (SELECT id FROM courses_enrolment ORDER BY course_key DESC, id DESC LIMIT 1)
    UNION ALL
    SELECT (
        SELECT id FROM courses_enrolment
        WHERE course_key < (SELECT course_key FROM courses_enrolment WHERE id = course.last)
        ORDER BY course_key DESC, id DESC LIMIT 1
    ) FROM course WHERE course.last IS NOT NULL
)
SELECT course_key, course_title FROM courses_enrolment WHERE id IN (SELECT last FROM course) ORDER BY course_key
"""

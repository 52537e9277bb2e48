import pytest
from django.utils.timezone import localdate
from wagtail.models import Page

from courses.catalogue.models import CoursePage
from courses.catalogue.queries import activity_kept, course_of, outline_of
from courses.editions.queries import Kept
from tests.factories.catalogue import make_lesson, make_module, make_small_course

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("modules", "lessons"), [(1, 1), (3, 3)])
def test_an_outline_costs_one_query_whatever_its_size(modules: int, lessons: int, django_assert_num_queries) -> None:
    course = make_small_course(lessons=lessons, modules=modules)
    outline_of(course)  # content types are read once per process

    with django_assert_num_queries(1):
        outline = outline_of(course)
        titles = [activity.page.title for activity in outline.activities]

    assert len(titles) == modules * lessons


def test_an_outline_follows_the_order_of_the_pages(course: CoursePage) -> None:
    last, first = course.get_last_child(), course.get_first_child()

    last.move(first, pos="left")

    assert [part.module.slug for part in outline_of(course).parts] == ["modulo-2", "modulo-1"]


def test_drafts_are_not_in_the_outline(course: CoursePage) -> None:
    make_lesson(course.get_first_child(), "bozza", live=False)

    assert len(outline_of(course).activities) == 4


def test_the_lessons_of_an_unpublished_module_are_not_asked_for(course: CoursePage) -> None:
    course.get_first_child().specific.unpublish()

    assert len(outline_of(course).required_keys) == 2


def test_nothing_is_done_in_an_unpublished_module(course: CoursePage) -> None:
    key = outline_of(course).activities[0].key
    assert activity_kept(key, Kept("", localdate())) is not None

    Page.objects.filter(pk=course.get_first_child().pk).update(live=False)

    assert activity_kept(key, Kept("", localdate())) is None


def test_neighbours_cross_the_modules(course: CoursePage) -> None:
    outline = outline_of(course)
    second = outline.activities[1]

    before, after = outline.neighbours(second.page)

    assert (before.page.slug, after.page.slug) == ("lezione-1-1", "lezione-2-1")


def test_there_is_nothing_before_the_first_and_after_the_last(course: CoursePage) -> None:
    outline = outline_of(course)

    assert outline.neighbours(outline.activities[0].page)[0] is None
    assert outline.neighbours(outline.activities[-1].page)[1] is None


def test_every_page_of_a_course_knows_its_course(course: CoursePage) -> None:
    module = course.get_first_child().specific
    lesson = module.get_first_child().specific

    assert [course_of(page) for page in (course, module, lesson)] == [course, course, course]
    assert course_of(course.get_parent()) is None


def test_an_editors_draft_changes_nothing_until_it_is_published(course: CoursePage) -> None:
    lesson = outline_of(course).activities[0].page.specific
    lesson.required = False
    lesson.minutes = 99

    lesson.save_revision()
    before = outline_of(course).activities[0]
    lesson.get_latest_revision().publish()
    after = outline_of(course).activities[0]

    assert ((before.required, before.minutes), (after.required, after.minutes)) == ((True, 10), (False, 99))


def test_a_copied_lesson_is_an_activity_of_its_own(course: CoursePage) -> None:
    lesson = outline_of(course).activities[0].page.specific

    copy = lesson.copy(update_attrs={"slug": "copia", "title": "Copia"})

    keys = [activity.key for activity in outline_of(course).activities]
    assert (len(keys), len(set(keys)), copy.translation_key != lesson.translation_key) == (5, 5, True)


def test_a_new_module_appears_at_its_place(course: CoursePage) -> None:
    make_module(course, "terzo")

    assert [part.module.slug for part in outline_of(course).parts] == ["modulo-1", "modulo-2", "terzo"]

"""The secretariat changes what a course asks for."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import CoursePage
from courses.progress.models import CompletionRule, RuleOfEnrolment
from courses.reports.queries import rule_in_words
from tests.factories.enrolment import make_enrolment
from tests.factories.people import make_participant

pytestmark = pytest.mark.django_db


def send(desk: Client, page: CoursePage, **over: object):
    address = reverse("courses_rule_change")
    seen = desk.get(address).context["form"].initial["seen"]
    given = {"course": str(page.translation_key), "hours": "6", "threshold": "80", "seen": seen}
    return desk.post(address, given | over)


def test_a_new_version_holds_for_who_enrols_from_now_on(desk: Client, course: CoursePage) -> None:
    enrolment = make_enrolment(make_participant(), course)

    answer = send(desk, course, hours="4,5", threshold="100", several_days="on")

    rule = CompletionRule.objects.get()
    assert (answer.status_code, rule.version, rule.minutes, rule.threshold) == (302, 1, 270, 100)
    assert rule.several_days is True
    assert RuleOfEnrolment.objects.filter(enrolment=enrolment).exists() is False


def test_on_purpose_it_holds_for_those_under_way_too(desk: Client, course: CoursePage) -> None:
    enrolment = make_enrolment(make_participant(), course)

    send(desk, course)
    send(desk, course, threshold="50", also_under_way="on")

    assert RuleOfEnrolment.objects.get(enrolment=enrolment).rule.version == 2


def test_an_old_page_and_wrong_figures_change_nothing(desk: Client, course: CoursePage) -> None:
    answers = [send(desk, course, **wrong) for wrong in ({"hours": "NaN"}, {"threshold": "101"}, {"course": "x\x00"})]
    send(desk, course)

    answers.append(send(desk, course, seen="old"))

    assert ([answer.status_code for answer in answers], CompletionRule.objects.count()) == ([200] * 4, 1)


def test_a_rule_is_told_in_words() -> None:
    rule = CompletionRule(minutes=390, threshold=80, excused_counts_less=True)

    assert rule_in_words(rule) == "6,50 ore, almeno l'80 per cento; le assenze giustificate si tolgono"
    assert rule_in_words(None) == "solo le sue attività"

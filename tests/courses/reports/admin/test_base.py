"""Every tracking screen stands on the hardened base."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail_modeladmin.options import ModelAdmin

from courses.people.models import Participant
from courses.reports.admin.base import HardenedAdmin

WITH_A_PAGE = (
    *("participant", "body", "adhesion", "letter", "event", "register", "questionnaire", "round", "certificate"),
    "datarequest",
    "message",
)
SCREENS = (
    *WITH_A_PAGE,
    *("enrolment", "completion", "completionrule", "entry", "export", "municipality", "booking", "attendee", "credit"),
)


def all_subclasses(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        yield child
        yield from all_subclasses(child)


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def test_every_modeladmin_is_hardened() -> None:
    soft = [one for one in all_subclasses(ModelAdmin) if not issubclass(one, HardenedAdmin)]

    assert soft == []
    assert len(list(all_subclasses(HardenedAdmin))) >= len(SCREENS)


def test_only_lists_and_declared_pages_of_a_record_have_an_address() -> None:
    names = {one.name for one in patterns(get_resolver()) if one.name and "_modeladmin_" in one.name}

    assert names == {
        *(f"courses_{screen}_modeladmin_index" for screen in SCREENS),
        *(f"courses_{screen}_modeladmin_inspect" for screen in WITH_A_PAGE),
    }


@pytest.mark.parametrize("action", ["create", "edit", "delete", "history"])
def test_bare_forms_and_history_do_not_exist(action: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"courses_participant_modeladmin_{action}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"list_filter": ("role",)},
        {"search_fields": ("email",)},
        {"history_view_enabled": True},
        {"list_select_related": True},
        {"inspect_view_enabled": True},
    ],
)
def test_a_screen_that_opens_a_door_of_modeladmins_does_not_start(wrong: dict) -> None:
    base = type("Base", (), {"model": Participant})

    with pytest.raises(ImproperlyConfigured):
        # called as a class would be, without leaving a subclass behind for the test above
        screen = object.__new__(HardenedAdmin)
        screen.__dict__.update({"model": base.model, "inspect_view_fields": ()} | wrong)
        HardenedAdmin.__init__(screen)

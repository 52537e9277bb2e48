"""An auditor reads what was recorded, is offered nothing that would be refused, and changes nothing."""

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from courses.audit.models import Entry
from courses.groups import AUDITORS, PERMISSIONS
from tests.factories.world import PERSON, World
from tests.site.matrix_papers import give_papers
from tests.site.matrix_registers import give_register

LISTS = (
    "participant",
    "enrolment",
    "completion",
    "body",
    "adhesion",
    "event",
    "register",
    "booking",
    "attendee",
    "credit",
)
OFFERED = re.compile(r'(?:href|action)="(/admin/(?:courses|snippets)/[^"#]*)"')


@pytest.fixture(scope="module")
def module_world(module_world: World, module_media: Path) -> World:
    """With a register and its papers."""
    with override_settings(MEDIA_ROOT=module_media, COURSES_PRIVATE_ROOT=f"{module_media}-private"):
        give_register(module_world)
        give_papers(module_world)
        return module_world


def screens_of(world: World) -> list[str]:
    """Every list, and the page of one of each that has one."""
    kept = {"register": world.held_register}
    records = ("participant", "body", "adhesion", "event", "register")
    lists = [reverse(f"courses_{name}_modeladmin_index") for name in LISTS]
    lists.append(reverse("courses_register_connections", args=[world.held_register.pk]))
    return lists + [
        reverse(f"courses_{name}_modeladmin_inspect", args=[(kept.get(name) or getattr(world, name)).pk])
        for name in records
    ]


def body_of(client: Client, path: str) -> str:
    """What the screen shows inside its frame: the menu and the way out are Wagtail's."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().partition("<main")[2]


def test_an_auditor_sees_people_on_every_screen_and_no_form_that_writes(world: World) -> None:
    auditor = world.browser("auditor")
    shown = {path: body_of(auditor, path) for path in screens_of(world)}

    assert [path for path, text in shown.items() if 'method="post"' in text.lower()] == []
    assert PERSON in shown[reverse("courses_participant_modeladmin_index")]


def test_nothing_an_auditor_is_offered_is_refused(world: World) -> None:
    auditor = world.browser("auditor")
    offered = {
        link.replace("&amp;", "&") for path in screens_of(world) for link in OFFERED.findall(body_of(auditor, path))
    }

    answers = {link: auditor.get(link) for link in sorted(offered)}
    files = [answer.getvalue() for answer in answers.values()]  # read to the end, they are closed

    assert {link: answer.status_code for link, answer in answers.items() if answer.status_code != 200} == {}
    assert all(files)


def test_no_list_is_taken_away_by_an_auditor(world: World) -> None:
    auditor = world.browser("auditor")
    lists = [reverse(f"courses_{name}_modeladmin_index") for name in LISTS]

    kinds = {auditor.get(path, {"export": "csv"})["Content-Type"].split(";")[0] for path in lists}

    assert kinds == {"text/html"}


def test_the_scan_an_auditor_reads_is_written_down(world: World) -> None:
    before = Entry.objects.filter(author=world.users["auditor"]).count()

    answer = world.browser("auditor").get(reverse("courses_signed_sheet", args=[world.signed_sheet.pk]))
    size = len(answer.getvalue())

    entry = Entry.objects.filter(author=world.users["auditor"]).latest("pk")
    assert (size > 0, before, entry.action) == (True, 0, "sheet.read")


def test_auditors_have_no_permission_but_to_look_and_to_take_the_file_of_an_event() -> None:
    verbs = {permission.split(".")[1].split("_")[0] for permission in PERMISSIONS[AUDITORS]}

    assert verbs == {"access", "view", "make"}
    assert [one for one in PERMISSIONS[AUDITORS] if ".make_" in one] == ["courses.make_event_file"]

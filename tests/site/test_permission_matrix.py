"""Who may do what: every address of the site × every role, against the reviewed table beside this file.

A new address needs a row: `PRINT_MATRIX=1 pytest tests/site/test_permission_matrix.py -k has_a_row -s` prints the rows
that are missing, with today's answers. Compare each with the design's table of roles before adding it: the table says
what must be, not what happens to be.
"""

import csv
import os
import sys
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from config.turns import beat
from tests.factories.world import DRAFT, PEOPLE, PERSON, ROLES, World
from tests.site.matrix import COLUMNS, OURS, Row, answer_of, committed, give_samples, questions

# Wagtail leaves the temporary file of a rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
HOW = "Print the missing rows with PRINT_MATRIX=1 (see this file's first lines), review and add them."


@pytest.fixture(scope="module")
def module_world(module_world: World, module_media: Path) -> World:
    """With what fills in the blanks of the addresses."""
    with override_settings(MEDIA_ROOT=module_media, COURSES_PRIVATE_ROOT=f"{module_media}-private"):
        return give_samples(module_world)


@pytest.fixture(autouse=True)
def at_work(world: World) -> None:
    """`/readyz` asks for a worker within the last five minutes, and all roles together may take longer."""
    beat("worker", now=timezone.now())


def show(world: World, rows: list[Row]) -> None:
    """Print rows with today's answers, to be reviewed."""
    browsers = {role: world.browser(role) for role in ROLES}
    asked = questions(world)
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    for row in rows:
        answers = {role: answer_of(browser, row.method, asked[row])[0] for role, browser in browsers.items()}
        out.writerow(row._asdict() | answers)


def test_every_address_has_a_row_and_every_row_an_address(world: World) -> None:
    asked, rows = set(questions(world)), set(committed())
    missing, stale = sorted(asked - rows), sorted(rows - asked)
    if missing and os.environ.get("PRINT_MATRIX"):
        show(world, missing)

    assert not missing, f"Addresses without a row in permission_matrix.csv: {missing}. {HOW}"
    assert not stale, f"Rows of permission_matrix.csv without an address: {stale}. Delete them."


def told_to_nobody_else(world: World, role: str) -> list[str]:
    """What must stand on no page that a role sees: visitors learn nothing, editors of no person, people of no other."""
    if role in PEOPLE:
        return [user.email for other, user in world.users.items() if other != role]
    return {"visitor": [PERSON, DRAFT], "editor": [PERSON], "approver": [PERSON]}.get(role, [])


def asked_of(world: World, role: str) -> dict[Row, str]:
    """What a role is asked. Wagtail's own screens refuse all who are no staff at one door: one of them knocks there."""
    asked = questions(world)
    if role in PEOPLE[1:]:
        return {row: path for row, path in asked.items() if not is_wagtails(row)}
    return asked


def is_wagtails(row: Row) -> bool:
    """Whether the address is of Wagtail's administration, and not a screen of ours in it."""
    return row.pattern.startswith("admin/") and not OURS.match(row.name)


def test_of_wagtails_own_screens_the_table_says_the_same_of_all_who_are_no_staff() -> None:
    wagtails = [[line[role] for role in PEOPLE] for row, line in committed().items() if is_wagtails(row)]

    assert len(wagtails) > 200
    assert [answers for answers in wagtails if len(set(answers)) > 1] == []


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_each_role_as_the_table_says_and_tells_it_of_nobody_else(world: World, role: str) -> None:
    browser, rows, secrets = world.browser(role), committed(), told_to_nobody_else(world, role)
    wrong, telling = {}, []

    for row, path in asked_of(world, role).items():
        word, text = answer_of(browser, row.method, path)
        if row in rows and word != rows[row][role]:
            wrong[row] = word
        telling += [(row, secret) for secret in secrets if secret.lower() in text]

    assert (wrong, telling) == ({}, [])


def test_no_address_fails_for_anybody_but_the_one_made_to_fail() -> None:
    answers = {
        line[role] for row, line in committed().items() for role in ROLES if row.name != "wagtailadmin_error_test"
    }

    # 400 and 401 are said to a telephone that sends marks
    assert answers == {"200", "400", "401", "403", "404", "405", "gate", "password", "login", "refused", "redirect"}

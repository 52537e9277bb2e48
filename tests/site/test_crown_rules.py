"""The rules of the design's table of roles that matter most, in words: who never sees a person, who never publishes."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from courses.groups import SECRETARIAT
from courses.people.models import Participant
from tests.factories.people import make_user
from tests.factories.world import PEOPLE, PERSON, World
from tests.site.matrix import Row, addresses, committed

TRACKING = "courses_"
PUBLIC_FACTS = "courses_municipality_chooser:"  # the list of Italian municipalities, to choose from in a form
# Of what editors write and of nobody: how questions go, from five people on, and what is wrong with a scenario.
HOW_IT_GOES = ("courses_quizzes", "courses_quiz_figures", "courses_quiz_file", "courses_simulation_")
ACCOUNTS = ("wagtailusers_users:", "wagtailusers_groups:")
SETTINGS = ("wagtailsettings:", "wagtailsites:", "wagtailredirects:", "settings ")
CLOSED = {"login", "403", "404", "405", "refused"}
OUTSIDERS = ("visitor", *PEOPLE, "editor", "approver")


def open_to(role: str, *prefixes: str) -> list[Row]:
    """The rows of the table under these names that answer a role with more than a refusal."""
    return [row for row, line in committed().items() if row.name.startswith(prefixes) and line[role] not in CLOSED]


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_but_the_secretariat_enters_the_tracking_screens(role):
    open_ones = open_to(role, TRACKING, "barrier_reports:")

    free = (PUBLIC_FACTS, *HOW_IT_GOES) if role in ("editor", "approver") else (PUBLIC_FACTS,)
    assert [row for row in open_ones if not row.name.startswith(free)] == []


@pytest.mark.parametrize("role", [*OUTSIDERS, "secretariat"])
def test_accounts_and_groups_are_the_superusers(role):
    assert open_to(role, *ACCOUNTS) == []


@pytest.mark.parametrize("role", [*OUTSIDERS, "secretariat"])
def test_settings_are_the_superusers_but_for_the_menu_which_approvers_keep(role):
    assert [row.name for row in open_to(role, *SETTINGS)] == (["settings SiteMenu"] if role == "approver" else [])


def test_editors_write_and_do_not_publish():
    publishing = ("unpublish", "delete", "move", "workflow_action", "set_privacy", "revisions_unschedule")

    assert open_to("editor", *(f"wagtailadmin_pages:{verb}" for verb in publishing)) == [
        # a question on a page of its own; the answer by POST is refused, as the table says
        Row("wagtailadmin_pages:move_confirm", "GET", committed_pattern("wagtailadmin_pages:move_confirm")),
    ]
    assert Row("wagtailadmin_pages:edit", "GET", committed_pattern("wagtailadmin_pages:edit")) in open_to(
        "editor", "wagtailadmin_pages:edit"
    )


def committed_pattern(name: str) -> str:
    return next(row.pattern for row in committed() if row.name == name)


def test_there_is_no_history_form_or_deletion_of_records_and_no_public_api():
    names = {name for name, _pattern in addresses()}
    modeladmin = {name.rsplit("_", 1)[1] for name in names if "_modeladmin_" in name}

    assert modeladmin == {"index", "inspect"}
    assert not [pattern for _name, pattern in addresses() if "api" in pattern and not pattern.startswith("admin/api/")]


@pytest.mark.parametrize("role", ["editor", "approver"])
@pytest.mark.parametrize("action", ["delete", "assign_role", "set_active_state"])
def test_wagtails_bulk_actions_on_accounts_name_nobody(world: World, role, action):
    address = f"/admin/bulk/accounts/user/{action}/?id={world.users['participant'].pk}"
    answer = world.browser(role).get(address)
    world.browser(role).post(address)

    assert PERSON.lower() not in answer.content.decode().lower()
    world.users["participant"].refresh_from_db()
    assert world.users["participant"].is_active


@pytest.mark.parametrize("role", ["editor", "approver"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/reports/site-history/?object_type=&user=&label={person}",
        "/admin/pages/search/?q={person}",
        "/admin/choose-page/search/?q={person}",
        "/admin/documents/?q={person}",
        "/admin/tag-autocomplete/?term={person}",
        "/admin/reports/workflow/?requested_by=",
    ],
)
def test_the_history_of_what_the_secretariat_did_is_not_the_editors(world: World, role, address):
    world.browser("secretariat").post(f"/admin/segnalazioni/edit/{world.report.pk}/", {"answered_on": "2026-03-02"})

    answer = world.browser(role).get(address.format(person=PERSON))

    text = answer.content.decode().replace(f'value="{PERSON}"', "").replace(f"<em>{PERSON}</em>", "")
    assert f"{PERSON.lower()}@" not in text.lower()
    assert world.report.page_address not in text


@pytest.mark.parametrize("export", ["csv", "xlsx"])
@pytest.mark.parametrize("model", ["participant", "enrolment", "completion", "body"])
def test_exporting_needs_its_own_permission(world: World, model, export):
    address = f"/admin/courses/{model}/?export={export}"
    group = Group.objects.get(name=SECRETARIAT)

    assert [world.browser(role).get(address).status_code for role in ("participant", "editor", "approver")] == [403] * 3
    file = world.browser("secretariat").get(address)
    assert (file.status_code, bool(file.getvalue())) == (200, True)  # read to its end, the file is closed
    group.permissions.remove(group.permissions.get(codename=f"export_{model}"))
    assert world.browser("secretariat").get(address).status_code == 403


def test_a_permission_taken_away_is_gone_at_the_next_request(world: World):
    browser = world.browser("secretariat")
    before = browser.get("/admin/courses/participant/").status_code

    world.users["secretariat"].groups.clear()

    assert (before, browser.get("/admin/courses/participant/").status_code) == (200, 403)


def test_fields_that_nobody_offered_change_nothing(world: World):
    person = world.participant
    data = {"given_name": "Nuovo", "family_name": "Nome", "role": "mayor", "gender": "", "municipality_name": ""}
    forged = {"user": 1, "email": "altra@example.com", "is_staff": "on", "is_superuser": "on", "state": "completed"}

    world.browser("participant").post("/area-personale/dati/", data | forged)

    found = Participant.objects.select_related("user").get(pk=person.pk)
    assert (found.given_name, found.email, found.user_id) == ("Nuovo", person.email, person.user_id)
    assert (found.user.is_staff, found.user.is_superuser) == (False, False)


def test_who_is_signed_in_without_a_place_in_the_administration_is_told_so_at_once(world: World):
    answers = [world.browser("participant").get(path) for path in ("/admin/", "/admin/users/", "/admin/non-esiste/")]

    assert [answer.status_code for answer in answers] == [403] * 3


def test_a_new_account_of_staff_without_groups_enters_nothing(db):
    browser = Client()
    browser.force_login(make_user())

    assert browser.get("/admin/").status_code == 403

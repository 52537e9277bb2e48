"""`/healthz`, `/readyz`, the page of an unreachable database, and the turns of workers (checklist F 54)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import health
from config.management.commands import scheduler
from config.models import Turn
from config.turns import give_back, take
from config.warming import ALWAYS, warm
from tests.factories.world import World
from tests.site.test_production import manage

NOW = timezone.now()
WORKER = "Il servizio che lavora in secondo piano è fermo da qualche minuto: lettere e file aspettano."
DATABASE = "L’archivio non risponde."


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


def away(*_statement: object) -> None:
    raise OperationalError("connection to server at 10.0.0.7, port 5432 failed")


def test_alive_is_said_without_the_database(browser: Client) -> None:
    answer = browser.get("/healthz")  # without the mark for it, pytest-django refuses any use of the database

    assert (answer.status_code, answer.json(), "no-store" in answer["Cache-Control"]) == (200, {"alive": True}, True)


@pytest.mark.django_db
def test_ready_once_the_worker_has_worked(browser: Client) -> None:
    before = browser.get("/readyz")
    call_command("tick", verbosity=0)
    after = browser.get("/readyz")

    assert (before.status_code, before.json()["missing"]) == (503, [WORKER])
    assert (after.status_code, after.json()) == (200, {"ready": True, "missing": []})


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_missed(browser: Client) -> None:
    call_command("tick", verbosity=0)
    Turn.objects.update(ended_at=NOW - timedelta(minutes=6))

    assert browser.get("/readyz").json()["missing"] == [WORKER]


@pytest.mark.django_db
def test_a_version_waits_for_its_migrations(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    call_command("tick", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'config'")

    assert browser.get("/readyz").json()["missing"] == [
        "L’archivio non è aggiornato a questa versione: va eseguito «migrate»."
    ]


@pytest.mark.django_db
def test_a_cache_that_keeps_nothing_is_named(browser: Client, settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    call_command("tick", verbosity=0)

    assert browser.get("/readyz").json()["missing"] == ["La memoria di passaggio non conserva ciò che riceve."]
    cache.clear()


@pytest.mark.django_db
def test_a_database_that_is_away_is_named_without_its_address(browser: Client) -> None:
    with connection.execute_wrapper(away):
        answer = browser.get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (503, [DATABASE])


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_without_its_database_the_site_says_so_on_every_page_and_to_everybody(world: World) -> None:
    pages = ["/", "/formazione/", world.lesson.get_url(), "/area-personale/", "/admin/", "/account/login/", "/a-z/"]
    found = {}
    for role in ("visitor", "participant", "superuser"):
        browser = world.browser(role)
        browser.raise_request_exception = False
        with connection.execute_wrapper(away):
            for path in pages:
                answer = browser.get(path)
                found[role, path] = (answer.status_code, answer.headers.get("Retry-After"))
                if answer.status_code == 503:
                    assert "L’archivio del sito non risponde" in answer.content.decode()
                    assert "10.0.0.7" not in answer.content.decode()

    # visitors are sent to sign in, and find the form: neither asks the database anything
    without = {
        key for key in found if key[0] == "visitor" and key[1] in {"/area-personale/", "/admin/", "/account/login/"}
    }
    assert {answer for key, answer in found.items() if key not in without} == {(503, "30")}
    assert {found[key][0] for key in without} <= {200, 302, 503}


@pytest.mark.django_db
def test_an_error_of_our_own_stays_an_error(browser: Client) -> None:
    def wrong(*_statement: object) -> None:
        raise ZeroDivisionError

    with connection.execute_wrapper(wrong):
        assert browser.get("/").status_code == 500


def test_a_server_that_refuses_connections_is_answered_for(tmp_path: Path) -> None:
    asked = (
        "from django.test import Client; browser = Client(raise_request_exception=False);"
        "answers = [browser.get(path, headers={'host': 'coalizione.example', 'x-forwarded-proto': 'https'})"
        " for path in ('/', '/healthz', '/readyz', '/calendario/')];"
        "print(*[answer.status_code for answer in answers], answers[0]['Retry-After'])"
    )

    done = manage("shell", "--no-imports", "-c", asked, DATABASE_URL="postgres://nobody@127.0.0.1:9/none")

    assert done.stdout.split() == ["503", "200", "503", "503", "30"], done.stderr


@pytest.mark.django_db
def test_recurring_work_is_done_by_one_and_again_in_its_time() -> None:
    every = timedelta(minutes=2)

    first, second = take("x", every=every, now=NOW), take("x", every=every, now=NOW)
    give_back("x", now=NOW + timedelta(seconds=3))
    early = take("x", every=every, now=NOW + timedelta(seconds=119))
    due = take("x", every=every, now=NOW + timedelta(seconds=120))

    assert (first, second, early, due) == (True, False, False, True)


@pytest.mark.django_db
def test_work_whose_process_died_is_taken_up_by_another() -> None:
    every = timedelta(minutes=2)
    take("x", every=every, now=NOW)

    taken = [take("x", every=every, now=NOW + timedelta(minutes=minutes)) for minutes in (9, 10)]

    assert taken == [False, True]


@pytest.mark.django_db
def test_a_seal_that_does_not_hold_is_in_the_log_and_stops_nothing(monkeypatch, caplog) -> None:
    def broken() -> None:
        raise scheduler.CommandError("1 registro è stato cambiato.")

    done: list[str] = []
    works = (
        scheduler.Work("registers", timedelta(hours=20), broken),
        scheduler.Work("last", timedelta(hours=20), lambda: done.append("last")),
    )
    monkeypatch.setattr(scheduler, "WORKS", works)

    failed = scheduler.run_due(NOW)

    assert (failed, done, "registers: 1 registro è stato cambiato." in caplog.text) == (True, ["last"], True)


@pytest.mark.django_db
def test_the_scheduler_runs_each_work_of_the_night() -> None:
    three = timezone.localtime(NOW).replace(hour=3, minute=10)

    assert scheduler.run_due(three) is False
    assert set(Turn.objects.values_list("name", flat=True)) == {work.name for work in scheduler.WORKS}


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_a_process_has_drawn_the_visitors_pages_before_it_takes_part(world: World, settings, monkeypatch) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    application = get_wsgi_application()

    drawn = warm(application)

    assert drawn > len(ALWAYS)
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(world.course.get_url()).status_code == 200
    assert len(asked) == 1  # the token of the edition: all else was kept


@pytest.mark.django_db
def test_a_database_that_is_away_stops_no_start(monkeypatch) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)

    with connection.execute_wrapper(away):
        assert warm(get_wsgi_application()) in range(len(ALWAYS))

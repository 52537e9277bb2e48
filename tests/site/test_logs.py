"""Logs: one line of JSON each, the request's number in all of them, nobody in any (checklist A 10, C 32)."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from config.logs import JsonLines, logging_to, request_number
from config.requests import HEADER
from config.services import without_person
from tests.factories.world import PERSON, World

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What production would write, line by line."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    keep, root = Keep(), logging.getLogger()
    keep.setFormatter(JsonLines())
    levels = {name: logger["level"] for name, logger in logging_to("INFO")["loggers"].items()}
    before = {name: logging.getLogger(name).level for name in levels}
    root.addHandler(keep)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    yield written
    root.removeHandler(keep)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def error_line(error: Exception) -> dict:
    try:
        raise error
    except Exception as raised:
        info = (type(raised), raised, raised.__traceback__)
        return json.loads(JsonLines().format(logging.LogRecord("django", 40, "", 1, "Failed", (), info)))


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["a1b2c3d4-e5f6", "0123456789abcdef" * 2])
def test_the_proxys_number_is_kept(given: str) -> None:
    assert Client().get("/healthz", headers={HEADER: given})[HEADER] == given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "a b c d e f g h", "mario@comune.example", "<script>1</script>"]
)
def test_a_number_that_is_none_is_replaced(given: str) -> None:
    made = Client().get("/healthz", headers={HEADER: given})[HEADER]

    assert (made != given, len(made)) == (True, 32)


def test_each_line_of_a_request_has_its_number_and_nobody(world: World, lines: list[str]) -> None:
    browser, number = world.browser("participant"), "numero-di-prova"
    paths = [
        "/area-personale/?q=segreto",
        "/comuni/?q=" + PERSON,
        "/attestati/verifica/?codice=ABCDEF",
        "/x%0d%0ay/segreto/",
    ]
    for path in paths:
        browser.get(path, headers={HEADER: number})

    told = [json.loads(line) for line in lines]
    answered = [each for each in told if each["message"] == "answered"]
    assert len(answered) == len(paths)
    assert {each["request"] for each in told} == {number}
    assert [set(each) for each in answered[:1]] == [
        {"time", "level", "logger", "message", "request", "method", "route", "status", "ms"}
    ]
    text = "".join(lines)
    secrets = ["segreto", PERSON, "ABCDEF", world.users["participant"].email, "127.0.0.1"]
    assert [secret for secret in secrets if secret in text] == []
    assert request_number.get() == ""


def test_an_address_with_a_token_is_logged_by_its_route(world: World, lines: list[str]) -> None:
    world.browser("visitor").get("/inviti/abcdef0123456789/")
    world.browser("visitor").get(world.document.url)

    assert "abcdef0123456789" not in "".join(lines)
    assert str(world.document.pk) not in json.loads(lines[-1])["route"]


def test_an_error_is_told_by_its_kinds_and_places_and_never_by_its_words() -> None:
    told = error_line(ValueError("Mario Rossi <mario@comune.example>"))

    assert told["error"] == ["ValueError"]
    assert [place.split(" ")[1] for place in told["where"]] == ["error_line"]
    assert "Mario" not in json.dumps(told)


def test_what_others_log_is_printed_without_its_values() -> None:
    record = logging.LogRecord("wagtail.admin", 40, "", 1, "Failed to send to %s", ("mario@comune.example",), None)
    ours = logging.LogRecord("courses.post.actions", 30, "", 1, "Letter %s was not sent: %s", (7, "OSError"), None)

    said = [json.loads(JsonLines().format(each))["message"] for each in (record, ours)]

    assert said == ["Failed to send to %s", "Letter 7 was not sent: OSError"]


def test_nobody_writes_a_line_of_their_own() -> None:
    record = logging.LogRecord("courses", 30, "", 1, "said: %s", ('a\r\n{"level": "INFO"}\u2028',), None)

    assert JsonLines().format(record).splitlines()[1:] == []


def test_sentry_is_told_of_the_error_and_of_nobody() -> None:
    event = {
        "user": {"ip_address": "10.0.0.1"},
        "request": {"method": "POST", "url": "https://sito/inviti/abc/", "query_string": "a=b", "cookies": {}},
        "logentry": {"message": "Mario"},
        "exception": {"values": [{"type": "ValueError", "value": "Mario Rossi"}]},
    }

    told = without_person(event, {})

    assert told == {"request": {"method": "POST"}, "exception": {"values": [{"type": "ValueError", "value": ""}]}}

"""`/metrics`: figures for who shows the token, of all processes of a machine, and nothing of a person."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from config.models import Turn
from courses.post.models import Letter
from tests.factories.world import World

TOKEN = "una-parola-lunga-e-segreta"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched() -> Iterator[None]:
    """Somebody keeps watch over this site."""
    with override_settings(METRICS_TOKEN=TOKEN):
        yield


def figures() -> dict[str, float]:
    """What is told, by its name and labels; under any host name, without HTTPS."""
    answer = Client().get("/metrics", headers=SHOWN | {"Host": "10.0.0.7"})
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer un-altra"}, {"Authorization": TOKEN}])
def test_without_the_token_there_is_no_such_address(watched: None, world: World, shown: dict[str, str]) -> None:
    assert world.browser("superuser").get("/metrics", headers=shown, follow=True).status_code == 404


def test_where_no_token_is_set_none_is_right(world: World, client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}, follow=True).status_code == 404


def test_it_tells_how_things_stand(watched: None) -> None:
    Letter.objects.all().delete()
    for number, (state, hours) in enumerate([("queued", 2), ("queued", 1), ("failed", 30), ("sent", 90)]):
        letter = Letter.objects.create(cause=f"{number}", kind="prova", recipient="anna@example.org", state=state)
        Letter.objects.filter(pk=letter.pk).update(written_at=timezone.now() - timedelta(hours=hours))
    Turn.objects.create(name="worker", begun_at=timezone.now(), ended_at=timezone.now() - timedelta(seconds=90))

    told = figures()

    letters = {state: told[f'coalizione_letters{{state="{state}"}}'] for state in ("queued", "failed", "doubtful")}
    assert letters == {"queued": 2, "failed": 1, "doubtful": 0}
    assert 'state="sent"' not in str(told)
    assert 7200 <= told["coalizione_oldest_letter_seconds"] < 7260
    assert 90 <= told['coalizione_since_work_seconds{work="worker"}'] < 150


def test_answers_are_counted_by_route_and_name_nobody(watched: None, world: World) -> None:
    browser = world.browser("participant")
    browser.get(world.lesson.get_url())
    browser.get(reverse("courses:desk"))
    browser.get("/nessuna/anna.verdi@example.org/")
    browser.generic("INVENTATO", "/calendario/")

    text = browser.get("/metrics", headers=SHOWN).content.decode()

    assert 'route="/area-personale/",status="200"' in text
    assert 'route="pages",status="200"' in text
    assert 'route="not found",status="404"' in text
    assert 'method="other"' in text and "INVENTATO" not in text
    assert "@" not in text and world.lesson.slug not in text

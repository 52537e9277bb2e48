"""The municipalities of Italy, ten thousand people from one file, and what the field of municipalities proposes.

Goals: 7,896 municipalities within 5 s, 10,000 people within 60 s with checks, trail and invitations, an answer to
somebody typing within 5 ms of the processor.
"""

import os
import time
from collections.abc import Callable

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from courses.people.models import Participant  # noqa: E402
from courses.territory.models import Municipality  # noqa: E402
from courses.territory.queries import municipalities_in_range  # noqa: E402
from tests.bench.goals import short  # noqa: E402
from tests.bench.side_by_side import Browser, Case, cost, counted  # noqa: E402
from tests.factories.officials import save_people  # noqa: E402

PEOPLE = 10_000
GOALS = {"municipalities": 5.0, "people": 60.0, "autocomplete": 5.0}  # seconds, seconds, milliseconds
TYPED = ("ro", "cast", "san giov", "reggio nell")


def people() -> None:
    """A file of the secretariat: officials of the municipalities in range, each with an address."""
    places = list(municipalities_in_range().order_by("pk").values_list("name", "province__sigla"))
    rows = [
        f"Ugo {n};Foscolo {n};funzionario;p{n}@comune.example;{places[n % len(places)][0]};{places[n % len(places)][1]}"
        for n in range(PEOPLE)
    ]
    save_people(*rows)


def timed(name: str, act: Callable[[], object], told: Callable[[], str]) -> None:
    """Do it once: how long it took."""
    begun = time.perf_counter()
    act()
    took = time.perf_counter() - begun
    print(f"{name:16} {took:6.1f} s (goal {GOALS[name]:.0f}): {told()}{short(took > GOALS[name])}", flush=True)


def main() -> None:
    """One after the other."""
    call_command("migrate", verbosity=0)
    import_all = lambda: call_command("import_municipalities", verbosity=0)  # noqa: E731
    timed("municipalities", import_all, lambda: f"{Municipality.objects.count()} of them")
    timed("people", people, lambda: f"{Participant.objects.count()} saved")
    visitor = Browser()
    for typed in TYPED:
        address = f"{reverse('courses:municipality_search')}?q={typed.replace(' ', '+')}"
        case = Case(lambda address=address: visitor.ask(address), 2, {})
        queries, spent = counted(case), min(cost(case) for _round in range(5))
        goal = GOALS["autocomplete"]
        print(f"autocomplete     {spent:6.1f} ms (goal {goal:.0f}): «{typed}», {queries} queries{short(spent > goal)}")


if __name__ == "__main__":
    with override_settings(COURSES_WORK_AT_COMMIT=False):
        main()

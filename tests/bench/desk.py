"""The dashboard, the first page of every list and the reports over the database that `seed_scale` filled.

    FULL=1 scripts/bench desk exports

or, against a database that is filled already,

    TEST_DATABASE_URL=… python -m tests.bench.desk

Milliseconds, the best of five, by Django's client. What is beyond Python's part is the database's, and waiting.
"""

import os
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from courses.groups import SECRETARIAT  # noqa: E402
from tests.bench.goals import short  # noqa: E402

LISTS = (
    *("participant", "enrolment", "completion", "body", "adhesion", "event", "register", "certificate", "letter"),
    *("booking", "attendee", "credit", "municipality", "round"),
)
ROUNDS = 5
CEILINGS = {True: 200, False: 1000}  # of the dashboard and first pages; of what filters ask for, a report


def addresses() -> dict[str, str]:
    """What is measured, by its name."""
    lists = {f"list of {name}": reverse(f"courses_{name}_modeladmin_index") for name in LISTS}
    found = {f"{name}, searched": f"{lists[name]}?q=rossi+anna" for name in lists if "participant" in name}
    asked = {
        "presences, absent": f"{lists['list of attendee']}?presence=absent",
        "presences of a region": f"{lists['list of attendee']}?region=Puglia",
        "hours of a role": f"{lists['list of credit']}?role=official&present=yes",
        "progress and hours": f"{lists['list of enrolment']}?col=progress,hours",
        "bodies not reached": f"{lists['list of body']}?reached=no",
        "municipalities reached": f"{lists['list of municipality']}?reached=yes",
    }
    return {
        "dashboard": reverse("courses_dashboard"),
        "dashboard by province": f"{reverse('courses_dashboard')}?livello=province&mappa=coverage",
        "table by province": f"{reverse('courses_breakdown')}?per=province",
        **lists,
        **found,
        **asked,
    }


def measure(client: Client, address: str) -> tuple[float, float]:
    """The best of some rounds, and its part at work here; raises AssertionError for a page that does not come."""
    times = []
    for _round in range(ROUNDS):
        start, worked = perf_counter(), process_time()
        answer = client.get(address)
        times.append(((perf_counter() - start) * 1000, (process_time() - worked) * 1000))
        assert answer.status_code == 200, (address, answer.status_code, answer.headers.get("Location"))
    return min(times)


def main() -> None:
    """Ask for every page as the secretariat does."""
    user, _made = get_user_model().objects.get_or_create(email="misura@example.org")
    user.groups.add(Group.objects.get(name=SECRETARIAT))
    client = Client()
    client.force_login(user)
    for name, address in addresses().items():
        wall, work = measure(client, address)
        ceiling = CEILINGS["?" not in address]
        print(f"{name:32} {wall:6.0f} ms (goal {ceiling}), {work:4.0f} of them Python's{short(wall > ceiling)}")


if __name__ == "__main__":
    main()

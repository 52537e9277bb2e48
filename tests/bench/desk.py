"""The dashboard and the first page of every list, over the database that `seed_scale` filled.

    TEST_DATABASE_URL=… DJANGO_SETTINGS_MODULE=config.settings.test manage.py migrate, then seed_scale --size full
    TEST_DATABASE_URL=… python -m tests.bench.desk

Not a part of `scripts/bench` yet: making the data takes minutes. Milliseconds, the best of five, by Django's client.
"""

import os
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from courses.groups import SECRETARIAT  # noqa: E402

LISTS = ("participant", "enrolment", "completion", "body", "adhesion", "event", "register", "certificate", "letter", "booking", "attendee", "credit", "municipality", "round")
ROUNDS = 5
CEILING = 200


def addresses() -> dict[str, str]:
    """What is measured, by its name."""
    lists = {f"list of {name}": reverse(f"courses_{name}_modeladmin_index") for name in LISTS}
    found = {f"{name}, searched": f"{lists[name]}?q=rossi+anna" for name in lists if "participant" in name}
    asked = {
        "presences, absent": f"{lists['list of attendee']}?presence=absent",
        "presences of a region": f"{lists['list of attendee']}?region=Puglia",
        "hours of a role": f"{lists['list of credit']}?role=official&present=yes",
        "progress by module": f"{lists['list of enrolment']}?col=module_1,module_2,hours",
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


def measure(client: Client, address: str) -> float:
    """The best of some rounds; raises AssertionError for a page that does not come."""
    times = []
    for _round in range(ROUNDS):
        start = perf_counter()
        answer = client.get(address)
        times.append((perf_counter() - start) * 1000)
        assert answer.status_code == 200, (address, answer.status_code, answer.headers.get("Location"))
    return min(times)


def main() -> None:
    """Ask for every page as the secretariat does."""
    user, _made = get_user_model().objects.get_or_create(email="misura@example.org")
    user.groups.add(Group.objects.get(name=SECRETARIAT))
    client = Client()
    client.force_login(user)
    for name, address in addresses().items():
        took = measure(client, address)
        print(f"{name:32} {took:7.0f} ms{'  over ' + str(CEILING) if took > CEILING else ''}")


if __name__ == "__main__":
    main()

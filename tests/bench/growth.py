"""What grows with the number of participants: pages and the desk of the secretariat at 1, 10 and (FULL=1) 100 times.

One is a hundredth of the made-up programme of `seed_scale` (1,000 officials), a hundred the whole of it. Each size is a
copy of one database. Pages by the CPU of a request beside session + user of the same size; of the desk, whose work is
the database's, the best wall time too. Nothing of cases 1 may ask more or cost more: that is said.
"""

import os
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench import pages, quizzes  # sets Django up
from tests.bench.goals import short
from tests.bench.side_by_side import WHO, Browser, Case, Cases, counted, measure

# after it
from django.contrib.auth import get_user_model  # isort: skip
from django.contrib.auth.models import Group  # isort: skip
from django.core.management import call_command  # isort: skip
from django.db import connection  # isort: skip
from django.test.utils import override_settings  # isort: skip
from django.urls import reverse  # isort: skip

from courses.editions.queries import forget  # isort: skip
from courses.enrolment.models import Enrolment, State  # isort: skip
from courses.groups import SECRETARIAT  # isort: skip
from courses.people.models import Participant  # isort: skip

SIZES = {1: "hundredth", 10: "tenth", 100: "full"}
ROUNDS = 3
MAY_GROW = 1.25  # the machine drifts by more from one minute to the next than a page may
Found = dict[str, tuple[int, float, float]]  # statements, part of session + user, milliseconds


def use(name: str, template: str = "") -> None:
    """Go over to a database, a copy of another if one is named."""
    if template:
        connection.close()
        connection.settings_dict["NAME"] = "postgres"
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    forget()


def desk_cases() -> Cases:
    """The secretariat's: the list of enrolments, the dashboard, one official."""
    user, _made = get_user_model().objects.get_or_create(email="misura@example.org")
    user.groups.add(Group.objects.get(name=SECRETARIAT))
    browser = Browser(user)
    one = Participant.objects.filter(enrolments__isnull=False).order_by("pk").first()
    addresses = {
        "list of enrolments": reverse("courses_enrolment_modeladmin_index"),
        "dashboard": reverse("courses_dashboard"),
        "one official": reverse("courses_participant_modeladmin_inspect", args=[one.pk]),
    }
    return {name: _page(browser, address) for name, address in addresses.items()}


def _page(browser: Browser, address: str) -> Case:
    return Case(lambda: browser.ask(address), 0, {})


def found_at(size: int, base: str) -> Found:
    """Everything measured over a copy of the base with so many people."""
    use(f"growth{size}", base)
    call_command("seed_scale", size=SIZES[size], verbosity=0)
    ready = Enrolment.objects.filter(state=State.ACTIVE, participant__user__isnull=False)
    enrolment = ready.select_related("participant__user").order_by("pk").first()
    print(f"{size} times: {Participant.objects.count()} people", flush=True)
    cases = pages.cases(enrolment) | quizzes.cases(enrolment) | desk_cases()
    queries = {name: counted(case) for name, case in cases.items()}
    walls = {name: min(_wall(case) for _round in range(5)) for name, case in cases.items()}
    spent = measure(cases, ROUNDS)
    ratios = {name: median(each[WHO] / each[name] for each in spent) for name in cases}
    return {name: (queries[name], ratios[name], walls[name]) for name in cases}


def _wall(case: Case) -> float:
    begun = perf_counter()
    case.ask()
    took = (perf_counter() - begun) * 1000
    if case.after is not None:
        case.after()
    return took


def told(name: str, found: dict[int, Found], is_desk: bool) -> str:
    """One line of the table, with what grew where nothing may."""
    least, most = (found[size][name] for size in (min(found), max(found)))
    cells = [f"{each[name][0]:4} {each[name][1]:7.2f} {each[name][2]:8.1f}" for each in found.values()]
    # a machine that drifts moves the yardstick or the time, what grows moves both
    slower = most[1] * MAY_GROW < least[1] and most[2] > least[2] * MAY_GROW
    grew = most[0] > least[0] or (not is_desk and slower)
    return f"{name:22}{' |'.join(cells)}{short(grew, 'it grows')}"


def main() -> None:
    """Each size after the other, then the table."""
    pages.prepare()
    base: Any = connection.settings_dict["NAME"]
    sizes = [size for size in SIZES if size < 100 or os.environ.get("FULL")]
    found = {size: found_at(size, base) for size in sizes}
    desk = desk_cases()
    heads = " |".join(f"{f'{size}x: queries, of who, ms':>21}" for size in sizes)
    print(f"{'':22}{heads}")
    for name in found[1]:
        print(told(name, found, name in desk))
    use(base)


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.bench.yardsticks", COURSES_WORK_AT_COMMIT=False):
        main()

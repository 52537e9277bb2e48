"""Certificates a second: `issue_due` as the tick calls it, with numbers, files, seals, trail and letters.

Goal: 80 a second on two cores. Each round issues as many from the same start, one after the other, since the machine
drifts; the time of the process itself is told beside the time that passed. `make bench` runs it on PostgreSQL; with no
TEST_DATABASE_URL it runs on SQLite.
"""

import os
import time
from datetime import timedelta
from statistics import median

import django

PEOPLE, ROUNDS, GOAL = 400, 3, 80

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.host.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from courses.certificates.actions import issue_due, save_template  # noqa: E402
from courses.certificates.models import Certificate, CertificateFile, NumbersOfYear  # noqa: E402
from courses.certificates.wording import read_picture  # noqa: E402
from courses.post.models import Letter  # noqa: E402
from tests.bench.goals import short  # noqa: E402
from tests.factories.agenda import make_day_page, make_event, make_teacher  # noqa: E402
from tests.factories.certificates import make_credits, make_picture  # noqa: E402


def prepare() -> None:
    """One day that as many people attended as one round issues certificates for; a template with two logos."""
    call_command("migrate", verbosity=0)
    event = make_event(make_day_page(), teachers=[make_teacher()])
    make_credits(event, PEOPLE)
    logo = read_picture(make_picture((600, 200)))
    words = {"title": "Attestato di partecipazione", "office": "Il Segretario generale", "signer": "Maria Rossi"}
    save_template(
        kind="event",
        author=None,
        pictures={"logo1": logo, "logo2": logo},
        alternatives={"logo1": "Unione europea", "logo2": "ANCI"},
        sentence="ha frequentato ${attivita} ${titolo}, ${quando}, per ${ore} su ${ore_totali}.",
        funding="Cofinanziato dal Fondo Asilo, Migrazione e Integrazione.",
        **words,
    )


def reset() -> None:
    """Nobody has a certificate."""
    for model in (CertificateFile, Certificate, NumbersOfYear, Letter):
        model.objects.all().delete()


def main() -> None:
    """Rounds of the same work; the first certificate warms fonts and words up."""
    prepare()
    paces = []
    for number in range(1, ROUNDS + 1):
        reset()
        issue_due(within=timedelta(seconds=0.01))
        before = Certificate.objects.count()
        begun, worked = time.perf_counter(), time.process_time()
        issued = issue_due(within=timedelta(minutes=10))
        took, used = time.perf_counter() - begun, time.process_time() - worked
        paces.append(issued / took)
        true = before + issued == Certificate.objects.count() == NumbersOfYear.objects.get().last == PEOPLE
        print(
            f"round {number}: {paces[-1]:6.1f}/s   {issued / used:6.1f} per second of processor   counts true: {true}"
        )
    print(f"median {median(paces):.1f}/s (goal 80){short(median(paces) < GOAL)}")


if __name__ == "__main__":
    # as in production: a worker sends the letters
    with override_settings(COURSES_WORK_AT_COMMIT=False):
        main()

"""A whole programme made up to measure with: the same on every run of one day, all people invented.

Rows are written past the actions: no letters, no audit trail, no seals. It is for measuring, and nothing else.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from courses.adhesion.models import Adhesion
from courses.figures.queries import municipalities_in_range
from courses.people.models import Gender, Participant, Role
from courses.post.models import Letter
from courses.scale.bulk import load, next_key
from courses.territory.models import Body, Municipality
from courses.territory.queries import body_of_the_day

SEED = 2018
WOMEN = ("Anna", "Carla", "Elena", "Gina", "Irene", "Marta", "Nadia", "Paola", "Rita", "Sara", "Vera", "Zoe")
MEN = ("Bruno", "Dario", "Fabio", "Hassan", "Luca", "Omar", "Teo", "Ugo")
FAMILY = (
    *("Bianchi", "Bruni", "Conti", "Costa", "D'Angelo", "De Luca", "Esposito", "Ferrari", "Fontana", "Gallo", "Greco"),
    *("Lombardi", "Mancini", "Marini", "Moretti", "Neri", "Ricci", "Rizzo", "Romano", "Rossi", "Russo", "Serra"),
)
ROLES = (Role.MAYOR, Role.EXECUTIVE_COUNCILLOR, Role.COUNCILLOR, Role.SECRETARY, Role.EXECUTIVE, Role.OTHER)
COURSES = 3
ACTIVITIES = 10  # of each course


@dataclass
class World:
    """What is made, and what later parts need of the earlier ones."""

    fraction: float
    today: date
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 -- made-up data
    bodies: list[Body] = field(default_factory=list)
    people: list[tuple[int, Body, str]] = field(default_factory=list)  # participant, body, role

    def many(self, whole: int) -> int:
        """So many of the whole programme's."""
        return max(1, round(whole * self.fraction))

    def moment(self, earliest: int = 360, latest: int = 1) -> datetime:
        """A working hour between so many days ago and so many."""
        day = self.today - timedelta(days=self.chance.randint(latest, earliest))
        return timezone.make_aware(datetime.combine(day, time(self.chance.randint(8, 18), self.chance.randint(0, 59))))

    def uuid(self) -> UUID:
        """Random, and the same on every run."""
        return UUID(int=self.chance.getrandbits(128), version=4)


def course_key(number: int) -> UUID:
    """Of a made-up course."""
    return uuid5(NAMESPACE_URL, f"scale:course:{number}")


def activity_key(course: int, number: int | str) -> UUID:
    """Of one of its activities."""
    return uuid5(NAMESPACE_URL, f"scale:activity:{course}:{number}")


def day_columns(body: Body) -> tuple[Any, ...]:
    """What a record keeps of the body of its day."""
    if not hasattr(body, "of_the_day"):
        body.of_the_day = tuple(body_of_the_day(body).values())
    return body.of_the_day


DAY_COLUMNS = ("body_name", "province", "region", "population", "population_year")


def make_bodies(world: World) -> int:
    """The bodies of municipalities in range, all over the country; those that exist are used as they are."""
    codes = sorted(municipalities_in_range().keys)
    chosen = world.chance.sample(codes, min(len(codes), world.many(2_349)))
    known = set(Body.objects.filter(municipality__in=chosen).values_list("municipality", flat=True))
    fresh = Municipality.objects.filter(pk__in=set(chosen) - known)
    Body.objects.bulk_create(
        [Body(kind="municipality", name=one.full_name, municipality=one, province_id=one.province_id) for one in fresh],
        batch_size=1_000,
    )
    found = Body.objects.filter(municipality__in=chosen).select_related("municipality", "province__region")
    world.bodies = sorted(found, key=lambda body: body.municipality_id)
    return len(world.bodies)


def make_adhesions(world: World) -> int:
    """Three quarters accepted, some to be decided or rejected, some bodies that never wrote."""
    live = set(Adhesion.objects.filter(state__in=Adhesion.LIVE).values_list("body", flat=True))
    states = world.chance.choices(("accepted", "submitted", "rejected", ""), (75, 3, 2, 20), k=len(world.bodies))
    chosen = [(body, state) for body, state in zip(world.bodies, states, strict=True) if state and body.pk not in live]

    def rows() -> Iterator[tuple[Any, ...]]:
        for body, state in chosen:
            sent = world.moment()
            decided = sent + timedelta(hours=5) if state != "submitted" else None
            tokens = (world.uuid().hex, world.uuid().hex)
            reason = "Dati di prova" if state == "rejected" else ""
            yield (body.pk, state, "pec", *tokens, sent, sent, sent, decided, reason, *day_columns(body))

    names = ("body", "state", "proof", "token", "confirm_token", "started_at", "sent_at", "confirmed_at", "decided_at")
    load(Adhesion, (*names, "reason", *DAY_COLUMNS), rows())
    return len(chosen)


def make_people(world: World) -> int:
    """Officials, more of them in larger municipalities."""
    first = next_key(Participant)
    number = world.many(100_000)
    weights = [body.municipality.population for body in world.bodies]
    bodies = world.chance.choices(world.bodies, weights, k=number)
    folded: dict[tuple[str, str], str] = {}

    def rows() -> Iterator[tuple[Any, ...]]:
        for pk, body in enumerate(bodies, start=first):
            names = (world.chance.choice(WOMEN + MEN), world.chance.choice(FAMILY))
            role = world.chance.choice(ROLES) if world.chance.random() < 0.4 else Role.OFFICIAL
            gender = Gender.FEMALE if names[0] in WOMEN else Gender.MALE
            gender = gender if world.chance.random() < 0.9 else Gender.UNDISCLOSED
            since = world.moment()
            world.people.append((pk, body, str(role)))
            email = f"persona{pk}@scala.example"
            yield (pk, *names, email, body.pk, str(role), str(gender), since.date(), since, _search(names, folded))

    names = ("id", "given_name", "family_name", "email", "body", "role", "gender", "affiliated_since", "created_at")
    load(Participant, (*names, "search_text"), rows())
    return number


def make_letters(world: World) -> int:
    """Half as many letters as people; a few that never left."""
    number, first = world.many(50_000), next_key(Letter)

    def rows() -> Iterator[tuple[Any, ...]]:
        for place in range(number):
            at = world.moment()
            state = "failed" if place % 1_000 == 0 else "sent"
            pk = world.people[place % len(world.people)][0]
            cause = f"scale:{first + place}"
            text = ("Dati di prova", "Una lettera inventata per misurare.")
            yield (cause, "enrolled", f"persona{pk}@scala.example", *text, world.uuid(), state, at, 1, at, at)

    names = ("cause", "kind", "recipient", "subject", "text", "identifier", "state", "written_at", "attempts")
    load(Letter, (*names, "next_try_at", "sent_at"), rows())
    return number


def _search(names: tuple[str, str], folded: dict[tuple[str, str], str]) -> str:
    if names not in folded:
        person = Participant(given_name=names[0], family_name=names[1])
        person.refresh_search_text()
        folded[names] = person.search_text
    return folded[names]

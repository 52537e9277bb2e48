"""Reading how simulations are played: which endings people come to, what they choose in each scene.

Counted over each person's first play that came to an ending, since later ones are learnt from the first. Below FEWEST
people nothing is told, of a simulation as of a scene.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.quizzes.figures import listed, newest
from courses.quizzes.models import Play, SimulationPage, Step
from courses.quizzes.statistics import FEWEST

Choices = dict[str, tuple[str, str]]  # what each says, and the title of the scene it leads to
ENDED = Q(closing=Play.Closing.ENDING)


@dataclass(frozen=True)
class SimulationLine:
    """One simulation in the list."""

    key: UUID
    title: str
    page: int | None  # None once the page is gone
    people: int
    plays: int
    ended: int  # people who came to an ending


@dataclass(frozen=True)
class EndingLine:
    """How many came to an ending first."""

    title: str
    kind: str
    people: int
    percent: float


@dataclass(frozen=True)
class ChoiceLine:
    """How many made a choice, of those who came to its scene; `percent` may add up to more, where ways lead back."""

    text: str
    leads_to: str
    people: int
    percent: float


@dataclass(frozen=True)
class SceneLine:
    """How one scene goes. `people` is None below five, and `choices` empty."""

    title: str
    people: int | None
    choices: list[ChoiceLine] = field(default_factory=list)


@dataclass(frozen=True)
class Ways:
    """How a simulation is played. Below five people `endings` and `scenes` are empty."""

    people: int
    endings: list[EndingLine] = field(default_factory=list)
    scenes: list[SceneLine] = field(default_factory=list)


def simulations_listed() -> list[SimulationLine]:
    """Every simulation that has a page or was ever played, by title; in three queries."""
    counted = Play.objects.order_by().values("activity_key").annotate(
        people=Count("participant", distinct=True),
        plays=Count("pk"),
        ended=Count("participant", distinct=True, filter=ENDED),
    )  # fmt: skip
    return [
        SimulationLine(key, title, page, *(row[part] if row else 0 for part in ("people", "plays", "ended")))
        for key, title, page, row in listed(SimulationPage, Play, "simulation_title", counted)
    ]


def simulation_line(key: UUID) -> SimulationLine | None:
    """One of them; None for what never was a simulation."""
    return next((one for one in simulations_listed() if one.key == key), None)


def ways_through(key: UUID) -> Ways:
    """The endings, the most reached first; the scenes in the order of the newest play. A fixed number of queries."""
    plays = _first_plays(key)
    endings = plays.values("ending_title", "ending_kind").annotate(people=Count("pk"))
    rows = list(endings.order_by("-people", "ending_title"))
    people = sum(one["people"] for one in rows)
    if people < FEWEST:
        return Ways(people)
    lines = [
        EndingLine(one["ending_title"], one["ending_kind"], one["people"], _percent(one["people"], people))
        for one in rows
    ]
    return Ways(people, lines, _scenes(plays))


def _first_plays(key: UUID) -> QuerySet[Play]:
    """Of each person the first that came to an ending."""
    ended = Play.objects.filter(ENDED, activity_key=key).order_by()
    earlier = ended.filter(participant=OuterRef("participant"), number__lt=OuterRef("number"))
    return ended.filter(~Exists(earlier))


def _scenes(plays: QuerySet[Play]) -> list[SceneLine]:
    """What was chosen in each; who came back to a scene counts once for it, and once for each choice."""
    steps, many = Step.objects.filter(play__in=plays).order_by(), Count("play", distinct=True)
    came = dict(steps.values_list("scene").annotate(many))
    made = {(scene, choice): people for scene, choice, people in steps.values_list("scene", "choice").annotate(many)}
    return [
        _scene(title, came[scene], [(*words, made.get((scene, choice), 0)) for choice, words in choices.items()])
        for scene, (title, choices) in _as_they_were(plays, made).items()
    ]


def _as_they_were(plays: QuerySet[Play], made: Collection[tuple[str, str]]) -> dict[str, tuple[str, Choices]]:
    """The title and the choices of each scene as the newest play that had it has them, and what older ones chose."""
    found: dict[str, tuple[str, Choices]] = {}
    scenes, missing = {scene for scene, _choice in made}, set(made)
    for script in newest(plays, "script"):
        titles = {one["key"]: one["title"] for one in script["scenes"]}
        for scene in script["scenes"]:
            if scene["key"] not in scenes:
                continue
            is_new = scene["key"] not in found
            _title, choices = found.setdefault(scene["key"], (scene["title"], {}))
            for one in scene["choices"]:
                name = (scene["key"], one["key"])
                if is_new or name in missing:
                    choices.setdefault(one["key"], (one["text"], titles.get(one["to"], one["to"])))
                missing.discard(name)
        if not missing:
            break
    return found


def _scene(title: str, people: int, choices: list[tuple[str, str, int]]) -> SceneLine:
    if people < FEWEST:
        return SceneLine(title, None)
    most_first = sorted(choices, key=lambda one: -one[2])
    return SceneLine(title, people, [ChoiceLine(*one, _percent(one[2], people)) for one in most_first])


def _percent(number: int, of: int) -> float:
    return round(100 * number / of, 1)

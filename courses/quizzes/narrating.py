"""What the pages of a play show: where one stands, what one's choice has done, and at the end the way taken."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.quizzes.models import Play, Step
from courses.quizzes.playing import standing_after
from courses.quizzes.queries import files_offered
from courses.quizzes.scenario import Scenario, Standing, scenario_of
from courses.quizzes.showing import image_in, images_of

Frozen = dict[str, Any]


@dataclass(frozen=True)
class Gauge:
    """An indicator as it stands; `change` is what the last choice did to it."""

    name: str
    value: int
    min: int
    max: int
    low: int | None
    change: int = 0

    @property
    def is_low(self) -> bool:
        """Whether people are warned of it."""
        return self.low is not None and self.value < self.low

    @property
    def fall(self) -> int:
        """How far it went down."""
        return -self.change


@dataclass(frozen=True)
class Option:
    """A choice of the form; closed, `why` says what is missing."""

    key: str
    text: str
    why: str = ""


@dataclass(frozen=True)
class Paper:
    """Something to consult; `missing` is the title of a file that is not offered any more."""

    title: str
    text: str
    source: str
    document: Any = None
    missing: str = ""


@dataclass(frozen=True)
class Taken:
    """A step as the debriefing tells it, beside what else one could have done."""

    number: int
    scene: Frozen
    choice: Frozen
    gauges: list[Gauge]
    others: list[Frozen]

    @property
    def moved(self) -> list[Gauge]:
        """The indicators that this step changed."""
        return [one for one in self.gauges if one.change]


@dataclass(frozen=True)
class Story:
    """A play as it stands."""

    play: Play
    scene: Frozen
    image: Any
    papers: list[Paper]
    gauges: list[Gauge]
    options: list[Option]
    last: Frozen | None  # the choice that led here
    taken: list[Taken] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Of the step to make now."""
        return len(self.taken) + 1

    @property
    def moved(self) -> list[Gauge]:
        """The indicators that the last choice changed."""
        return [one for one in self.gauges if one.change]


def story_of(play: Play) -> Story:
    """A play with all its steps, in a fixed number of queries."""
    scenario, steps = scenario_of(play.script), list(play.steps.order_by("number"))
    standings = standing_after(scenario, steps)
    taken = [_taken(play, step, standings) for step in steps]
    scene = play.scene(standings[-1].scene)
    return Story(
        play=play,
        scene=scene,
        image=image_in(scene, images_of([scene])),
        papers=_papers(play, scene),
        gauges=_gauges(play, standings, len(steps)),
        options=_options(play, scenario, scene, standings[-1]),
        last=taken[-1].choice if taken else None,
        taken=taken,
    )


def _papers(play: Play, scene: Frozen) -> list[Paper]:
    named = [one.get("document") for one in scene["papers"]]  # plays begun before there were any have none
    files = files_offered(play.activity_key, {one["id"] for one in named if one})
    return [
        Paper(
            one["title"],
            one["text"],
            one["source"],
            document=files.get(document["id"]) if document else None,
            missing=document["title"] if document and document["id"] not in files else "",
        )
        for one, document in zip(scene["papers"], named, strict=True)
    ]


def _taken(play: Play, step: Step, standings: list[Standing]) -> Taken:
    scene = play.scene(step.scene)
    choice = next(one for one in scene["choices"] if one["key"] == step.choice)
    others = [one for one in scene["choices"] if one["key"] != step.choice]
    return Taken(step.number, scene, choice, _gauges(play, standings, step.number), others)


def _gauges(play: Play, standings: list[Standing], after: int) -> list[Gauge]:
    """The indicators after so many steps."""
    before = standings[max(after - 1, 0)].values
    return [
        Gauge(one["name"], now, one["min"], one["max"], one["low"], now - was)
        for one, now, was in zip(play.script["indicators"], standings[after].values, before, strict=True)
    ]


def _options(play: Play, scenario: Scenario, scene: Frozen, standing: Standing) -> list[Option]:
    """The choices one may make, and those that indicators close; what a way not taken would open stays unsaid."""
    names = {one["key"]: one["name"] for one in play.script["indicators"]}
    found = []
    for one in scene["choices"]:
        choice = scenario.by_key[scene["key"]].choice(one["key"])
        if choice.after and choice.after not in standing.made:
            continue
        lacks = [
            _("%(name)s must be at least %(least)s") % {"name": names[key], "least": choice.needs[key]}
            for key in scenario.lacks(choice, standing)
        ]
        found.append(Option(one["key"], one["text"], "; ".join(lacks)))
    return found

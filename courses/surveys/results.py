"""What closed rounds came to, over batches of whole rounds. Asked by a whole family alone: see `rules.batches`."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.agenda.models import Teacher
from courses.surveys.models import Question, Round, Tally, Words
from courses.surveys.rules import DONT_KNOW, RESPONDENTS, asked_about, batches, choices_of, fewest_of

# A figure is of one question, about one teacher perhaps, at the events of one activity.
Key = tuple[UUID, UUID, int | None]


@dataclass(frozen=True)
class Share:
    """One answer, and how many gave it."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Result:
    """What a question came to, over whole rounds that are shown together."""

    question: Question
    teacher: Teacher | None
    rounds: tuple[Round, ...]
    counts: Counter[str]
    texts: tuple[str, ...] = ()

    @property
    def answers(self) -> int:
        """How many answered the question."""
        if self.question.kind == Question.Kind.TEXT:
            return len(self.texts)
        if self.question.kind == Question.Kind.SEVERAL:
            return self.counts[RESPONDENTS]
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """The mean of a scale or of 0 to 10, without those who do not know; None where there is none."""
        if self.question.kind not in (Question.Kind.SCALE, Question.Kind.NUMBER):
            return None
        known = {int(value): count for value, count in self.counts.items() if value != DONT_KNOW}
        number = sum(known.values())
        return round(sum(value * count for value, count in known.items()) / number, 2) if number else None

    @property
    def shares(self) -> list[Share]:
        """Each answer with how many gave it, in order."""
        total = self.answers
        return [
            Share(label, self.counts[value], round(100 * self.counts[value] / total) if total else 0)
            for value, label in choices_of(self.question)
        ]

    @property
    def day(self) -> datetime:
        """Where it stands in time: the last of its events."""
        return max(_day_of(one) for one in self.rounds)


@dataclass(frozen=True)
class Line:
    """A question of a round; its result may be shared with other rounds, or hidden because too few answered."""

    question: Question
    teacher: Teacher | None
    result: Result | None

    @property
    def with_others(self) -> int:
        """How many rounds are shown together; nought when it stands alone or is hidden."""
        return len(self.result.rounds) if self.result and len(self.result.rounds) > 1 else 0


def shown_results(family: UUID) -> list[Result]:
    """All that may be shown of a questionnaire, over the fewest whole rounds each; never of an open round."""
    closed = Round.objects.filter(family=family, state=Round.State.CLOSED).order_by("closing")
    rounds = {one.pk: one for one in closed.select_related("event", "questionnaire")}
    places = {pk: place for place, pk in enumerate(rounds)}
    found: list[Result] = []
    for parts in _parts_of(rounds).values():
        parts.sort(key=lambda part: places[part.rounds[0].pk])
        counted = [(part, part.answers) for part in parts]
        found += [_together(batch) for batch in batches(counted, fewest_of(parts[0].question))]
    return found


def lines_of_round(asked: Round) -> list[Line]:
    """The questions of a closed round in their order, each with what may be shown."""
    results = [one for one in shown_results(asked.family) if any(other.pk == asked.pk for other in one.rounds)]
    by_question = {(one.question.series, one.teacher.pk if one.teacher else None): one for one in results}
    teachers = teachers_of(asked)
    return [
        Line(question, teacher, by_question.get((question.series, teacher.pk if teacher else None)))
        for question in asked.questionnaire.questions.all()
        for teacher in asked_about(question, teachers)
    ]


def lines_for_teacher(asked: Round, teacher: Teacher) -> list[Line]:
    """The same for one of its teachers: nothing about a colleague, nothing shared with days they did not teach."""
    taught = set(teacher.events.values_list("pk", flat=True))
    found = []
    for line in lines_of_round(asked):
        if line.teacher is None and line.result and any(one.event_id not in taught for one in line.result.rounds):
            found.append(Line(line.question, None, None))
        elif line.teacher is None or line.teacher.pk == teacher.pk:
            found.append(line)
    return found


def summed(results: Iterable[Result]) -> list[Result]:
    """One result for each question and teacher: the sum of results that are shown on their own."""
    groups: dict[Any, list[Result]] = defaultdict(list)
    for one in results:
        groups[one.question.series, one.teacher.pk if one.teacher else None].append(one)
    return sorted((_together(group) for group in groups.values()), key=_in_order)


def without_teacher(results: Iterable[Result]) -> list[Result]:
    """One result for each question, all teachers together."""
    return summed(Result(one.question, None, one.rounds, one.counts, one.texts) for one in results)


def by_topic(results: Iterable[Result]) -> dict[str, list[Result]]:
    """The sums of each topic, by its title."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for one in results:
        groups[one.rounds[-1].topic or one.rounds[-1].title].append(one)
    return {topic: summed(groups[topic]) for topic in sorted(groups)}


def teachers_of(asked: Round) -> list[Teacher]:
    """Those a round asks about: the event's when it opened."""
    about = set(asked.tallies.exclude(teacher=None).values_list("teacher", flat=True))
    about |= set(asked.words.exclude(teacher=None).values_list("teacher", flat=True))
    return list(Teacher.objects.filter(pk__in=about))


def _parts_of(rounds: dict[int, Round]) -> dict[Key, list[Result]]:
    """What each round holds of each question, by what may be put together."""
    counts: dict[tuple[int, int, int | None], Counter[str]] = defaultdict(Counter)
    texts: dict[tuple[int, int, int | None], tuple[str, ...]] = {}
    tallies = Tally.objects.filter(round__in=rounds, count__gt=0)
    for asked, question, teacher, value, count in tallies.values_list("round", "question", "teacher", "value", "count"):
        counts[asked, question, teacher][value] += count
    for words in Words.objects.filter(round__in=rounds):
        texts[words.round_id, words.question_id, words.teacher_id] = tuple(words.texts)
    questions = Question.objects.in_bulk({key[1] for key in (*counts, *texts)})
    teachers = Teacher.objects.in_bulk({key[2] for key in (*counts, *texts) if key[2]})
    found: dict[Key, list[Result]] = defaultdict(list)
    for asked, question, teacher in {*counts, *texts}:
        one, about = rounds[asked], (questions[question], teachers.get(teacher))
        key = (one.activity_key or one.course_key, questions[question].series, teacher)
        found[key].append(
            Result(*about, (one,), counts[asked, question, teacher], texts.get((asked, question, teacher), ()))
        )
    return found


def _together(parts: list[Result]) -> Result:
    """The sum, with the words in no order."""
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts)
    last = parts[-1]
    rounds = tuple({one.pk: one for part in parts for one in part.rounds}.values())
    texts = tuple(sorted(text for part in parts for text in part.texts))
    return Result(last.question, last.teacher, rounds, counts, texts)


def _in_order(one: Result) -> tuple[Any, ...]:
    return one.question.questionnaire_id * -1, one.question.place, str(one.teacher or "")


def _day_of(asked: Round) -> datetime:
    return asked.event.starts_at if asked.event else asked.opens_at

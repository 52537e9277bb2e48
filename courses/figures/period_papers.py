"""The two files of a period report: what it says on paper (PDF), and the lists behind it (XLSX)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from courses.agenda.models import Event
from courses.attendance.exports import frame
from courses.documents import ARCHIVE, typeset
from courses.figures import measures as m
from courses.figures.labels import heading_of, labels_of
from courses.figures.period_facts import Facts
from courses.figures.period_figures import Indicator, PeriodFigures
from courses.progress.models import Credit
from courses.reports.exports import write_workbook

TEMPLATE = Path(__file__).parent / "typst" / "periodo.typ"
PDF, XLSX = "pdf", "xlsx"
OF_PEOPLE = (m.ROLE, m.GENDER, m.REGION, m.PROVINCE, m.KIND, m.SIZE)
Sheet = tuple[str, list[Any], Iterable[list[Any]]]


def papers_of(facts: Facts, figures: PeriodFigures, frozen_at: datetime) -> dict[str, bytes]:
    """Both files, by format; the PDF says the SHA-256 of the XLSX, so that the two stay together."""
    lists = BytesIO()
    write_workbook(lists, _sheets(facts, figures))
    workbook = lists.getvalue()
    data = paper_data(facts, figures, frozen_at, sha256(workbook).hexdigest())
    return {PDF: typeset(TEMPLATE, data, ARCHIVE), XLSX: workbook}


def paper_data(facts: Facts, figures: PeriodFigures, frozen_at: datetime, digest: str) -> dict[str, Any]:
    """What stands on paper."""
    kind, period = _("Period report"), period_in_days(facts)
    return {
        **frame(kind),
        "title": f"{kind}: {period}",
        "lead": period,
        "frozen": _("Frozen on %(moment)s. Registers corrected later change nothing here: they make another report.")
        % {"moment": date_format(timezone.localtime(frozen_at), "DATETIME_FORMAT")},
        "headings": [_("Indicator"), _("Value"), _("How it is counted")],
        "indicators": [[one.label, in_words(one), f"{one.of}\n{one.how}".strip()] for one in figures.indicators],
        "divisions": [
            {
                "title": one.title,
                "headings": [_("Group"), _("People"), "%"],
                "rows": [[label, str(people), _number(share)] for label, people, share in one.rows],
            }
            for one in figures.divisions
        ],
        "opinions": _opinions_on_paper(facts),
        "notes": notes(),
        "behind": _("The lists behind these figures are in the file XLSX of the same report, with this SHA-256:"),
        "digest": digest,
    }


def in_words(one: Indicator) -> str:
    """The value with its unit, as Italians write numbers; a dash where there is nothing to divide by."""
    if one.value is None:
        return "–"
    return f"{_number(one.value)}\N{NO-BREAK SPACE}{one.unit}".strip()


def period_in_days(facts: Facts) -> str:
    """«Dal 1 luglio 2027 al 31 dicembre 2027»."""
    return _("From %(first)s to %(last)s") % {
        "first": date_format(facts.first, "j F Y").lower(),
        "last": date_format(facts.last, "j F Y").lower(),
    }


def notes() -> list[str]:
    """What one must know to read the figures."""
    return [
        str(m.PLACED),
        _("In the lists people are numbers: the registers hold their names for as long as the accounts need them."),
        _("Opinions are of whole batches of questionnaires closed in the period, of five answers at least."),
    ]


def _number(value: float) -> str:
    return number_format(value, decimal_pos=1 if isinstance(value, float) else 0, force_grouping=True)


def _opinions_on_paper(facts: Facts) -> dict[str, Any]:
    return {
        "title": _("Satisfaction"),
        "empty": _("No questionnaire was closed in the period with answers enough to be shown."),
        "headings": [_("Question"), _("Scale"), "n", _("Mean")],
        "rows": [
            [f"{one.question}\n{one.questionnaire}", one.scale, str(one.answers), number_format(one.mean, 2)]
            for one in facts.opinions
        ],
    }


def _sheets(facts: Facts, figures: PeriodFigures) -> list[Sheet]:
    return [
        (
            _("Indicators"),
            [_("Indicator"), _("Value"), _("Unit"), _("Compared with"), _("How it is counted")],
            ([one.label, one.value, one.unit, one.of, one.how] for one in figures.indicators),
        ),
        (
            _("Divisions"),
            [_("Divided by"), _("Group"), _("People"), "%"],
            ([one.title, *row] for one in figures.divisions for row in one.rows),
        ),
        (
            _("Satisfaction"),
            [_("Questionnaire"), _("Question"), _("Scale"), "n", _("Mean"), _("Rounds counted together")],
            ([o.questionnaire, o.question, o.scale, o.answers, o.mean, o.rounds] for o in facts.opinions),
        ),
        (_("Events"), _event_headings(), _event_rows(facts)),
        (_("People trained"), _person_headings(), _person_rows(facts)),
        (
            _("Presences"),
            [_("Event no."), _("Person no."), _("Kind"), _("Day"), _("Minutes present"), _("Minutes held")],
            _presence_rows(facts),
        ),
        (_("Notes"), [_("Notes")], ([note] for note in notes())),
    ]


def _event_headings() -> list[Any]:
    return [
        *(_("Event no."), _("Kind"), _("Title"), _("Begins"), _("Place"), _("Region"), _("State")),
        *(_("Minutes"), _("Seats"), _("People on the register"), _("Presences"), _("Minutes of presence")),
    ]


def _event_rows(facts: Facts) -> Iterable[list[Any]]:
    expected = Counter(one.event for one in facts.presences)
    there = Counter(one.event for one in facts.presences if one.minutes)
    minutes: Counter[int | None] = Counter()
    for one in facts.presences:
        minutes[one.event] += one.minutes
    for event in facts.meetings:
        kind, state, number = Event.Kind(event.kind).label, Event.State(event.state).label, event.number
        said = [number, str(kind), event.title, event.starts_at, event.place, event.region, str(state)]
        yield [*said, event.minutes, event.seats, expected[number], there[number], minutes[number]]


def _person_headings() -> list[Any]:
    more = [_("For the first time"), _("Presences"), _("Minutes of presence")]
    return [_("Person no."), *(heading_of(dimension) for dimension in OF_PEOPLE), *more]


def _person_rows(facts: Facts) -> Iterable[list[Any]]:
    labels = {dimension: labels_of(dimension) for dimension in OF_PEOPLE}
    for one in facts.people:
        keys = [labels[dimension].get(one.keys[dimension], one.keys[dimension]) for dimension in OF_PEOPLE]
        yield [one.number, *keys, _("yes") if one.is_new else _("no"), one.presences, one.minutes]


def _presence_rows(facts: Facts) -> Iterable[list[Any]]:
    kinds = {value: str(label) for value, label in Credit.Kind.choices}
    for one in facts.presences:
        yield [one.event, one.person, kinds.get(one.kind, one.kind), one.day, one.minutes, one.of_minutes]

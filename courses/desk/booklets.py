"""The papers of hours: a person's libretto formativo, and a year of the officials of a body."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.agenda.rules import day_in_words
from courses.attendance.exports import frame
from courses.desk.hours import BodyHours, own_years, yearly_target
from courses.documents import typeset
from courses.people.models import Participant
from courses.progress.models import Credit
from courses.progress.queries import YearOfHours, kinds_in
from courses.progress.rules import in_hours

ORE = Path(__file__).parent / "typst" / "ore.typ"


def booklet_pdf(participant: Participant) -> bytes:
    """The libretto formativo: every year of a person, attendance and materials apart."""
    return typeset(ORE, booklet_data(participant))


def booklet_data(participant: Participant) -> dict[str, Any]:
    """What stands in it."""
    kind, years = _("Training booklet"), own_years(participant)
    kinds, target = kinds_in(years), yearly_target(participant)
    return {
        **frame(kind),
        "title": f"{kind}: {participant.full_name}",
        "lead": _("Hours of attendance in this programme, over all courses, by calendar year."),
        "facts": [
            [_("Name"), participant.full_name],
            *([[_("Body"), participant.place]] if participant.place else []),
            [_("Role"), participant.get_role_display()],
        ],
        "sections": [
            {
                "title": _("Year by year"),
                "columns": [1] * (len(kinds) + 3),
                "headings": [
                    _("Year"),
                    *(str(kind.label) for kind in kinds),
                    _("Hours attended"),
                    _("Materials (estimate)"),
                ],
                "rows": [_summary(one, kinds) for one in years],
            },
            *(_details(one) for one in years if one.credits),
        ],
        "notes": [
            *_notes(target),
            _("The hours of the materials are how long they take on average: an estimate, which is in no total."),
        ],
        "issued": _issued(),
    }


def body_pdf(hours: BodyHours) -> bytes:
    """A year of the officials of a body, for its contact: attendance alone."""
    return typeset(ORE, body_data(hours))


def body_data(hours: BodyHours) -> dict[str, Any]:
    """What stands in it."""
    kind = _("Hours of the officials in %(year)s") % {"year": hours.year}
    number = len(hours.officials)
    people = ngettext("%(number)d official", "%(number)d officials", number) % {"number": number}
    return {
        **frame(kind),
        "title": f"{kind}: {hours.body}",
        "lead": _("Of who came from another body only the hours since then are here."),
        "facts": [[_("Body"), str(hours.body)], [_("Year"), str(hours.year)], [_("Officials"), people]],
        "sections": [
            {
                "title": _("Hours of the officials"),
                "columns": [3, *([1] * (len(hours.kinds) + 1))],
                "headings": [_("Official"), *(str(kind.label) for kind in hours.kinds), _("Hours attended")],
                "rows": [[_with_role(one.participant), *map(in_hours, one.minutes)] for one in hours.officials]
                + [[_("All together"), *map(in_hours, hours.total)]],
            }
        ],
        "notes": _notes(max((one.target for one in hours.officials), default=0)),
        "issued": _issued(),
    }


def _summary(year: YearOfHours, kinds: list[Credit.Kind]) -> list[str]:
    minutes = [*(year.minutes_of(kind) for kind in kinds), year.attended, year.materials]
    return [str(year.year), *map(in_hours, minutes)]


def _details(year: YearOfHours) -> dict[str, Any]:
    return {
        "title": _("Attended in %(year)s") % {"year": year.year},
        "columns": [1.2, 3, 0.9, 1.6],
        "headings": [_("Date"), _("Event"), _("Kind"), _("Hours attended")],
        "rows": [_detail(credit) for credit in year.credits],
    }


def _detail(credit: Credit) -> list[str]:
    where = " · ".join(filter(None, [credit.course_title, credit.module_title]))
    day = date_format(credit.credited_on, "j F Y").lower()
    present = _("%(present)s of %(all)s") % {"present": in_hours(credit.minutes), "all": in_hours(credit.of_minutes)}
    return [day, f"{credit.title}\n{where}".strip(), credit.get_kind_display(), present]


def _with_role(participant: Participant) -> str:
    return f"{participant.family_name} {participant.given_name}\n{participant.get_role_display()}"


def _notes(target: int) -> list[str]:
    notes = [
        _("Hours count from when the register of a day or webinar is closed; a register corrected later changes them.")
    ]
    if target:
        notes.append(
            _(
                "Public employees are to have at least %(target)s hours of training a year (directive of the Minister"
                " for public administration of 14 January 2025). Here is what was done in this programme alone."
            )
            % {"target": target}
        )
    return notes


def _issued() -> str:
    words = pgettext("training booklet", "Issued by %(who)s on %(day)s.")
    return words % {"who": settings.WAGTAIL_SITE_NAME, "day": day_in_words(timezone.now())}

"""What is counted, and how: one home for each number. What is written here is what the screens say."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ALL, STATE, REGION, PROVINCE, SIZE, ROLE, GENDER, KIND = (
    *("all", "state", "region", "province", "size", "role", "gender", "kind"),
)
# From so many inhabitants on, up to the next: the key of a class is its lower bound.
SIZES = (0, 5_000, 10_000, 20_000, 50_000, 100_000)


@dataclass(frozen=True)
class Measure:
    """One number of the programme."""

    key: str
    label: str | Promise
    how: str | Promise


def _m(key: str, label: Any, how: Any) -> Measure:
    return Measure(key, label, how)


# Said once beside everything that is divided by place, role or kind.
PLACED = _(
    "A person counts in one place and one role alone: those of the first enrolment, or today's for who has none. A body"
    " counts where it stands today."
)

ADHESIONS = _m(
    "adhesions",
    _("Adhesions received"),
    _("Forms of adhesion that were sent, in the month in which they were sent. Drafts do not count."),
)
JOINED = _m(
    "joined",
    _("Bodies that joined"),
    _("Bodies with an accepted adhesion. Each is counted once, in the month of the acceptance."),
)
BODIES_ENROLLED = _m(
    "bodies_enrolled",
    _("Bodies with enrolled officials"),
    _("Bodies with at least one person enrolled. Each is counted once, in the month of the first enrolment."),
)
BODIES_TRAINED = _m(
    "bodies_trained",
    _("Bodies with trained officials"),
    _("Bodies with at least one person trained. Each is counted once, in the month of the first presence."),
)
BODIES_CERTIFIED = _m(
    "bodies_certified",
    _("Bodies with certified officials"),
    _("Bodies with at least one person who holds a certificate. Each is counted once, in the month of the first one."),
)
IN_RANGE = _m(
    "in_range",
    _("Municipalities in range"),
    _("Municipalities of today whose inhabitants are within the range of the programme."),
)
_REACHED = _("Municipalities in range alone: unions, provinces and other bodies are not in this number.")
RANGE_JOINED = _m("range_joined", _("Municipalities in range that joined"), _REACHED)
RANGE_ENROLLED = _m("range_enrolled", _("Municipalities in range with enrolled officials"), _REACHED)
RANGE_TRAINED = _m("range_trained", _("Municipalities in range with trained officials"), _REACHED)
RANGE_CERTIFIED = _m("range_certified", _("Municipalities in range with certified officials"), _REACHED)
ENROLLED = _m(
    "enrolled",
    pgettext_lazy("measure", "Officials enrolled"),
    _(
        "Persons with an enrolment that is active, suspended or completed. Each is counted once, in the month of the"
        " first one."
    ),
)
TRAINED = _m(
    "trained",
    _("Officials trained"),
    _(
        "Persons with at least one minute of presence in a closed register, whatever became of their enrolment. Each"
        " is counted once, in the month of the first presence."
    ),
)
COMPLETED = _m(
    "completed",
    _("Officials who completed the course"),
    _("Persons who did all that a course asks for. Each is counted once, in the month of the first course completed."),
)
CERTIFIED = _m(
    "certified",
    _("Officials with a certificate"),
    _(
        "Persons who hold at least one certificate, of a training day, a webinar or a course, that was neither annulled"
        " nor replaced. Each is counted once, in the month of the first one."
    ),
)
PRESENCES = _m(
    "presences",
    _("Presences"),
    _("A person at an event, for at least one minute: who came to three events counts three times."),
)
EXPECTED = _m(
    "expected",
    _("People on closed registers"),
    _("Everybody on a closed register, present or absent: who stands on three registers counts three times."),
)
MINUTES = _m(
    "minutes",
    _("Person-hours"),
    _("The hours of presence of each person at each event, added up, in the month of the event."),
)
DAYS = _m("days", _("Training days held"), _("Training days that were held, whether the register is closed or not."))
WEBINARS = _m("webinars", _("Webinars held"), _("Webinars that were held, whether the register is closed or not."))
DELIVERED = _m(
    "delivered",
    _("Hours of training"),
    _("How long the days and webinars held lasted, added up. How many people were there does not count."),
)
ATTENDANCE_HOW = _("Presences out of the people on closed registers.")
COVERAGE_HOW = _("Municipalities in range with an accepted adhesion, out of all municipalities in range.")

# From the adhesion to the certificate.
STAGES_OF_PEOPLE = (ENROLLED, TRAINED, CERTIFIED)
STAGES_OF_BODIES = (
    *((JOINED, RANGE_JOINED), (BODIES_ENROLLED, RANGE_ENROLLED)),
    *((BODIES_TRAINED, RANGE_TRAINED), (BODIES_CERTIFIED, RANGE_CERTIFIED)),
)

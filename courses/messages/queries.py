"""Reading groups, what may be filled in for them, and what became of messages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.agenda.models import Event
from courses.agenda.queries import events
from courses.agenda.rules import name_of
from courses.booking.letters import event_values
from courses.catalogue.queries import live_courses
from courses.keeping.queries import with_limited
from courses.messages.finding import ASKED, Filters, people_of
from courses.messages.letters import COURSE, EVENT, PERSON
from courses.messages.models import Message
from courses.people.models import Participant
from courses.post.models import Letter
from courses.territory.models import Province, Region

Group, State = Message.Group, Letter.State

ERASED, LIMITED, NO_ADDRESS = "erased", "limited", "no_address"
PAST_BOOKED, PAST_ABSENT = timedelta(days=60), timedelta(days=365)
SHOWN = 100  # letters that did not leave, on the page of a message
KEY_LENGTH = 19  # of «message:0000000012:»


@dataclass(frozen=True)
class Reach:
    """Who of a group can be written to, and how many cannot, by reason."""

    people: list[Participant]
    left_out: dict[str, int]

    @property
    def digest(self) -> str:
        """Who they are, in a few signs: with it a page says what it showed."""
        return sha256(",".join(str(person.pk) for person in self.people).encode()).hexdigest()[:16]


def reach_of(group: str, filters: Filters) -> Reach:
    """The people of a group, apart from those who are erased, limited or without an address."""
    people, left_out = [], dict[str, int]()
    for person in with_limited(people_of(group, filters)).select_related("body"):
        why = _why_left_out(person)
        if why:
            left_out[why] = left_out.get(why, 0) + 1
        else:
            people.append(person)
    return Reach(people, left_out)


def left_out_in_words(left_out: Mapping[str, int]) -> list[str]:
    """How many are not written to and why, a line for each reason."""
    said = {
        ERASED: lambda number: ngettext(
            "%(number)d person whose data were erased", "%(number)d people whose data were erased", number
        ),
        LIMITED: lambda number: ngettext(
            "%(number)d person whose data are limited", "%(number)d people whose data are limited", number
        ),
        NO_ADDRESS: lambda number: ngettext(
            "%(number)d person without an e-mail address", "%(number)d people without an e-mail address", number
        ),
    }
    return [words(left_out[why]) % {"number": left_out[why]} for why, words in said.items() if left_out.get(why)]


def placeholders_of(group: str) -> dict[str, str]:
    """What a text to a group may have filled in, each with a sample."""
    more = EVENT if "event" in ASKED[group] else COURSE if "course" in ASKED[group] else {}
    return PERSON | more


def common_values(group: str, filters: Filters) -> dict[str, str]:
    """What is filled in alike for everybody of a group: the event, or the course."""
    if "event" in ASKED[group]:
        return event_values(events().get(pk=filters["event"]))
    return {"percorso": title_of(filters["course"])} if "course" in ASKED[group] else {}


def about_in_words(group: str, filters: Filters) -> str:
    """Group and filters as people say them: «Chi ha un posto a un evento: giornata a Faenza (RA), …»."""
    said = []
    if "event" in ASKED[group]:
        said.append(name_of(events().get(pk=filters["event"])))
    if "course" in ASKED[group]:
        said.append(title_of(filters["course"]))
    if "days" in ASKED[group]:
        days = filters["days"]
        said.append(ngettext("for at least %(days)d day", "for at least %(days)d days", days) % {"days": days})
    if filters.get("region"):
        said.append(Region.objects.get(pk=filters["region"]).name)
    if filters.get("province"):
        said.append(str(Province.objects.get(pk=filters["province"])))
    if filters.get("deputies"):
        said.append(_("deputies too"))
    label = str(Group(group).label)
    return f"{label}: {', '.join(said)}"[:400] if said else label


def title_of(course_key: str) -> str:
    """The title of a published course."""
    return live_courses().get(translation_key=UUID(course_key)).title


def event_choices(group: str) -> list[tuple[str, str]]:
    """The events a group may be of: to come and recent ones; for who was absent, those whose register is closed."""
    now, found = timezone.now(), events().exclude(state=Event.State.CALLED_OFF).order_by("starts_at", "pk")
    narrowed = {
        Group.BOOKED: {"starts_at__gt": now - PAST_BOOKED},
        Group.WAITING: {"starts_at__gt": now},
        Group.ABSENT: {"register__closed_at__isnull": False, "starts_at__gt": now - PAST_ABSENT},
    }[Group(group)]
    return [(str(event.pk), name_of(event)) for event in found.filter(**narrowed).prefetch_related(None)]


def course_choices() -> list[tuple[str, str]]:
    """The published courses."""
    return [(str(course.translation_key), course.title) for course in live_courses()]


def cause_of(message: Message, person: Participant | None = None) -> str:
    """By what the letter of a message to a person is known; without a person, how all of them begin."""
    return f"message:{message.pk:010d}:{person.pk if person else ''}"


@dataclass(frozen=True)
class Counts:
    """What became of the letters of a message, those that retention has deleted apart."""

    sent: int = 0
    failed: int = 0  # or perhaps sent: nobody knows
    waiting: int = 0


def counts_of(messages: Iterable[Message]) -> dict[int, Counts]:
    """The same of each message by its key, in one query."""
    known = {cause_of(message): message.pk for message in messages}
    if not known:
        return {}
    begins = Q()
    for cause in known:
        begins |= Q(cause__startswith=cause)
    found = Letter.objects.filter(begins).order_by().annotate(of=Substr("cause", 1, KEY_LENGTH))
    numbers: dict[str, dict[str, int]] = {}
    for cause, state, number in found.values_list("of", "state").annotate(Count("pk")):
        column = {State.SENT: "sent", State.FAILED: "failed", State.DOUBTFUL: "failed"}.get(state, "waiting")
        row = numbers.setdefault(cause, {})
        row[column] = row.get(column, 0) + number
    return {pk: Counts(**numbers.get(cause, {})) for cause, pk in known.items()}


def letters_not_sent(message: Message) -> QuerySet[Letter]:
    """Those of its letters that did not leave, or perhaps did."""
    return Letter.objects.filter(cause__startswith=cause_of(message), state__in=(State.FAILED, State.DOUBTFUL))


def people_not_reached(message: Message) -> list[tuple[str, Letter]]:
    """Whom the letters that did not leave were for, by name, with the letter; no more than a page shows."""
    letters = list(letters_not_sent(message)[:SHOWN])
    people = Participant.objects.in_bulk([int(one.about_id) for one in letters if one.about_id])
    return [(str(people.get(int(one.about_id or 0), _("Somebody unknown"))), one) for one in letters]


def _why_left_out(person: Any) -> str:
    if person.is_erased:
        return ERASED
    if person.limited:
        return LIMITED
    return "" if person.email else NO_ADDRESS

"""What a certificate says, gathered once: from then on it no longer depends on pages, bodies, names or templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses import conf
from courses.agenda.models import Event
from courses.agenda.queries import events
from courses.booking.models import Booking
from courses.catalogue.models import Activity
from courses.certificates.models import CertificateTemplate, Kind
from courses.certificates.queries import EVENT, Due
from courses.certificates.rules import filled, hours_in_words
from courses.enrolment.models import Enrolment
from courses.people.models import Participant, Role
from courses.progress.models import Completion, CompletionRule, Credit, RuleOfEnrolment
from courses.progress.queries import newest_rule
from courses.territory.models import Body
from courses.territory.queries import body_of_the_day

OF_THE_DAY = ("body_name", "province", "region", "population", "population_year")
VOWELS = (8, 11)  # «otto», «undici»


@dataclass(frozen=True)
class Draft:
    """A certificate before it has a number: its columns, and what it says."""

    due: Due
    columns: dict[str, Any]
    snapshot: dict[str, Any]


@dataclass(frozen=True)
class _Gathered:
    """What a round of certificates is written from, each kind of record in one query."""

    events: dict[str, Event]
    bookings: dict[tuple[int, str], Booking]
    enrolments: dict[tuple[int, Any], Enrolment]
    credits: dict[tuple[int, Any], list[Credit]]
    modules: dict[Any, str]
    done: dict[tuple[int, Any], list[str]]
    rules: dict[int, CompletionRule]
    newest: dict[Any, CompletionRule | None]
    cup: str


def drafts_of(dues: Sequence[Due], words: dict[str, CertificateTemplate]) -> list[Draft]:
    """What each certificate will say, in a fixed number of queries."""
    gathered = _gather(dues)
    return [_draft(due, gathered, words[due.kind]) for due in dues]


def _gather(dues: Sequence[Due]) -> _Gathered:
    people = {due.participant.pk for due in dues}
    courses = {due.course_key for due in dues}
    credits_: dict[tuple[int, Any], list[Credit]] = {}
    of_courses = Credit.objects.filter(participant__in=people, course_key__in=courses, minutes__gt=0)
    for credit in of_courses.order_by("credited_on", "pk"):
        credits_.setdefault((credit.participant_id, credit.course_key), []).append(credit)
    sources = {credit.source for found in credits_.values() for credit in found}
    keys = [int(one.removeprefix(EVENT)) for one in sources if one.removeprefix(EVENT).isdigit()]
    held = {f"{EVENT}{event.pk}": event for event in events().filter(pk__in=keys)}
    enrolments = _enrolments(people, courses)
    ids = [due.completion.enrolment_id for due in dues if due.completion]
    kept = RuleOfEnrolment.objects.filter(enrolment__in=ids).select_related("rule")
    return _Gathered(
        events=held,
        bookings=_bookings(people, keys),
        enrolments=enrolments,
        credits=credits_,
        modules=_modules(event.activity_key for event in held.values()),
        done=_modules_done(people, courses) if ids else {},
        rules={one.enrolment_id: one.rule for one in kept},
        newest={key: newest_rule(key) for key in courses} if ids else {},
        cup=conf.cup(),
    )


def _enrolments(people: Iterable[int], courses: Iterable[Any]) -> dict[tuple[int, Any], Enrolment]:
    found = Enrolment.objects.filter(participant__in=people, course_key__in=courses).select_related("body")
    return {(one.participant_id, one.course_key): one for one in found.order_by("enrolled_at", "pk")}


def _bookings(people: Iterable[int], keys: Iterable[int]) -> dict[tuple[int, str], Booking]:
    found = Booking.objects.filter(participant__in=people, event__in=keys, state=Booking.State.BOOKED)
    return {(one.participant_id, f"{EVENT}{one.event_id}"): one for one in found.select_related("body")}


def _modules(keys: Iterable[Any]) -> dict[Any, str]:
    found = Activity.objects.filter(key__in=set(keys)).select_related("module")
    return {activity.key: activity.module.title for activity in found}


def _modules_done(people: Iterable[int], courses: Iterable[Any]) -> dict[tuple[int, Any], list[str]]:
    """The modules in which a person has done something, in the order they were done."""
    standing = Completion.objects.filter(participant__in=people, course_key__in=courses, withdrawn_at=None)
    found: dict[tuple[int, Any], list[str]] = {}
    for person, course, title in _titles(standing):
        titles = found.setdefault((person, course), [])
        if title not in titles:
            titles.append(title)
    return found


def _titles(standing: QuerySet[Completion]) -> Iterable[tuple[int, Any, str]]:
    return standing.order_by("completed_at", "pk").values_list("participant", "course_key", "module_title")


def _draft(due: Due, gathered: _Gathered, words: CertificateTemplate) -> Draft:
    person = due.participant
    attended = [due.credit] if due.credit else gathered.credits.get((person.pk, due.course_key), [])
    held = [gathered.events[credit.source] for credit in attended if credit.source in gathered.events]
    role, body, of_the_day = _place_of(due, gathered)
    rule = _rule_of(due, gathered)
    columns = {
        "kind": due.kind,
        "participant": person,
        "source": due.source,
        "course_key": due.course_key,
        "title": due.title,
        "role": role,
        "body": body,
        **of_the_day,
        "minutes": sum(credit.minutes for credit in attended),
        "of_minutes": sum(credit.of_minutes for credit in attended),
    }
    if due.completion and rule:  # the hours the course asks for, or more where more were attended
        columns["of_minutes"] = max(columns["of_minutes"], rule.minutes)
    said = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "role": str(Role(role).label),
        "body": _body_in_words(person, body, columns["body_name"]),
        **_when_and_where(due, attended, held),
        "attended": [_attended(credit, gathered.events.get(credit.source)) for credit in attended],
        "modules": _modules_of(due, held, gathered),
        "teachers": list(dict.fromkeys(str(teacher) for event in held for teacher in event.teachers.all())),
        "rule_version": rule.version if rule else None,
        **{name: columns[name] for name in ("kind", "title", "minutes", "of_minutes")},
    }
    said["activity"] = _activity(due, held)
    return Draft(due, columns, said | _words_said(words, said, gathered.cup))


def _activity(due: Due, held: list[Event]) -> str:
    if due.completion:
        return _("the course")
    return _("the webinar") if held and held[0].kind == Event.Kind.WEBINAR else _("the training day")


def _rule_of(due: Due, gathered: _Gathered) -> CompletionRule | None:
    if due.completion is None:
        return None
    return gathered.rules.get(due.completion.enrolment_id) or gathered.newest.get(due.course_key)


def _modules_of(due: Due, held: list[Event], gathered: _Gathered) -> list[str]:
    if due.completion:
        return gathered.done.get((due.participant.pk, due.course_key), [])
    return [gathered.modules[event.activity_key] for event in held if event.activity_key in gathered.modules]


def _place_of(due: Due, gathered: _Gathered) -> tuple[str, Body | None, dict[str, Any]]:
    """Role and body of the day: of the booking, else of the enrolment, else those of now."""
    person = due.participant
    record: Booking | Enrolment | None = due.completion.enrolment if due.completion else None
    record = record or gathered.bookings.get((person.pk, due.source))
    record = record or gathered.enrolments.get((person.pk, due.course_key))
    if record is None:
        return person.role, person.body, body_of_the_day(person.body)
    return record.role, record.body, {name: getattr(record, name) for name in OF_THE_DAY}


def _body_in_words(person: Participant, body: Body | None, name: str) -> str:
    if body is None:
        return name
    if person.municipality_id and person.body_id == body.pk:
        return person.place
    if body.kind == Body.Kind.MUNICIPALITY:
        return _("Municipality of %(name)s") % {"name": body}
    return str(body)


def _when_and_where(due: Due, attended: list[Credit], held: list[Event]) -> dict[str, Any]:
    days = sorted({credit.credited_on for credit in attended})
    if due.completion:
        days = [*days, timezone.localdate(due.completion.completed_at)]
    return {
        "dates": [day.isoformat() for day in days],
        "when": _when(days),
        "places": list(dict.fromkeys(_place(event) for event in held)),
    }


def _when(days: list[date]) -> str:
    first, last = _unbroken(days[0]), _unbroken(max(days))
    if first == last:
        # in Italian the article is another before these two numbers
        words = pgettext("before eight or eleven", "on %(day)s") if days[0].day in VOWELS else _("on %(day)s")
        return words % {"day": last}
    return _("between %(first)s and %(last)s") % {"first": first, "last": last}


def _unbroken(day: date) -> str:
    """«18 gennaio 2027», never divided between two lines."""
    return date_format(day, "j F Y").lower().replace(" ", "\u00a0")


def _place(event: Event) -> str:
    return f"{event.venue.name}, {event.venue.municipality}" if event.venue else _("online")


def _attended(credit: Credit, event: Event | None) -> dict[str, Any]:
    return {
        "title": credit.title,
        "day": credit.credited_on.isoformat(),
        "place": _place(event) if event else "",
        "minutes": credit.minutes,
        "of_minutes": credit.of_minutes,
    }


def _words_said(words: CertificateTemplate, said: dict[str, Any], cup: str) -> dict[str, Any]:
    """The template's words as they are today, the sentence with its places filled."""
    values = {
        "nome": f"{said['given_name']} {said['family_name']}",
        "ente": said["body"],
        "ruolo": said["role"],
        "attivita": said["activity"],
        "titolo": f"«{said['title']}»",
        "quando": said["when"],
        "dove": "; ".join(said["places"]),
        "ore": hours_in_words(said["minutes"]),
        "ore_totali": hours_in_words(said["of_minutes"]),
        "moduli": "; ".join(said["modules"]),
        "docenti": ", ".join(said["teachers"]),
        "programma": settings.WAGTAIL_SITE_NAME,
    }
    return {
        "programme": settings.WAGTAIL_SITE_NAME,
        "heading": words.title,
        "sentence": filled(words.sentence, values),
        "office": words.office,
        "signer": words.signer,
        "funding": words.funding,
        "cup": cup,
        "has_hours": bool(said["of_minutes"]),
        "kind_in_words": str(Kind(said["kind"]).label),
    }

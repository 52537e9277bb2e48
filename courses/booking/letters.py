"""The letters about seats: each tells what happened, when and where the event is, and what to do next."""

from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.adhesion.queries import contacts_of
from courses.agenda.exports import Said, said_of
from courses.agenda.models import Event
from courses.agenda.rules import LINK_BEFORE, day_in_words
from courses.booking import calendars
from courses.booking.models import Booking
from courses.post.actions import write_letter, write_letters
from courses.post.letters import Calendar, LetterKind, NewLetter, declare
from courses.post.queries import kind_of, words_of
from courses.post.rules import filled

SAMPLE = {
    "nome": "Anna Verdi",
    "titolo": "Progettare insieme l'accoglienza",
    "quando": "lunedì 18 gennaio 2027, 9:00 – 16:00",
    "dove": "Sala consiliare, Piazza del Municipio, 1, Faenza (RA)",
    "pagina": "https://example.org/calendario/12/",
    "link": "https://example.org/posti/abc/",
    "motivo": "La sala non è più disponibile.",
    "scadenza": "mercoledì 13 gennaio 2027, 10:00",
}
WITH_A_SEAT = ("booking.booked", "booking.changed", "booking.details", "booking.reminder")
REQUESTS = ("booking.booked", "booking.changed", "booking.details")
CANCELS = ("booking.cancelled", "booking.called_off")


def _kind(key: str, name: object, subject: object, text: object, *placeholders: str) -> LetterKind:
    names = ("nome", "titolo", "quando", "dove", "pagina", *placeholders)
    return LetterKind(f"booking.{key}", name, subject, text, {each: SAMPLE[each] for each in names})


declare(
    [
        _kind(
            "booked",
            _("Booking: you have a place"),
            _("You have a place: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\nyou have a place at:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\nIf you cannot"
                " come, please give your place up in time, so that somebody else can have it:\n\n${link}"
            ),
            "link",
        ),
        _kind(
            "waiting",
            _("Booking: on the waiting list"),
            _("You are on the waiting list: ${titolo}"),
            _(
                "Dear ${nome},\n\nall the places are taken at:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\nYou are"
                " on the waiting list. When a place becomes free we write to you and you have some days to accept it."
                " To see your place in the list, or to leave it:\n\n${link}"
            ),
            "link",
        ),
        _kind(
            "offer",
            _("Waiting list: a place is free for you"),
            _("A place is free for you: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\na place is free at:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\nIt is yours if you"
                " accept it by ${scadenza}. Open the page and press one of the two buttons:\n\n${link}"
            ),
            "link",
            "scadenza",
        ),
        _kind(
            "offer_shared",
            _("Waiting list: a place is free, the first who answers has it"),
            _("A place is free: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\na place is free at:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\nThe event is near,"
                " so we are asking several people at once: the first who accepts has the place. Open the page and"
                " press one of the two buttons by ${scadenza}:\n\n${link}"
            ),
            "link",
            "scadenza",
        ),
        _kind(
            "lapsed",
            _("Waiting list: the offer has lapsed"),
            _("The place offered to you went to the next person: ${titolo}"),
            _(
                "Dear ${nome},\n\nwe had no answer in time, so the place at this event goes to the next person:\n\n"
                "${titolo}\n${quando}\n${dove}\n${pagina}\n\nYou are still on the waiting list: you skip one turn. To"
                " leave the list:\n\n${link}"
            ),
            "link",
        ),
        _kind(
            "taken",
            _("Waiting list: somebody was quicker"),
            _("The place went to somebody who answered first: ${titolo}"),
            _(
                "Dear ${nome},\n\nthe place we offered to several people went to the first who answered:\n\n${titolo}\n"
                "${quando}\n${dove}\n${pagina}\n\nYou are still on the waiting list, and lose no turn. To leave it:"
                "\n\n${link}"
            ),
            "link",
        ),
        _kind(
            "no_seat",
            _("Waiting list: no place became free"),
            _("No place became free: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\nno place became free at:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\nThe waiting"
                " list is closed. Look for another date in the calendar:\n\n${link}"
            ),
            "link",
        ),
        _kind(
            "changed",
            _("Booking: the event has changed"),
            _("Changed: ${titolo}, now ${quando}"),
            _(
                "Dear ${nome},\n\nthe event you have a place at has changed. It is now:\n\n${titolo}\n${quando}\n"
                "${dove}\n${pagina}\n\nYour place is kept. Please tell us whether you can come, or choose another day:"
                "\n\n${link}"
            ),
            "link",
        ),
        _kind(
            "details",
            _("Booking: details of the event have changed"),
            _("Read again: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\nsomething has changed at the event you have a place at; date and hours have not:\n\n"
                "${titolo}\n${quando}\n${dove}\n${pagina}\n\nYour place is kept, and there is nothing you need to do."
                " The page says what is new. If you can no longer come:\n\n${link}"
            ),
            "link",
        ),
        _kind(
            "changed_waiting",
            _("Waiting list: the event has changed"),
            _("Changed: ${titolo}, now ${quando}. You are on the waiting list"),
            _(
                "Dear ${nome},\n\nthe event for which you are on the waiting list has changed. It is now:\n\n"
                "${titolo}\n${quando}\n${dove}\n${pagina}\n\nYou do not have a place yet: we write to you when one"
                " becomes free. To see your place in the list, or to leave it:\n\n${link}"
            ),
            "link",
        ),
        _kind(
            "cancelled",
            _("Booking: your place was given up"),
            _("Your place was given up: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\nyou no longer have a place at:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\n"
                "${motivo}\n\nTo choose another date:\n\n${link}"
            ),
            "motivo",
            "link",
        ),
        _kind(
            "called_off",
            _("Booking: the event was called off"),
            _("Called off: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\nthis event was called off:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\n"
                "The reason: ${motivo}\n\nWe are sorry. Here are the other dates with a free place, and a button to"
                " choose one:\n\n${link}"
            ),
            "motivo",
            "link",
        ),
        _kind(
            "reminder",
            _("Booking: reminder"),
            _("Reminder: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\nwe expect you at:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\nIf you cannot come,"
                " please tell us:\n\n${link}"
            ),
            "link",
        ),
        LetterKind(
            "booking.for_colleague",
            _("To the contact: news for a colleague without an address"),
            _("For ${collega}: ${oggetto}"),
            _(
                "Dear ${nome},\n\nwe have no e-mail address of ${collega}: please tell them what follows. By the link"
                " in it you can also answer for them.\n\n---\n\n${lettera}"
            ),
            {
                "nome": "Carla Neri",
                "collega": SAMPLE["nome"],
                "oggetto": f"Hai un posto: {SAMPLE['titolo']}",
                "lettera": f"Gentile {SAMPLE['nome']},\n\nhai un posto a:\n\n{SAMPLE['titolo']}",
            },
        ),
        LetterKind(
            "event.under_minimum",
            _("To the secretariat: an event is under its minimum"),
            _("Under the minimum: ${titolo}, ${quando}"),
            _(
                "Booking is closed and too few people are booked (${iscritti} of at least ${minimo}):\n\n${titolo}\n"
                "${quando}\n${dove}\n${pagina}\n\nConfirm the event, move it or call it off."
            ),
            {
                **{each: SAMPLE[each] for each in ("titolo", "quando", "dove", "pagina")},
                "iscritti": "7",
                "minimo": "12",
            },
        ),
    ]
)


def write_about(booking: Booking, kind: str, *, cause: str = "", **values: str) -> None:
    """Queue a letter to the person of a booking, with the invitation for their calendar.

    For who has no address it goes to who acts for the body, without the invitation: it is not their appointment.
    `cause` tells letters of one kind about one booking apart.
    """
    person, key = booking.participant, f"booking.{kind}"
    cause = f"{key}:{booking.pk}:{booking.sequence}:{cause}"
    values = {
        "nome": person.full_name,
        "link": conf.absolute(reverse("courses:seat", args=[booking.token])),
        **event_values(booking.event),
        **_way_in(booking.event, key),
        **values,
    }
    if not person.email:
        _write_to_the_contacts(booking, key, cause, values)
        return
    write_letter(
        kind=key,
        recipient=person.email,
        cause=cause,
        values=values,
        about=booking,
        calendar=_calendar(booking, key) if person.email else None,
    )


def _write_to_the_contacts(booking: Booking, key: str, cause: str, values: dict[str, str]) -> None:
    """The letter to a colleague without an address, for the contact of the body and the deputies to pass on."""
    contacts = contacts_of(booking.body) if booking.body else []
    reached = [contact.participant for contact in contacts if contact.participant.email]
    if not reached:
        return
    letter = filled(*words_of(kind_of(key)), values)
    said = {"collega": booking.participant.full_name, "oggetto": letter["subject"], "lettera": letter["text"]}
    written = [
        NewLetter(who.email, f"{cause}:{who.pk}", {"nome": who.full_name, **said}, about=booking) for who in reached
    ]
    write_letters(kind="booking.for_colleague", letters=written)


def write_under_minimum(event: Event, booked: int) -> None:
    """Tell the secretariat; nobody where the host names no address."""
    recipient = conf.get("SECRETARIAT_EMAIL")
    if recipient:
        said = {**event_values(event), "iscritti": str(booked), "minimo": str(event.minimum)}
        cause = f"event.under_minimum:{event.pk}:{event.sequence}"
        write_letter(kind="event.under_minimum", recipient=recipient, cause=cause, values=said, about=event)


def event_values(event: Event) -> dict[str, str]:
    """The placeholders that say which event, when and where."""
    return _values(said_of(event), get_language())


@lru_cache(maxsize=256)
def _values(said: Said, _language: str | None) -> dict[str, str]:
    """Kept by all that they say: forty letters about an event tell its date in words once."""
    starts, ends = said.starts_at, said.ends_at
    return {
        "titolo": said.title,
        "quando": f"{day_in_words(starts)}, {date_format(starts, 'H:i')} – {date_format(ends, 'H:i')}",
        "dove": said.place or str(_("Online")),
        "pagina": said.address,
    }


def _way_in(event: Event, key: str) -> dict[str, str]:
    """Who has a place at a webinar is told how to get in: by the button on the page their letter leads to."""
    if event.kind != Event.Kind.WEBINAR or key not in WITH_A_SEAT:
        return {}
    opens = date_format(timezone.localtime(event.starts_at - LINK_BEFORE), "H:i")
    return {"dove": _("Online: from %(hour)s you connect from the page that the last link leads to") % {"hour": opens}}


def _calendar(booking: Booking, key: str) -> Calendar | None:
    if key in REQUESTS:
        return calendars.request(booking)
    # Nothing to take out of the calendar of somebody who only waited: the first booking put it there.
    return calendars.cancel(booking) if key in CANCELS and booking.sequence else None

"""The letters to who acts for a body about the seats it keeps without a name: nobody else can be told."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.adhesion.queries import contacts_of
from courses.agenda.models import Event
from courses.booking.letters import SAMPLE, event_values
from courses.booking.rules import moment_in_words
from courses.post.actions import write_letters
from courses.post.letters import LetterKind, NewLetter, declare
from courses.post.models import Letter
from courses.territory.models import Body


def _kind(key: str, name: object, subject: object, text: object, *placeholders: str) -> LetterKind:
    sample = SAMPLE | {"ente": "Faenza (RA)", "posti": "2"}
    names = ("nome", "ente", "posti", "titolo", "quando", "dove", "pagina", "link", *placeholders)
    return LetterKind(f"held.{key}", name, subject, text, {each: sample[each] for each in names})


declare(
    [
        _kind(
            "ending",
            _("Places kept for a body: name the colleagues in time"),
            _("Name your colleagues by ${scadenza}: ${titolo}"),
            _(
                "Dear ${nome},\n\n${ente} keeps places without a name (${posti}) at:\n\n${titolo}\n${quando}\n${dove}\n"
                "${pagina}\n\nGive each a name by ${scadenza}: afterwards they are free for others.\n\n${link}"
            ),
            "scadenza",
        ),
        _kind(
            "freed",
            _("Places kept for a body: freed"),
            _("The places you kept are free for others: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\nnobody was named in time for the places that ${ente} kept (${posti}), so they are"
                " free for others at:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\nYou can still book colleagues by"
                " name, while booking is open:\n\n${link}"
            ),
        ),
        _kind(
            "moved",
            _("Places kept for a body: the event has changed"),
            _("Changed: ${titolo}, now ${quando}"),
            _(
                "Dear ${nome},\n\nthe event at which ${ente} keeps places without a name (${posti}) has changed. It is"
                " now:\n\n${titolo}\n${quando}\n${dove}\n${pagina}\n\nThe places are kept until ${scadenza}. Name your"
                " colleagues, or give the places back:\n\n${link}"
            ),
            "scadenza",
        ),
        _kind(
            "called_off",
            _("Places kept for a body: the event was called off"),
            _("Called off: ${titolo}, ${quando}"),
            _(
                "Dear ${nome},\n\nthis event, at which ${ente} kept places (${posti}), was called off:\n\n${titolo}\n"
                "${quando}\n${dove}\n${pagina}\n\nThe reason: ${motivo}\n\nThe other dates:\n\n${link}"
            ),
            "motivo",
        ),
    ]
)


def write_about_held(
    event: Event,
    body: Body,
    number: int,
    kind: str,
    *,
    until: datetime | None = None,
    cause: str = "",
    reason: str = "",
) -> bool:
    """Tell the contact and the deputies of a body of the seats it keeps, once for one `cause` and date of the event.

    False when there is nobody to tell, or they were told.
    """
    told = f"held.{kind}:{event.pk}:{event.sequence}:{body.pk}:{cause}:"
    contacts = [contact for contact in contacts_of(body) if contact.participant.email]
    if not contacts or Letter.objects.filter(cause__startswith=told).exists():
        return False
    key, page = f"held.{kind}", reverse("courses:own_body_event", args=[event.pk])
    if kind == "called_off":
        page = reverse("courses:own_body_seats")
    said = {
        "ente": str(body),
        "posti": str(number),
        "link": conf.absolute(page),
        "scadenza": moment_in_words(until) if until else "",
        "motivo": reason,
        **event_values(event),
    }
    letters = [
        NewLetter(
            contact.participant.email,
            f"{told}{contact.pk}",
            {"nome": contact.participant.full_name, **said},
            about=event,
        )
        for contact in contacts
    ]
    write_letters(kind=key, letters=letters)
    return True

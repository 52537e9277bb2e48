"""The letter that carries a message, with why one gets it, and the reminder to start."""

from django.utils.translation import gettext_lazy as _

from courses.booking.letters import SAMPLE
from courses.post.letters import LetterKind, declare

CARRIER, START = "message.group", "message.start"
PERSON = {"nome": "Anna Verdi", "ente": "Faenza (RA)", "link": "https://example.org/area-personale/"}
COURSE = {"percorso": "Progettare l'accoglienza"}
EVENT = {name: SAMPLE[name] for name in ("titolo", "quando", "dove", "pagina")}

declare(
    [
        LetterKind(
            key=CARRIER,
            name=_("Message of the secretariat to a group: what surrounds its text"),
            subject="${oggetto}",
            text=_("${testo}\n\n---\n${motivo}"),
            placeholders={
                "oggetto": "Domani la giornata comincia alle 9:30",
                "testo": "Gentile Anna Verdi,\n\ndomani la giornata comincia mezz'ora dopo.",
                "motivo": "Ricevi questo messaggio perché hai un posto alla giornata del 18 gennaio.",
            },
        ),
        LetterKind(
            key=START,
            name=_("Reminder: enrolled, and not started yet"),
            subject=_("«${percorso}» waits for you"),
            text=_(
                "Dear ${nome},\n\nyou are enrolled in «${percorso}», and have not started yet. You read when you"
                " like, a little at a time: what you have done is kept.\n\nYou begin from your personal area:\n\n"
                "${link}\n\nIf something keeps you from starting, answer this message."
            ),
            placeholders={"nome": PERSON["nome"], "link": PERSON["link"], **COURSE},
        ),
    ]
)

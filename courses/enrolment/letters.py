"""The letters about an enrolment: what was decided, why, and where to go on."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.adhesion.queries import form_address
from courses.enrolment.models import Enrolment, State
from courses.enrolment.rules import Why, body_takes_part
from courses.people.models import Participant
from courses.post.actions import write_letter
from courses.post.letters import LetterKind, declare
from courses.post.queries import kind_of, words_of
from courses.post.rules import filled

SAMPLE = {
    "nome": "Anna Verdi",
    "percorso": "Progettare l'accoglienza",
    "motivo": "Il vostro ente ha aderito.",
    "link": "https://example.org/area-personale/",
}
WAITS, TO_FORWARD = "enrolment.waits", "enrolment.forward"
KINDS = {
    State.ACTIVE: "enrolment.active",
    State.SUSPENDED: "enrolment.suspended",
    State.WITHDRAWN: "enrolment.withdrawn",
}

declare(
    [
        LetterKind(
            key=KINDS[State.ACTIVE],
            name=_("Enrolment: you can start"),
            subject=_("You are enrolled in «${percorso}»"),
            text=_(
                "Dear ${nome},\n\nyour enrolment in «${percorso}» is active: you can read all of it.\n\n${motivo}\n\n"
                "Go on from your personal area:\n\n${link}"
            ),
            placeholders=SAMPLE,
        ),
        LetterKind(
            key=KINDS[State.SUSPENDED],
            name=_("Enrolment: suspended"),
            subject=_("Your enrolment in «${percorso}» is suspended"),
            text=_(
                "Dear ${nome},\n\nyour enrolment in «${percorso}» is suspended, for this reason:\n\n${motivo}\n\n"
                "What you have done is kept. To take it up again, answer this message."
            ),
            placeholders=SAMPLE,
        ),
        LetterKind(
            key=KINDS[State.WITHDRAWN],
            name=_("Enrolment: withdrawn"),
            subject=_("Your enrolment in «${percorso}» was withdrawn"),
            text=_(
                "Dear ${nome},\n\nyour enrolment in «${percorso}» was withdrawn, for this reason:\n\n${motivo}\n\n"
                "What you have done is kept. If you think that something is wrong, answer this message."
            ),
            placeholders=SAMPLE,
        ),
        LetterKind(
            key=WAITS,
            name=_("Enrolment: registered, and waits"),
            subject=_("You are registered: your enrolment in «${percorso}» waits"),
            text=_(
                "Dear ${nome},\n\nyou have registered for «${percorso}»; your enrolment is not active yet."
                " ${motivo}\n\n${cosa_fare}\n\nMeanwhile you can read the first module, from your personal area:"
                "\n\n${link}\n\n"
                "We write to you as soon as your enrolment is active."
            ),
            placeholders={
                **SAMPLE,
                "motivo": "Faenza (RA) non ha ancora aderito al programma.",
                "cosa_fare": "Puoi aderire per il tuo ente, oppure avvisare chi può farlo.",
            },
        ),
        LetterKind(
            key=TO_FORWARD,
            name=_("Ready letter: an official asks who can to let the body join"),
            subject=_("${programma}: ${ente} may join"),
            text=_(
                "Dear colleague,\n\n${programma} offers our officials training that is free of charge: lessons and case"
                " studies online, training days and webinars. I have registered; to take part I need ${ente} to join."
                "\n\nJoining is free. Whoever may act for the body fills in a form, which takes about five minutes: the"
                " body, a contact who follows the officials and, if wanted, the names of who takes part. The form is"
                " confirmed by the link that arrives by e-mail.\n\nIt begins here:\n\n${link}\n\nThank you.\n\n${nome}"
            ),
            placeholders={
                "programma": "CO-AliZIONE",
                "ente": "Faenza (RA)",
                "nome": "Anna Verdi",
                "link": "https://example.org/adesione/?comune=D458",
            },
        ),
    ]
)


@dataclass(frozen=True)
class LetterToForward:
    """A letter that a person sends by their own mail: we neither send nor keep it."""

    subject: str
    text: str

    @property
    def mailto(self) -> str:
        """Opens the person's own mail program, with the letter in it."""
        text = quote(self.text.replace("\n", "\r\n"))
        return f"mailto:?subject={quote(self.subject)}&body={text}"


def letter_to_forward(participant: Participant) -> LetterToForward:
    """Asks whoever can to let the body join; of personal data it holds the sender's own name."""
    values = {
        "programma": settings.WAGTAIL_SITE_NAME,
        "ente": str(participant.body),
        "nome": participant.full_name,
        "link": conf.absolute(form_address(participant.body)),
    }
    return LetterToForward(**filled(*words_of(kind_of(TO_FORWARD)), values))


def write_to_who_waits(enrolment: Enrolment) -> None:
    """Tell who registered why they wait and what to do; who has no account did not register by themselves."""
    participant = enrolment.participant
    if not participant.email or not participant.user_id:
        return
    why = body_takes_part(participant.body).why
    if why == Why.JOIN:
        to_do = gettext(
            "There are two ways, and your personal area has both: if you may act for your body, let it join with a form"
            " that takes five minutes; otherwise send the letter that is ready there to who can."
        )
    elif why == Why.CHECK:
        to_do = gettext("You need to do nothing: once the adhesion is accepted, your enrolment is active.")
    else:
        to_do = gettext("You need to do nothing: the secretariat looks at your request.")
    values = _values(enrolment) | {"motivo": enrolment.reason, "cosa_fare": to_do}
    cause = f"enrolment.waits:{enrolment.pk}"
    write_letter(kind=WAITS, recipient=participant.email, cause=cause, values=values, about=enrolment)


def write_to_participant(enrolment: Enrolment, reason: str) -> None:
    """Tell the person what their enrolment has become; who has no address is told by the secretariat.

    Who has no account yet is invited when they may start: that letter says all.
    """
    participant = enrolment.participant
    if not participant.email or (enrolment.state == State.ACTIVE and not participant.user_id):
        return
    values = _values(enrolment) | {"motivo": reason}
    change = enrolment.changes.order_by("-pk").first()
    write_letter(
        kind=KINDS[State(enrolment.state)],
        recipient=participant.email,
        cause=f"enrolment:{enrolment.pk}:{change.pk if change else 0}",
        values=values,
        about=enrolment,
    )


def _values(enrolment: Enrolment) -> dict[str, str]:
    return {
        "nome": enrolment.participant.full_name,
        "percorso": enrolment.course_title,
        "link": conf.absolute(reverse("courses:desk")),
    }

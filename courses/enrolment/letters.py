"""The letters about an enrolment: what was decided, why, and where to go on."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.enrolment.models import Enrolment, State
from courses.post.actions import write_letter
from courses.post.letters import LetterKind, declare

SAMPLE = {
    "nome": "Anna Verdi",
    "percorso": "Progettare l'accoglienza",
    "motivo": "Il vostro ente ha aderito.",
    "link": "https://example.org/area-personale/",
}
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
    ]
)


def write_to_participant(enrolment: Enrolment, reason: str) -> None:
    """Tell the person what their enrolment has become; who has no address is told by the secretariat."""
    participant = enrolment.participant
    if not participant.email:
        return
    values = {
        "nome": participant.full_name,
        "percorso": enrolment.course_title,
        "motivo": reason,
        "link": conf.absolute(reverse("courses:desk")),
    }
    change = enrolment.changes.order_by("-pk").first()
    write_letter(
        kind=KINDS[State(enrolment.state)],
        recipient=participant.email,
        cause=f"enrolment:{enrolment.pk}:{change.pk if change else 0}",
        values=values,
        about=enrolment,
    )

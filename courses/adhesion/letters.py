"""The letters of adhesion: to the contact who fills the form, and to the officials who are invited."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.adhesion.models import Adhesion, Contact, Invitation
from courses.post.actions import write_letter, write_letters
from courses.post.letters import LetterKind, NewLetter, declare

BODY = {"ente": "Faenza (RA)", "nome": "Anna Verdi"}

declare(
    [
        LetterKind(
            key="adhesion.draft",
            name=_("Adhesion: the link to go on with the form"),
            subject=_("Your adhesion to the programme: go on when you like"),
            text=_(
                "Dear ${nome},\n\nyou have begun the adhesion of ${ente}. What you wrote is kept: go on from here"
                " whenever you like.\n\n${link}\n\nIf it was not you, you need to do nothing."
            ),
            placeholders={**BODY, "link": "https://example.org/adesione/abc/"},
        ),
        LetterKind(
            key="adhesion.confirm",
            name=_("Adhesion: confirm that you sent it"),
            subject=_("Confirm the adhesion of ${ente}"),
            text=_(
                "Dear ${nome},\n\nwe received the adhesion of ${ente}, with you as its contact. Open the page below and"
                " press the button to confirm it, within 14 days.\n\n${link}\n\nIf it was not you, you need to do"
                " nothing: without the confirmation nothing happens."
            ),
            placeholders={**BODY, "link": "https://example.org/adesione/conferma/abc/"},
        ),
        LetterKind(
            key="adhesion.received",
            name=_("Adhesion: received, to be checked"),
            subject=_("The adhesion of ${ente} is being checked"),
            text=_(
                "Dear ${nome},\n\nthank you: the adhesion of ${ente} reached us. The secretariat checks that it comes"
                " from the body. To be quicker you can send the form, signed, from here:\n\n${link}"
            ),
            placeholders={**BODY, "link": "https://example.org/adesione/abc/"},
        ),
        LetterKind(
            key="adhesion.accepted",
            name=_("Adhesion: accepted"),
            subject=_("${ente} has joined the programme"),
            text=_(
                "Dear ${nome},\n\nthe adhesion of ${ente} is accepted. From your personal area you can name the"
                " officials who take part and see how they get on.\n\n${link}"
            ),
            placeholders={**BODY, "link": "https://example.org/area-personale/"},
        ),
        LetterKind(
            key="adhesion.rejected",
            name=_("Adhesion: not accepted"),
            subject=_("The adhesion of ${ente} was not accepted"),
            text=_(
                "Dear ${nome},\n\nthe adhesion of ${ente} was not accepted, for this reason:\n\n${motivo}\n\n"
                "If you think that something is wrong, answer this message."
            ),
            placeholders={**BODY, "motivo": "La popolazione supera il limite del programma."},
        ),
        LetterKind(
            key="adhesion.correction",
            name=_("Adhesion: a correction is needed"),
            subject=_("The adhesion of ${ente} needs a correction"),
            text=_(
                "Dear ${nome},\n\nbefore the adhesion of ${ente} can be accepted, please correct this:\n\n${motivo}\n\n"
                "What you wrote is kept. Correct it and send it again from here:\n\n${link}"
            ),
            placeholders={**BODY, "motivo": "Manca la PEC.", "link": "https://example.org/adesione/abc/"},
        ),
        LetterKind(
            key="adhesion.reassigned",
            name=_("Adhesion: to its new contact"),
            subject=_("You are now the contact of ${ente}"),
            text=_(
                "Dear ${nome},\n\nyou are now the contact of ${ente} for its adhesion to the programme, in place of who"
                " was so far. From your personal area, with this e-mail address, you act for the body:\n\n${link}\n\n"
                "If you know nothing of it, answer this message."
            ),
            placeholders={**BODY, "link": "https://example.org/area-personale/"},
        ),
        LetterKind(
            key="adhesion.look",
            name=_("To the secretariat: a signed form to look at"),
            subject=_("Signed form to look at: ${ente}"),
            text=_(
                "The signed form of ${ente} was uploaded, in the name of ${nome}. Its adhesion is now: ${stato}.\n\n"
                "Look at the form: if it is not signed by who may sign for the body, mark the adhesion as contested."
                "\n\n${link}"
            ),
            placeholders={**BODY, "stato": "Accolta", "link": "https://example.org/admin/"},
        ),
        LetterKind(
            key="invitation",
            name=_("Invitation of a named official"),
            subject=_("${ente} takes part in the programme: you are invited"),
            text=_(
                "Dear ${nome},\n\n${chi} named you among the people of ${ente} who take part in the training of the"
                " programme. Open the page below and press the button to begin: you can read the materials and follow"
                " your course. The link is yours alone and holds until ${scadenza}.\n\n${link}\n\n"
                "How your data are used is written in the privacy notice:\n\n${informativa}\n\n"
                "If you do not want to take part, you need to do nothing."
            ),
            placeholders={
                **BODY,
                "chi": "Carla Neri",
                "link": "https://example.org/invito/abc/",
                "scadenza": "31 marzo 2027",
                "informativa": "https://example.org/privacy/",
            },
        ),
    ]
)

LINKS = {
    "adhesion.draft": ("courses:adhesion_resume", "token"),
    "adhesion.confirm": ("courses:adhesion_confirm", "confirm_token"),
    "adhesion.received": ("courses:adhesion_resume", "token"),
    "adhesion.correction": ("courses:adhesion_resume", "token"),
}


def write_to_contact(adhesion: Adhesion, kind: str, *, cause: str, **values: str) -> None:
    """Queue one of these letters; `values` are the placeholders beyond name, body and link."""
    name, token = LINKS.get(kind, ("courses:desk", ""))
    path = reverse(name, args=[getattr(adhesion, token)] if token else [])
    known = {
        "nome": f"{adhesion.contact_given_name} {adhesion.contact_family_name}",
        "ente": str(adhesion.body),
        "link": conf.absolute(path),
    }
    write_letter(kind=kind, recipient=adhesion.contact_email, cause=cause, values=known | values, about=adhesion)


def write_to_look_at(adhesion: Adhesion) -> None:
    """A signed form counts at once: the secretariat looks at it afterwards, where the host names its address."""
    recipient = conf.get("SECRETARIAT_EMAIL")
    if recipient:
        write_letter(
            kind="adhesion.look",
            recipient=recipient,
            cause=f"adhesion.look:{adhesion.pk}:{adhesion.signed_form.name}",
            values={
                "nome": f"{adhesion.contact_given_name} {adhesion.contact_family_name}",
                "ente": str(adhesion.body),
                "stato": str(adhesion.get_state_display()),
                "link": conf.absolute(reverse("courses_adhesion_modeladmin_inspect", args=[adhesion.pk])),
            },
            about=adhesion,
        )


def write_to_new_contact(contact: Contact) -> None:
    """Tell who was handed the role over."""
    person = contact.participant
    values = {"nome": person.full_name, "ente": str(contact.body), "link": conf.absolute(reverse("courses:desk"))}
    write_letter(
        kind="adhesion.reassigned",
        recipient=person.email or person.user.email,
        cause=f"contact:{contact.pk}",
        values=values,
        about=person,
    )


def write_invitation(invitation: Invitation) -> None:
    """Queue the letter of an invitation; sent anew, with another link, it is another letter."""
    new = _of_invitation(invitation)
    write_letter(kind="invitation", recipient=new.recipient, cause=new.cause, values=new.values, about=new.about)


def write_invitations(invitations: Iterable[Invitation]) -> None:
    """Queue the letters of many invitations."""
    write_letters(kind="invitation", letters=map(_of_invitation, invitations))


def _of_invitation(invitation: Invitation) -> NewLetter:
    notice = conf.get("PRIVACY_NOTICE_URL")
    values = {
        "nome": invitation.participant.full_name,
        "ente": str(invitation.participant.body or ""),
        "chi": invitation.invited_by_name or str(_("The secretariat of the programme")),
        "link": conf.absolute(reverse("courses:invitation", args=[invitation.token])),
        "scadenza": date_format(timezone.localdate(invitation.expires_at)),
        "informativa": conf.absolute(notice) if notice.startswith("/") else notice,
    }
    return NewLetter(
        recipient=invitation.email,
        cause=f"invitation:{invitation.pk}:{invitation.sent_at.isoformat()}",
        values=values,
        about=invitation.participant,
    )

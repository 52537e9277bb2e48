"""The letters about questionnaires: come and answer, and once more. Nobody is thanked: that would tell who answered."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses import conf
from courses.post.actions import write_letters
from courses.post.letters import LetterKind, NewLetter, declare
from courses.surveys.models import Invited

INVITATION, REMINDER = "survey.invitation", "survey.reminder"
SAMPLE = {
    "nome": "Anna Verdi",
    "titolo": "Giornata formativa a Faenza (RA), lunedì 18 gennaio 2027",
    "questionari": "Questionario di gradimento: https://example.org/questionari/abc/",
    "scadenza": "lunedì 1 febbraio 2027",
}

declare(
    [
        LetterKind(
            INVITATION,
            _("Questionnaire: please answer"),
            _("A few questions: ${titolo}"),
            _(
                "Dear ${nome},\n\nwe ask you for a few minutes about:\n\n${titolo}\n\n${questionari}\n\nYou can answer"
                " until ${scadenza}, without a password. It is anonymous: we know who has answered, so that we do not"
                " write again, and never what was answered. The link is yours: please do not pass it on."
            ),
            SAMPLE,
        ),
        LetterKind(
            REMINDER,
            _("Questionnaire: reminder to who has not answered"),
            _("There is still time to answer: ${titolo}"),
            _(
                "Dear ${nome},\n\nyour answers are still missing about:\n\n${titolo}\n\n${questionari}\n\nYou can"
                " answer until ${scadenza}, without a password. It is anonymous, and this is the only reminder."
            ),
            SAMPLE,
        ),
    ]
)


def write_to(people: Iterable[Invited], kind: str) -> int:
    """One letter to each person about each event, whatever the number of its questionnaires. Returns how many.

    Who has no address gets none: the link stands in the personal area, and in the room. A letter is about the round,
    not about the person's answers; once the round is closed its link leads nowhere.
    """
    groups: dict[tuple[int, object], list[Invited]] = {}
    for one in people:
        if one.participant.email:
            about = one.round.event_id or one.round.course_key
            groups.setdefault((one.participant_id, about), []).append(one)
    write_letters(kind=kind, letters=[_letter(kind, group) for group in groups.values()])
    return len(groups)


def _letter(kind: str, group: list[Invited]) -> NewLetter:
    first = group[0]
    until = min(one.round.closes_at for one in group)
    lines = [f"{one.round.questionnaire}: {conf.absolute(reverse('courses:survey', args=[one.pk]))}" for one in group]
    values = {
        "nome": first.participant.full_name,
        "titolo": first.round.title,
        "questionari": "\n".join(lines),
        "scadenza": date_format(timezone.localtime(until), "l j F Y").lower(),
    }
    return NewLetter(first.participant.email, f"{kind}:{first.pk}", values, first.round)

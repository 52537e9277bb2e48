"""The personal data of people in the privacy register."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.people.models import NoticeRead, Participant, PastAffiliation
from courses.privacy import PersonalData, declare, delete

TASK = _("Task in the public interest (GDPR, article 6(1)(e))")
PROGRAMME = _("Five years after the programme's final balance")


def _make_anonymous(rows: QuerySet, participant: Any, author: Any) -> None:
    """Name, addresses, account and place of work go; the row stays, so that what was counted stays true."""
    for person in rows:
        person.given_name, person.family_name = "", gettext("Erased person")
        person.email, person.user, person.municipality = "", None, None
        person.save(update_fields=["given_name", "family_name", "email", "user", "municipality"])


declare(
    [
        PersonalData(
            Participant,
            _("Managing the training of officials"),
            TASK,
            PROGRAMME,
            about="pk",
            erase=_make_anonymous,
            keeps=_("Body, role and gender without a name: the figures reported to the Fund must stay true"),
        ),
        PersonalData(
            PastAffiliation,
            _("Reporting each activity under the body of its day"),
            TASK,
            PROGRAMME,
            about="participant",
            erase=delete,
        ),
        PersonalData(
            NoticeRead,
            _("Proof that the privacy notice was given"),
            TASK,
            PROGRAMME,
            about="participant",
            erase=delete,
        ),
    ]
)

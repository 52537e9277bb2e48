"""Letters in the privacy register."""

from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.post.models import Letter
from courses.privacy import PersonalData, Retention, addresses_of, declare, deletes, keep, months_ago, subjects_of

State = Letter.State


def _to(participant: Any) -> Q:
    to = Q(pk__in=())
    for address in addresses_of(participant):
        to |= Q(recipient__iexact=address)
    return to


def _letters_of(participant: Any) -> QuerySet[Letter]:
    """The letters about the person's records, and those to their address; never those about somebody who shares it."""
    hang, subjects = Q(pk__in=()), subjects_of(participant)
    for label, keys in subjects.items():
        hang |= Q(about_type=label, about_id__in=keys)
    return Letter.objects.filter(hang | (_to(participant) & ~Q(about_type__in=subjects)))


def _written_to(rows: QuerySet, participant: Any) -> QuerySet:
    """A letter about somebody that went to somebody else is the other one's."""
    return rows.filter(_to(participant))


def _delete(rows: QuerySet, participant: Any, author: Any) -> None:
    """The letters go; in those to others, about a body or an event, the name does."""
    rows.delete()
    name, nobody = participant.full_name, Value(gettext("Erased person"))
    named = Letter.objects.exclude(about_type__in=subjects_of(participant))
    for field in ("subject", "text"):
        named.filter(**{f"{field}__contains": name}).update(**{field: Replace(F(field), Value(name), nobody)})


declare(
    [
        PersonalData(
            model=Letter,
            purpose=_("Telling people what concerns their training, and proving that they were told"),
            basis=_("Task in the public interest (GDPR, article 6(1)(e))"),
            retention=_("24 months"),
            about=_letters_of,
            erase=_delete,
            withheld=("cause", "about_type", "about_id", "error", "lease_until", "next_try_at", "calendar"),
            handed=_written_to,
        )
    ]
)

keep(
    [
        Retention(
            "letters",
            _("Letters"),
            _("deleted"),
            deletes(
                lambda now: Letter.objects.filter(
                    written_at__lt=months_ago("LETTERS_MONTHS", now),
                    state__in=(State.SENT, State.FAILED, State.DOUBTFUL),
                )
            ),
            setting="LETTERS_MONTHS",
            unit="months",
        )
    ]
)

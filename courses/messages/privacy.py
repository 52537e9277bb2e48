"""Messages in the privacy register. The letters to each person are entered by `post`."""

from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.messages.models import Message
from courses.people.privacy import TASK
from courses.privacy import PersonalData, Retention, declare, deletes, keep, months_ago


def _forget_name(rows: QuerySet, participant: Any, author: Any) -> None:
    """A message is about a group: should somebody's name stand in its words, it goes."""
    name, nobody = participant.full_name, Value(gettext("Erased person"))
    for field in ("subject", "text"):
        named = Message.objects.filter(**{f"{field}__contains": name})
        named.update(**{field: Replace(F(field), Value(name), nobody)})


declare(
    [
        PersonalData(
            Message,
            _("Telling groups of people what concerns their training, and proving what they were told"),
            TASK,
            _("24 months"),
            erase=_forget_name,
            keeps=_("What was written to which group, when and to how many people, without a name"),
        )
    ]
)

keep(
    [
        Retention(
            "messages",
            _("Messages to groups"),
            _("deleted"),
            deletes(lambda now: Message.objects.filter(written_at__lt=months_ago("LETTERS_MONTHS", now))),
            setting="LETTERS_MONTHS",
            unit="months",
        )
    ]
)

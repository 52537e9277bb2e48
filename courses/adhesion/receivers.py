"""Listens to lower rooms: of two records of one person, contacts and invitations become those of the one that stays."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.adhesion.actions import revoke_invitation
from courses.adhesion.models import Contact, Invitation
from courses.audit.actions import Author
from courses.errors import NotAllowed
from courses.people.models import Participant
from courses.people.signals import participants_merging


@receiver(participants_merging)
def take_over_contacts(kept: Participant, absorbed: Participant, **kwargs: Any) -> None:
    """Who is contact twice for one body is so once; a body whose contact would work elsewhere needs another first."""
    acting = Contact.objects.filter(until__isnull=True)
    for other in acting.filter(participant=absorbed).select_related("body"):
        if other.body_id != kept.body_id:
            raise NotAllowed(
                _("%(name)s is the contact of %(body)s: keep that record, or let somebody else take the role first.")
                % {"name": absorbed, "body": other.body}
            )
        own = acting.filter(participant=kept, body=other.body).first()
        if own is not None:
            loser = own if own.is_deputy and not other.is_deputy else other
            Contact.objects.filter(pk=loser.pk).update(until=timezone.now())
    absorbed.contact_of.update(participant=kept)


@receiver(participants_merging)
def take_over_invitations(kept: Participant, absorbed: Participant, author: Author, **kwargs: Any) -> None:
    """One open invitation is enough, and who has an account needs none."""
    still_open = {"taken_up_at": None, "revoked_at": None}
    of_kept = list(kept.invitations.filter(**still_open))
    for invitation in [*of_kept, *absorbed.invitations.filter(**still_open)]:
        if kept.user_id or (of_kept and invitation not in of_kept):
            revoke_invitation(invitation=invitation, author=author)
    Invitation.objects.filter(participant=absorbed).update(participant=kept)

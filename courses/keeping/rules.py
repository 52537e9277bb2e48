"""Whether a person can be erased now, and what stands in the way."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from courses import conf
from courses.adhesion.models import Contact
from courses.agenda.models import TeacherAccount
from courses.attendance.models import Attendee
from courses.errors import Verdict
from courses.people.models import Participant
from courses.privacy import REGISTER, duty_is_over


def may_erase(participant: Participant, now: datetime | None = None) -> Verdict:
    """A person is erased unless they act for a body, work on the site, or the accounts need their name."""
    acts_for = Contact.objects.filter(participant=participant, until=None).select_related("body").first()
    if acts_for:
        return Verdict(
            False,
            _("%(name)s is the contact of %(body)s: let somebody else take the role first.")
            % {"name": participant, "body": acts_for.body},
        )
    user = participant.user
    if user and (user.has_perm("wagtailadmin.access_admin") or TeacherAccount.objects.filter(user=user).exists()):
        return Verdict(
            False,
            _("The account of %(name)s also works on the site, or keeps registers: take that away from it first.")
            % {"name": participant},
        )
    open_one = Attendee.objects.filter(participant=participant, register__closed_at=None).select_related("register")
    if open_one.exists():
        return Verdict(
            False,
            _("The register of «%(event)s» is still open: close it first, then the presences are safe.")
            % {"event": open_one.first().register},
        )
    return may_be_nameless(participant, now or timezone.now())


def may_be_nameless(participant: Participant, now: datetime) -> Verdict:
    """Until the duty of keeping the accounts ends, who was present or certified is limited instead (art. 17(3)(b))."""
    if duty_is_over(now) or not conf.get("DUTY_KEEPS_NAMES"):
        return Verdict(True)
    needed = [entry for entry in REGISTER.values() if entry.duty and entry.rows_of(participant).exists()]
    if not needed:
        return Verdict(True)
    what = ", ".join(str(entry.model._meta.verbose_name_plural) for entry in needed)
    return Verdict(
        False,
        _("The accounts of the Fund need this name until they are closed (%(what)s): limit the data instead.")
        % {"what": what},
    )

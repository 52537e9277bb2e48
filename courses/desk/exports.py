"""The officials of a body and their hours as rows of a spreadsheet, for its contact."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.agenda.rules import name_of
from courses.desk.hours import BodyHours, OfficialHours
from courses.desk.queries import Official

HEADINGS = (
    *(_("Family name"), _("Given name"), _("Role"), _("Municipality"), _("E-mail address"), _("Account"), _("Invited")),
    *(_("Course"), _("Enrolment"), _("Required activities done"), _("Required activities"), _("Next event")),
    *(_("Certificates"), _("Hours certified")),
)


def official_row(official: Official) -> list[Any]:
    """One official, in the order of HEADINGS."""
    person, enrolment, progress = official.participant, official.enrolment, official.progress
    return [
        person.family_name,
        person.given_name,
        person.get_role_display(),
        str(person.municipality or ""),
        official.email,
        gettext("yes") if person.user_id else gettext("no"),
        official.invitation.sent_at if official.invitation else "",
        enrolment.course_title if enrolment else "",
        enrolment.get_state_display() if enrolment else "",
        progress.done if progress else "",
        progress.required if progress else "",
        name_of(official.next_seat.event) if official.next_seat else "",
        ", ".join(one.label for one in official.certificates),
        round(sum(one.minutes for one in official.certificates if one.kind == "event") / 60, 2),
    ]


def body_hours_headings(hours: BodyHours) -> list[Any]:
    """The names of the columns of `body_hours_row`."""
    kinds = [_("%(kind)s (hours)") % {"kind": kind.label} for kind in hours.kinds]
    people = (_("Family name"), _("Given name"), _("Role"), _("Municipality"))
    return [*people, _("Year"), *kinds, _("Hours attended"), _("Yearly target (hours)")]


def body_hours_row(one: OfficialHours, year: int) -> list[Any]:
    """One official's year; hours are numbers, to be added up."""
    person = one.participant
    place = [person.family_name, person.given_name, person.get_role_display(), str(person.municipality or "")]
    return [*place, year, *(round(minutes / 60, 2) for minutes in one.minutes), one.target or ""]

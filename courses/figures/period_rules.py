"""Of which periods a report may be frozen."""

from datetime import date

from django.utils.translation import gettext as _

from courses.errors import Verdict


def may_freeze(first: date, last: date, today: date) -> Verdict:
    """A period that begins before it ends, and holds no day to come: nobody freezes what may still happen."""
    if last < first:
        return Verdict(False, _("The period ends before it begins: correct one of the two days."))
    if last > today:
        return Verdict(False, _("The last day is still to come: choose today or a day before."))
    return Verdict(True)

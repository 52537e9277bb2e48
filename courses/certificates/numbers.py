"""Drawing numbers: each year from one, without doubles and without holes, however many issue at once."""

from django.db.models import F

from courses.certificates.models import NumbersOfYear


def hold_numbers(year: int) -> None:
    """Until the end of the transaction nobody else draws numbers of this year: what is due is read again after this.

    On PostgreSQL the row is locked by the update, on SQLite the whole transaction is alone already.
    """
    NumbersOfYear.objects.get_or_create(year=year)
    NumbersOfYear.objects.filter(year=year).update(last=F("last"))


def draw_numbers(year: int, how_many: int) -> range:
    """The next numbers of a year that is held: given back whole if the transaction fails."""
    NumbersOfYear.objects.filter(year=year).update(last=F("last") + how_many)
    last = NumbersOfYear.objects.values_list("last", flat=True).get(year=year)
    return range(last - how_many + 1, last + 1)

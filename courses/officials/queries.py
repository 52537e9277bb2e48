"""Reading the files of people, row by row."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Q, QuerySet, Value, When

from courses.officials.models import ImportRow, PeopleImport
from courses.territory.models import Body

State, Outcome = PeopleImport.State, ImportRow.Outcome
KEPT = timedelta(days=30)
# What a person has to look at comes first.
IN_THIS_ORDER = (Outcome.WRONG, Outcome.DUPLICATE, Outcome.WAITS, Outcome.THERE, Outcome.NEW)


def imports_of(body: Body | None) -> QuerySet[PeopleImport]:
    """The files about a body; without one, the secretariat's. Newest first, with who sent them."""
    return PeopleImport.objects.filter(body=body).select_related("author", "body")


def unfinished_imports(now: datetime) -> QuerySet[PeopleImport]:
    """The files somebody has to go on with: being checked or saved, and in nobody's hands."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return PeopleImport.objects.filter(free, state__in=(State.CHECKING, State.APPLYING)).order_by("sent_at", "pk")


def old_imports(now: datetime) -> QuerySet[PeopleImport]:
    """Those whose 30 days are over."""
    return PeopleImport.objects.filter(sent_at__lt=now - KEPT)


@dataclass(frozen=True)
class Summary:
    """How many rows of a file are what, and how far the work on it is."""

    total: int
    judged: int
    new: int
    waits: int
    there: int
    wrong: int
    duplicate: int
    saved: int
    state: str

    @property
    def to_save(self) -> int:
        """Rows that «save» is about."""
        return self.new + self.waits - self.saved

    @property
    def is_under_way(self) -> bool:
        """Whether somebody is working on it, or about to."""
        return self.state in (State.CHECKING, State.APPLYING)

    @property
    def done(self) -> int:
        """Rows that the present work is through with."""
        return self.judged if self.state == State.CHECKING else self.saved

    @property
    def of(self) -> int:
        """Rows that the present work is about."""
        return self.total if self.state == State.CHECKING else self.new + self.waits


def summary_of(people_import: PeopleImport) -> Summary:
    """The numbers of a file, in one query."""
    counts = {outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome}
    saved = Q(outcome__in=(Outcome.NEW, Outcome.WAITS), applied_at__isnull=False)
    found = people_import.rows.order_by().aggregate(
        total=Count("pk"), judged=Count("pk", filter=~Q(outcome="")), saved=Count("pk", filter=saved), **counts
    )
    return Summary(state=people_import.state, **found)


def rows_to_judge(people_import: PeopleImport) -> QuerySet[ImportRow]:
    """The rows nobody has looked at, in the order of the file."""
    return people_import.rows.filter(outcome="").order_by("number")


def rows_to_save(people_import: PeopleImport) -> QuerySet[ImportRow]:
    """The good rows that are not saved yet, in the order of the file."""
    good = (Outcome.NEW, Outcome.WAITS)
    return people_import.rows.filter(outcome__in=good, applied_at__isnull=True).order_by("number")


def rows_shown(people_import: PeopleImport) -> QuerySet[ImportRow]:
    """The rows that were looked at, those to be corrected first, else as in the file."""
    place = Case(*(When(outcome=one, then=Value(number)) for number, one in enumerate(IN_THIS_ORDER)))
    rows = people_import.rows.exclude(outcome="").select_related("body__province")
    return rows.order_by(place, "number")


def rows_to_correct(people_import: PeopleImport) -> QuerySet[ImportRow]:
    """What goes back to the sender, as it stood in the file."""
    return people_import.rows.filter(outcome=Outcome.WRONG).order_by("number")

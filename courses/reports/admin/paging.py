"""Pages of a list, and how many rows it has: exact as long as anybody turns the pages, «more than» beyond."""

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from courses.territory.rules import grouped

MOST_COUNTED = 100_000  # rows: counting three million takes the database as long as all the rest of the page


class ListPaginator(WagtailPaginator):
    """Counts no further than `MOST_COUNTED` rows, and pages no further: what lies beyond is found by filters."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        # the order is left out: the database would sort what it only has to count
        return rows.order_by()[: MOST_COUNTED + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @cached_property
    def count(self) -> int:
        """The rows there are pages for."""
        return min(self._counted, MOST_COUNTED)

    @cached_property
    def items_count_label(self) -> str:
        """«1.234 completamenti», «oltre 100.000 completamenti»."""
        if self.count == 1:
            return super().items_count_label
        told = f"{grouped(self.count)} {self.verbose_name_plural}"
        return _("more than %(rows)s") % {"rows": told} if self._counted > MOST_COUNTED else told

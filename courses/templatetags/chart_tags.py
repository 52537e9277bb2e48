"""Charts on any page: the picture for who sees it, the table for everybody."""

from typing import Any

from django import template

from courses.charts import Chart

register = template.Library()


@register.inclusion_tag("courses/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """A chart with its table. The page loads `courses/charts.js` and `courses/charts.css` once."""
    return {"chart": chart, "data_id": f"chart-data-{chart.key}"}

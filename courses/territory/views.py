"""The search that feeds the sign-up form as people type."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.territory.models import Municipality
from courses.territory.queries import search_municipalities
from courses.territory.rules import is_in_range

AN_HOUR = 3600


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def municipality_search(request: HttpRequest) -> JsonResponse:
    """Up to twenty municipalities for `?q=`, as a JSON list; nothing typed, or nothing readable, is an empty list."""
    found = search_municipalities(request.GET.get("q", ""))
    return JsonResponse([_answer(municipality) for municipality in found], safe=False)


def _answer(municipality: Municipality) -> dict[str, Any]:
    verdict = is_in_range(municipality)
    return {
        "code": municipality.pk,
        "label": str(municipality),
        "province": municipality.province.name,
        "region": municipality.province.region.name,
        "eligible": verdict.range,
        "note": verdict.reason,
    }

"""The spreadsheet to fill in with the officials."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.adhesion.exports import TEMPLATE_FORMATS, officials_template_file

A_DAY = 86_400


@require_safe
@cache_control(public=True, max_age=A_DAY)
def officials_template(request: HttpRequest, file_format: str) -> HttpResponse:
    """The template, as XLSX or CSV."""
    if file_format not in TEMPLATE_FORMATS:
        raise Http404
    response = HttpResponse(officials_template_file(file_format), content_type=TEMPLATE_FORMATS[file_format])
    response["Content-Disposition"] = f'attachment; filename="modello-funzionari.{file_format}"'
    return response

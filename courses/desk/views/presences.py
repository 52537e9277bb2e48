"""«Le mie presenze»: what one takes to the office the same evening."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.attendance.exports import statement_pdf
from courses.desk.queries import own_attendance
from courses.people.queries import participant_of


@require_safe
@login_required
@cache_control(no_store=True, private=True)
def own_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """The attestazione di presenza of one's own, once there are minutes; of nobody else's."""
    participant = participant_of(request.user)
    attendee = own_attendance(participant, pk) if participant else None
    if attendee is None:
        raise Http404
    response = HttpResponse(statement_pdf(attendee), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="attestazione-di-presenza-{pk}.pdf"'
    return response

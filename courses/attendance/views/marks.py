"""What a telephone sends: marks in the order they were made, each with a key, so that none is written twice."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from courses.agenda.models import Slot
from courses.attendance.forms import SentMarkForm, is_shaped
from courses.attendance.models import Attendee
from courses.attendance.taking import attendees_of, moment_of, take
from courses.attendance.views.guard import kept_event, opened
from courses.audit.actions import Author

MOST_MARKS, LONGEST = 200, 256 * 1024


@require_safe
@cache_control(private=True, no_store=True)
def register_token(request: HttpRequest) -> HttpResponse:
    """A fresh token for the forms of who is signed in; 401 tells the telephone to ask for signing in."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"token": get_token(request), "account": str(request.user.pk)})


@require_POST
@cache_control(private=True, no_store=True)
def register_marks(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the marks one by one; what each became is answered by its key. 400 for what is no list of marks."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    register = opened(kept_event(request, pk))
    sent = _read(request)
    if sent is None:
        return JsonResponse({"message": _("These marks cannot be read.")}, status=400)
    people = attendees_of(register)
    slots = {slot.pk: slot for slot in register.event.slots.all()}
    return JsonResponse({"results": [_take(one, people, slots, request.user) for one in sent]})


def _read(request: HttpRequest) -> list[dict[str, Any]] | None:
    """The marks in the body of a request: JSON objects with a key each, not too many; None for anything else."""
    if request.content_type != "application/json" or int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return None
    try:
        told = json.loads(request.body)
        marks = told["marks"]
        for one in marks:
            UUID(one["key"])
    # a number of 5,000 digits, a thousand brackets one in the other, half of a sign: none of them are marks
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return marks if isinstance(marks, list) and len(marks) <= MOST_MARKS else None


def _take(one: dict[str, Any], people: dict[int, Attendee], slots: dict[int, Slot], author: Author) -> dict[str, Any]:
    form = SentMarkForm(one)
    if not is_shaped(one) or not form.is_valid():
        return {"key": one["key"], "ok": False, "message": _("This mark cannot be read.")}
    told = form.cleaned_data
    attendee, slot = people.get(told["attendee"]), slots.get(told["slot"])
    if attendee is None or slot is None:
        return {"key": one["key"], "ok": False, "message": _("This person is no longer on the register.")}
    taken = take(
        attendee=attendee,
        slot=slot,
        author=author,
        at=moment_of(told["at"], slot),
        mark_key=told["key"],
        **form.mark,
    )
    return {"key": one["key"], "ok": taken.presence is not None, "message": taken.reason}

"""What a telephone sends: people and marks in their order, each with a key, so that none is there twice."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from courses.agenda.models import Slot
from courses.attendance.forms import SentMarkForm, SentPersonForm, is_shaped
from courses.attendance.models import Attendee, Register
from courses.attendance.queries import last_presence
from courses.attendance.taking import moment_of, named_by_devices, take, take_person
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
    people = named_by_devices(register, (str(one.get("attendee")) for one in sent))
    slots = {slot.pk: slot for slot in register.event.slots.all()}
    results = [
        _take_person(one, people, register, request.user)
        if one.get("kind") == "person"
        else _take(one, people, slots, request.user)
        for one in sent
    ]
    return JsonResponse({"results": results})


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


def _take_person(
    one: dict[str, Any], people: dict[str, Attendee], register: Register, author: Author
) -> dict[str, Any]:
    form = SentPersonForm(one)
    if not all(isinstance(one.get(name), str) for name in form.fields) or not form.is_valid():
        return {"key": one["key"], "ok": False, "message": _("This name cannot be read.")}
    attendee, reason = take_person(register=register, author=author, **form.cleaned_data)
    if attendee is not None:
        people[str(form.cleaned_data["key"])] = attendee  # the marks that follow name them so
    return {"key": one["key"], "ok": attendee is not None, "message": reason}


def _take(one: dict[str, Any], people: dict[str, Attendee], slots: dict[int, Slot], author: Author) -> dict[str, Any]:
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
    answer = {"key": one["key"], "ok": taken.presence is not None, "message": taken.reason}
    stands = None if taken.presence else last_presence(attendee, slot)
    return answer | {"stands": stands.status} if stands else answer

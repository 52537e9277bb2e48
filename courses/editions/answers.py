"""Whole answers to visitors of whom nothing is known, given again before anything else of the request is looked at."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from courses.editions.models import watched_tables
from courses.editions.queries import Kept, is_plain_visit, kept_for, stood_for, tables_read

GetResponse = Callable[[HttpRequest], HttpResponse]
MOST_KEPT = 500  # answers of some 60 kB: thirty megabytes a process


@dataclass(frozen=True)
class Answer:
    """What was said, and the facts it depends on besides the edition, by the table they tell of."""

    content: bytes
    headers: dict[str, str]
    facts: dict[str, Hashable]

    def still_holds(self) -> bool:
        """Whether the facts are what they were."""
        return all(stood_for()[table]() == before for table, before in self.facts.items())

    def response(self) -> HttpResponse:
        """The answer, once more."""
        return HttpResponse(self.content, headers=self.headers)


class KeptAnswers:
    """For `MIDDLEWARE`, before sessions, with `COURSES_DRAW_ONCE`: a page drawn once is not even composed again.

    Kept is what `draw_once` drew for a visitor without session, from watched tables or such as are told by facts, where
    the answer sets no cookie: a page with the token of a form is composed for each.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer that was kept, or a new one."""
        if not is_plain_visit(request):
            return self.get_response(request)
        kept, key = kept_for(request), _key(request)
        found = kept.answers.get(key)
        if found is not None and found.still_holds():
            return found.response()
        return self._answer(request, kept, key)

    def _answer(self, request: HttpRequest, kept: Kept, key: Hashable) -> HttpResponse:
        read: set[str] = set()
        # asked before the page is made: one that changes meanwhile is kept under what it no longer is, and made again
        facts = {table: ask() for table, ask in stood_for().items()}
        with tables_read(read):
            response = self.get_response(request)
        rest = read - watched_tables() - {kept.table}
        if kept.token and rest <= facts.keys() and _may_be_kept(response):
            if len(kept.answers) >= MOST_KEPT:
                kept.answers.clear()
            needed = {table: facts[table] for table in rest}
            kept.answers[key] = Answer(response.content, dict(response.items()), needed)
        return response


def _key(request: HttpRequest) -> Hashable:
    languages = request.META.get("HTTP_ACCEPT_LANGUAGE", "") if len(settings.LANGUAGES) > 1 else ""
    return request.scheme, request.get_host(), request.path_info, languages


def _may_be_kept(response: HttpResponse) -> bool:
    drawn = getattr(response, "courses_drawn_once", False)
    return drawn and response.status_code == 200 and not response.streaming and not response.cookies

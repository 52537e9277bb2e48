"""`/dev/posta/`: a developer's machine writes letters to a folder; here they are read, and an account can be confirmed.

Only under DEBUG: `config.urls` includes these addresses only then, and the views answer 404 otherwise.
"""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

BETWEEN_LETTERS = b"-" * 79  # django.core.mail.backends.console writes it after each letter of a file
AT_MOST = 200


@dataclass(frozen=True)
class Letter:
    """A letter in the folder: `number` counts within its file, from 0."""

    file: str
    number: int
    message: EmailMessage

    @property
    def at(self) -> datetime | None:
        """When it was written."""
        try:
            return parsedate_to_datetime(self.message["Date"] or "")
        except ValueError:
            return None

    @property
    def text(self) -> str:
        """The plain text."""
        part = self.message.get_body(("plain", "html"))
        return part.get_content() if part else ""


def newest_letters() -> list[Letter]:
    """The letters of the folder, newest first."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or "")
    files = sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime, file.name), reverse=True)
    letters: list[Letter] = []
    for file in files[:AT_MOST]:
        contents = [one.strip() for one in file.read_bytes().split(BETWEEN_LETTERS)]
        found = [message_from_bytes(one, policy=policy.default) for one in contents if one]
        letters += reversed([Letter(file.name, number, message) for number, message in enumerate(found)])
    return letters


def inbox(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    _only_here()
    letters = newest_letters()
    return render(request, "dev_mail/inbox.html", {"letters": letters, "breadcrumbs": [{"title": _("Letters sent")}]})


def letter(request: HttpRequest, file: str, number: int) -> HttpResponse:
    """One letter, found among those of the folder: what stands in the address opens no file."""
    _only_here()
    found = [one for one in newest_letters() if (one.file, one.number) == (file, number)]
    if not found:
        raise Http404
    return render(request, "dev_mail/letter.html", {"letter": found[0], "breadcrumbs": [{"title": _("Letters sent")}]})


def _only_here() -> None:
    if not settings.DEBUG:
        raise Http404


urlpatterns = [
    path("dev/posta/", inbox, name="dev_inbox"),
    path("dev/posta/<str:file>/<int:number>/", letter, name="dev_letter"),
]

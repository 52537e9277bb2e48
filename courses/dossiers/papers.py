"""The papers of one event, each with its name within the event's folder. Nothing is left out without saying so."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.agenda.rules import name_of
from courses.attendance.actions import hand_out_sheet
from courses.attendance.exports import PRESENCE_HEADINGS, register_pdf
from courses.audit.actions import Author
from courses.certificates.models import CertificateFile
from courses.certificates.rules import names_of_file
from courses.dossiers.queries import Dossier
from courses.errors import CoursesError
from courses.lines import harmless
from courses.surveys.exports import HEADINGS as ANSWER_HEADINGS

Row = Iterable[Any]
AT_ONCE = 20  # certificates read together: they are some tens of kilobytes each


@dataclass(frozen=True)
class Paper:
    """A file of the dossier."""

    name: str
    content: bytes


def papers_of(dossier: Dossier, author: Author) -> Iterator[Paper]:
    """One after the other: no more than one is in memory. The last says what there is and what is missing."""
    notes: list[str] = []
    yield Paper(_file(pgettext("file name", "event"), "csv"), _table((_("What"), _("Value")), _facts(dossier)))
    yield from _scans(dossier, author, notes)
    yield from _register(dossier, notes)
    yield from _certificates(dossier, notes)
    yield from _answers(dossier, notes)
    yield from _letters(dossier, notes)
    yield Paper(_file(pgettext("file name", "read me"), "txt"), _text([name_of(dossier.event), "", *notes]))


def _scans(dossier: Dossier, author: Author, notes: list[str]) -> Iterator[Paper]:
    if not dossier.scans:
        notes.append(_("Sign-in sheet: no scan was added to the register."))
    for number, scan in enumerate(dossier.scans, start=1):
        words = pgettext("file name", "sign-in sheet")
        name = _file(f"{words} {number}", scan.file.name.rpartition(".")[2])
        try:
            with hand_out_sheet(sheet=scan, author=author) as file:
                yield Paper(name, file.read())
            notes.append(_("Sign-in sheet: %(name)s.") % {"name": name})
        except CoursesError as fault:
            notes.append(_("Sign-in sheet %(name)s is missing: %(why)s") % {"name": name, "why": fault.message})


def _register(dossier: Dossier, notes: list[str]) -> Iterator[Paper]:
    if dossier.register is None:
        notes.append(_("Register and presences: the register was not opened."))
        return
    if dossier.register.closed_at is None:
        notes.append(_("Register and presences: the register is still open, and may be corrected."))
    else:
        notes.append(_("Register and presences: as they are now, with the seals of the register."))
    yield Paper(_file(pgettext("file name", "register"), "pdf"), register_pdf(dossier.register))
    yield Paper(_file(pgettext("file name", "presences"), "csv"), _table(PRESENCE_HEADINGS, dossier.presences))


def _certificates(dossier: Dossier, notes: list[str]) -> Iterator[Paper]:
    issued = dossier.certificates
    if not issued:
        notes.append(_("Certificates: none was issued."))
        return
    notes.append(
        _("Certificates: %(number)s, each as it was issued, whether it still counts or not.") % {"number": len(issued)}
    )
    folder, digests = _slug(pgettext("file name", "certificates")), {}
    for start in range(0, len(issued), AT_ONCE):
        part = issued[start : start + AT_ONCE]
        files = CertificateFile.objects.in_bulk([one.pk for one in part])
        for one in part:
            if one.pk in files:
                digests[one.pk] = files[one.pk].sha256
                yield Paper(f"{folder}/{names_of_file(one)}", bytes(files[one.pk].content))
            else:
                notes.append(_("The file of certificate %(number)s is no longer kept.") % {"number": one.label})
    headings = (_("Number"), _("Holder"), _("Issued"), _("State"), _("Minutes present"), _("Replaced by"), "SHA-256")
    rows = [
        (
            *(one.label, one.holder, one.issued_at, one.get_state_display(), one.minutes),
            *(one.replaced_by.label if one.replaced_by else "", digests.get(one.pk, "")),
        )
        for one in issued
    ]
    yield Paper(f"{folder}.csv", _table(headings, rows))


def _answers(dossier: Dossier, notes: list[str]) -> Iterator[Paper]:
    if not dossier.answers:
        notes.append(_("Questionnaire: none was asked."))
    for number, one in enumerate(dossier.answers, start=1):
        title = one.round.questionnaire.title
        if not one.is_closed:
            notes.append(
                _("Questionnaire «%(title)s»: still open, results appear once it is closed.") % {"title": title}
            )
            continue
        notes.append(
            _("Questionnaire «%(title)s»: sums only; what too few people answered is not shown.") % {"title": title}
        )
        words = pgettext("file name", "questionnaire")
        name = _file(f"{words} {number}", "csv")
        yield Paper(name, _table(ANSWER_HEADINGS, one.rows))


def _letters(dossier: Dossier, notes: list[str]) -> Iterator[Paper]:
    if not dossier.letters:
        notes.append(_("Letters: none was written."))
        return
    notes.append(_("Letters: list and texts, without addresses and without links."))
    headings = (_("No."), _("Written on"), _("Sent"), _("State"), _("Person"), _("Subject"))
    rows, texts = [], []
    for number, one in enumerate(dossier.letters, start=1):
        person = one.person.full_name if one.person else ""
        rows.append((number, one.written_at, one.sent_at, one.get_state_display(), person, one.subject))
        texts += [f"== {number} == {one.subject}", "", one.told.text.strip(), "", ""]
    yield Paper(_file(pgettext("file name", "letters"), "csv"), _table(headings, rows))
    yield Paper(_file(pgettext("file name", "texts of the letters"), "txt"), _text(texts))


def _facts(dossier: Dossier) -> Iterator[Row]:
    event = dossier.event
    yield _("Event"), event.title
    yield _("Kind"), event.get_kind_display()
    yield _("State"), event.get_state_display()
    yield _("Starts"), event.starts_at
    yield _("Ends"), event.ends_at
    yield _("Venue"), str(event.venue or _("online"))
    yield _("Teachers"), ", ".join(map(str, event.teachers.all()))
    yield _("Seats"), event.capacity
    if event.reason:
        yield _("Reason"), event.reason


def _slug(words: str) -> str:
    return slugify(words)


def _file(words: str, ending: str) -> str:
    return f"{_slug(words)}.{ending}"


def _text(lines: Iterable[str]) -> bytes:
    """As Windows' own editor opens it: with a mark, and with both ends of line."""
    text = "\n".join(lines).replace("\r\n", "\n")
    return ("\ufeff" + text.replace("\n", "\r\n") + "\r\n").encode()


def _table(headings: Row, rows: Iterable[Row]) -> bytes:
    """A CSV as Italian spreadsheets open it; what somebody typed never becomes a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([str(heading) for heading in headings])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    return str(value) if isinstance(value, int | float) else harmless(value)

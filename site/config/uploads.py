"""What may be put in the libraries of files: a document must be what its extension says, a picture must be whole."""

from collections.abc import Callable
from functools import partial
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

LONGEST_SIGNATURE = 1024  # readers of PDF look for its mark this far
WRITTEN_BY_OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENT = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


class DocumentForm(BaseDocumentForm):
    """Wagtail looks at the extension alone: a page of HTML named .pdf would pass."""

    def clean_file(self) -> File:
        """Refuse, in words, a file that is something else than it says."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and not is_what_it_says(file):
            extension = _extension(file)
            message = _("This file is not a real .%(extension)s: open it with its program and save it again.")
            self.add_error("file", message % {"extension": extension})
        return file


class ImageForm(BaseImageForm):
    """Wagtail's own field fails on a picture that breaks off: its library raises OSError while reading it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            field.to_python = partial(_whole_picture, field.to_python)


def _whole_picture(read: Callable[[Any], Any], given: Any) -> Any:
    try:
        return read(given)
    except OSError as error:
        raise ValidationError(_("This picture breaks off: save it again with its program and send it anew.")) from error


def is_what_it_says(file: File) -> bool:
    """Whether the content agrees with the extension; the kinds are those of WAGTAILDOCS_EXTENSIONS."""
    extension = _extension(file)
    file.seek(0)
    start = file.read(LONGEST_SIGNATURE)
    file.seek(0)
    if extension in WRITTEN_BY_OFFICE or extension in OPEN_DOCUMENT:
        agrees = _is_office_file(file, extension)
        file.seek(0)
        return agrees
    return extension in SIGNATURES and SIGNATURES[extension](start)


def _extension(file: File) -> str:
    return (file.name or "").rpartition(".")[2].lower()


def _is_office_file(file: File, extension: str) -> bool:
    if not is_zipfile(file):
        return False
    try:
        with ZipFile(file) as package:
            if extension in WRITTEN_BY_OFFICE:
                return any(name.startswith(WRITTEN_BY_OFFICE[extension]) for name in package.namelist())
            with package.open("mimetype") as kind:  # never more than its own length: a package may be a bomb
                return kind.read(80).decode(errors="replace").endswith(f"opendocument.{OPEN_DOCUMENT[extension]}")
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError):
        return False


def _is_text(start: bytes) -> bool:
    """Text, and not a page: that would run as one if a browser took it for what it looks like."""
    marks = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"%pdf-", b"pk\x03\x04")
    return b"\x00" not in start and not start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(marks)


SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda start: start.startswith(b"%PDF-"),
    "csv": _is_text,
    "txt": _is_text,
    "vtt": lambda start: start.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"),
    "mp4": lambda start: start[4:8] == b"ftyp",
    "webm": lambda start: start.startswith(b"\x1a\x45\xdf\xa3"),
}

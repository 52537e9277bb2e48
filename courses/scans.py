"""Scans people send: signed forms, signed sheets. The content decides what a file is, never its name."""

import warnings

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image
from pypdf import PdfReader

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000  # a page of A4 scanned at 600 dots per inch has 35 million
PDF = "pdf"
ENDINGS = {"PDF": PDF, "JPEG": "jpg", "PNG": "png"}


def fault_in(file: File) -> str:
    """Why a file cannot be a scan, in words; empty when it can."""
    if file.size > LARGEST:
        return _("The file is larger than 10 MB: scan it at a lower resolution, or in black and white.")
    if not ending_of(file):
        return _("This is not a PDF, a JPEG or a PNG that can be opened: scan or photograph the signed paper again.")
    return ""


def ending_of(file: File) -> str:
    """How the name of such a content ends: pdf, jpg or png; empty for anything else."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    try:
        kind = "PDF" if start.startswith(b"%PDF-") and _has_pages(file) else _picture_in(file)
    # pypdf and Pillow raise what they like at a file made by hand; whatever it is, the file cannot be opened
    except Exception:
        kind = ""
    file.seek(0)
    return ENDINGS.get(kind, "")


def _has_pages(file: File) -> bool:
    return len(PdfReader(file).pages) > 0


def _picture_in(file: File) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Pillow only warns of a picture that would fill the memory
        with Image.open(file, formats=["JPEG", "PNG"]) as picture:
            small = picture.width * picture.height <= MOST_PIXELS
            kind = picture.format
            picture.verify()
    return kind if small else ""

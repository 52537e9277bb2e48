"""Scans people send: signed forms, signed sheets. The content decides what a file is, never its name."""

import warnings

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image
from pypdf import PdfReader

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000  # a page of A4 scanned at 600 dots per inch has 35 million
SMALLEST_SIDE = 400  # pixels: less cannot be read
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


def looks_signed(file: File) -> bool:
    """Whether a file may be a paper somebody signed: a page with a picture on it, a photograph, a digital signature.

    It tells a scan from the form as it was downloaded, and from an icon; whose hand signed it only a person can tell.
    """
    file.seek(0)
    try:
        if ending_of(file) == PDF:
            signed = b"/ByteRange" in file.read()
            return signed or any(len(page.images) for page in PdfReader(file).pages)
        with Image.open(file) as picture:
            return min(picture.size) >= SMALLEST_SIDE
    # as above: what cannot be read shows no signature
    except Exception:
        return False
    finally:
        file.seek(0)


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

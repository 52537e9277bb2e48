"""Slides: what may be sent as such, keeping them and throwing them away."""

from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from pypdf import PdfReader

from courses.agenda.models import Event
from courses.attendance.models import Register, Slides
from courses.attendance.rules import may_keep_register
from courses.audit.actions import Author, record
from courses.errors import NotAllowed

LARGEST = 30 * 1024 * 1024
# A presentation that unpacks to more than this, or to more parts, was made to do harm.
LARGEST_UNPACKED, MOST_PARTS = 300 * 1024 * 1024, 5_000
PPTX_PARTS = {"[Content_Types].xml", "ppt/presentation.xml"}
MOST_SLIDES = 20


def fault_in(file: File) -> str:
    """Why a file cannot be slides, in words; empty when it can. The content decides, not the name."""
    if file.size > LARGEST:
        return _("The file is larger than 30 MB: make its pictures smaller, or save it as PDF.")
    if not ending_of(file):
        return _("This is no PDF and no PowerPoint file (.pptx) that can be opened: save your slides again as PDF.")
    return ""


def ending_of(file: File) -> str:
    """How the name of such a content ends: pdf or pptx; empty for anything else."""
    file.seek(0)
    start = file.read(5)
    file.seek(0)
    ending = ""
    # pypdf and zipfile raise what they like at a file made by hand; whatever it is, the file cannot be opened
    with suppress(Exception):
        if start == b"%PDF-" and len(PdfReader(file).pages) > 0:
            ending = "pdf"
        elif start.startswith(b"PK") and _is_presentation(file):
            ending = "pptx"
    file.seek(0)
    return ending


def add_slides(*, event: Event, title: str, file: File, author: Author) -> Slides:
    """A teacher, or the secretariat, puts slides beside an event. Raises NotAllowed for what are no slides."""
    fault = fault_in(file)
    if fault:
        raise NotAllowed(fault)
    if event.slides.count() >= MOST_SLIDES:
        raise NotAllowed(_("There are enough slides: throw some away first."))
    slides = Slides(event=event, title=title.strip(), author=author)
    slides.file.save(f"slides.{ending_of(file)}", file, save=False)
    try:
        with transaction.atomic():
            slides.save()
            record(author=author, action="slides.add", subject=slides, event=event.pk)
    except BaseException:
        slides.file.storage.delete(slides.file.name)
        raise
    return slides


@transaction.atomic
def throw_slides_away(*, slides: Slides, author: Author) -> None:
    """A teacher throws their own slides away until the register is closed. Raises NotAllowed otherwise."""
    if author is None or not may_keep_register(author, slides.event) or slides.author_id != author.pk:
        raise NotAllowed(_("These slides are somebody else's: ask the secretariat."))
    if Register.objects.filter(event=slides.event, closed_at__isnull=False).exists():
        raise NotAllowed(_("The register is closed: ask the secretariat to take the slides away."))
    record(author=author, action="slides.throw_away", subject=slides, event=slides.event_id)
    storage, name = slides.file.storage, slides.file.name
    slides.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def _is_presentation(file: File) -> bool:
    with ZipFile(file) as package:
        parts = package.infolist()
    return (
        {part.filename for part in parts} >= PPTX_PARTS
        and not any(part.filename.endswith("vbaProject.bin") for part in parts)
        and len(parts) <= MOST_PARTS
        and sum(part.file_size for part in parts) <= LARGEST_UNPACKED
        and all(part.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not part.flag_bits & 1 for part in parts)
    )

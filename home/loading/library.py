"""Figures and documents of the content, put into Wagtail's libraries when a text first asks for them."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.text import Truncator
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from home.loading.files import CONTENT, ContentError

COLLECTION = "Materiali dei corsi"


def course_collection() -> Collection:
    """Where the materials of the courses are kept."""
    found = Collection.objects.filter(name=COLLECTION).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)


def image_of(name: str, *, title: str, alt: str) -> Image:
    """The figure of a text; the same file is kept once, with the description it got first."""
    path, digest = _file("figures", name)
    found = Image.objects.filter(file_hash=digest).first()
    if found is not None:
        return found
    with path.open("rb") as stream:
        return Image.objects.create(
            title=Truncator(title or path.stem).chars(255),
            description=Truncator(alt).chars(255),
            file=ImageFile(stream, name=path.name),
            file_size=path.stat().st_size,
            file_hash=digest,
            collection=course_collection(),
        )


def document_of(name: str, *, title: str) -> Document:
    """The document of a text; the same file is kept once."""
    path, digest = _file("documents", name)
    found = Document.objects.filter(file_hash=digest).first()
    return found or Document.objects.create(
        title=title or path.stem,
        file=ContentFile(path.read_bytes(), name=path.name),
        file_size=path.stat().st_size,
        file_hash=digest,
        collection=course_collection(),
    )


def _file(folder: str, name: str) -> tuple[Path, str]:
    path = CONTENT / folder / name
    if not path.is_file():
        raise ContentError(f"{folder}/{name}: the file is not there")
    return path, hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()

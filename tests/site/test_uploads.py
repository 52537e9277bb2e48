"""Files: what may be put in, who may take it out, and how it is served (checklist B 24; D 38 to 41)."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from tests.factories.catalogue import make_document
from tests.factories.world import World, make_picture

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def package(**files: str) -> bytes:
    """A ZIP of text files; `__` stands for a slash."""
    content = BytesIO()
    with ZipFile(content, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def png(width: int, height: int, kind: str = "PNG") -> bytes:
    content = BytesIO()
    Picture.effect_noise((width, height), 50).save(content, kind)
    return content.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that says it is of 900 million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


REAL = {
    "a.pdf": b"%PDF-1.7\n%%EOF",
    "a.docx": package(word__document="x"),
    "a.odt": package(mimetype="application/vnd.oasis.opendocument.text"),
    "a.txt": "Perché no".encode("latin-1"),
    "a.csv": b"\xef\xbb\xbfnome;ente\r\n",
    "a.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nCiao",
    "a.mp4": b"\x00\x00\x00\x18ftypisom",
    "a.webm": b"\x1a\x45\xdf\xa3\x01",
}
FALSE = {
    **{f"html.{kind}": HTML for kind in ("pdf", "docx", "odt", "txt", "csv", "vtt", "mp4", "webm", "xlsx")},
    "html.PDF": HTML,
    "svg.pdf": SVG,
    "zip.docx": package(mimetype="application/vnd.oasis.opendocument.text"),
    "zip.odt": package(word__document="x"),
    "broken.docx": package(word__document="x")[:40],
    "page.html": HTML,
    "drawing.svg": SVG,
    "program.exe": b"MZ\x90\x00",
    "two.pdf.html": b"%PDF-1.7",
}


@pytest.fixture
def editor(world: World) -> Client:
    return world.browser("editor")


def put(browser: Client, name: str, content: bytes, *, several: bool = False) -> str:
    """Put a document in the library, alone or as one of several; the text of the answer."""
    root = Collection.get_first_root_node().pk
    if several:
        data = {"title": name, "files[]": SimpleUploadedFile(name, content), "collection": root}
        answer = browser.post("/admin/documents/multiple/add/", data, headers={"x-requested-with": "XMLHttpRequest"})
    else:
        data = {"title": name, "file": SimpleUploadedFile(name, content), "collection": root}
        answer = browser.post("/admin/documents/add/", data)
    assert answer.status_code < 400
    return answer.content.decode()


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("name", REAL)
def test_a_document_that_is_what_it_says_is_taken(editor: Client, name, several):
    put(editor, name, REAL[name], several=several)

    assert Document.objects.filter(title=name).exists()


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("name", FALSE)
def test_a_document_that_is_something_else_is_refused_in_words(editor: Client, name, several):
    text = put(editor, name, FALSE[name], several=several)

    assert not Document.objects.filter(title=name).exists()
    assert "error" in text


def test_a_document_cannot_be_replaced_by_something_else(editor: Client, world: World):
    data = {"title": "Scheda", "file": SimpleUploadedFile("a.pdf", HTML), "collection": world.document.collection_id}

    editor.post(f"/admin/documents/edit/{world.document.pk}/", data)

    assert Document.objects.get(pk=world.document.pk).file.name == world.document.file.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("html.png", HTML),
        ("svg.png", SVG),
        ("drawing.svg", SVG),
        ("bomb.png", bomb()),
        ("bomb.jpg", bomb()),
        ("truncated.png", png(200, 200)[:400]),
        ("truncated.jpg", png(200, 200, "JPEG")[:60]),
        ("half.png", png(200, 200)[:9_000]),
        ("half.jpg", png(200, 200, "JPEG")[:5_000]),
        ("empty.png", b""),
        ("gif.png", png(9, 9, "GIF")),
        ("huge.png", b"\x89PNG\r\n\x1a\n" + b"0" * (10 * 1024 * 1024 + 1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_picture_that_is_none_or_too_large_is_refused_in_words(editor: Client, name, content):
    before = Image.objects.count()
    data = {"title": name, "file": SimpleUploadedFile(name, content), "collection": Collection.get_first_root_node().pk}

    answer = editor.post("/admin/images/add/", data)

    assert (answer.status_code, Image.objects.count()) == (200, before)
    assert answer.context["form"].errors["file"]


def test_a_true_picture_is_taken(editor: Client):
    data = {"title": "vera", "file": SimpleUploadedFile("vera.png", make_picture().read(), "image/png")}

    editor.post("/admin/images/add/", data | {"collection": Collection.get_first_root_node().pk, "description": "Blu"})

    assert Image.objects.filter(title="vera").exists()


@pytest.mark.parametrize("role", ["visitor", "participant", "editor", "superuser"])
def test_nothing_is_reached_under_media(world: World, role):
    browser = world.browser(role)
    paths = [world.document.file.url, world.loose.file.url, world.image.file.url, "/media/", "/media/../manage.py"]

    assert [browser.get(path).status_code for path in paths] == [404] * len(paths)


@pytest.mark.parametrize("role", ["participant", "superuser"])
def test_a_document_is_served_so_that_it_can_do_no_harm(world: World, role):
    answer = world.browser(role).get(world.document.url)

    assert answer.getvalue()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert {"no-store", "private"} <= {part.strip() for part in answer["Cache-Control"].split(",")}


def test_a_pdf_opens_in_the_browser_and_runs_nothing(world: World):
    document = make_document("a.pdf", b"%PDF-1.7\n%%EOF")

    answer = world.browser("editor").get(document.url)

    assert answer.getvalue()
    assert (answer["Content-Type"], answer["Content-Disposition"].split(";")[0]) == ("application/pdf", "inline")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("name", ["scheda.html", "scheda.pdf", "../../manage.py", "x"])
def test_a_document_answers_to_its_own_name_alone(world: World, name):
    assert world.browser("superuser").get(f"/documents/{world.document.pk}/{name}").status_code == 404

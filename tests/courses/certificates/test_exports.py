"""The document: one page, tagged, archivable, in Italian, with names as they are and nothing read as markup."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from django.utils import timezone
from pypdf import PdfReader

from courses.certificates.actions import sample_pdf
from courses.certificates.exports import certificate_pdf, zip_of
from courses.certificates.models import Certificate
from tests.factories.certificates import make_certificate

NAMES = {
    "given_name": "Maria Antonietta Giuseppina",
    "family_name": "Hofer-Obermoser von Aufschnaiter in Komljanec-Šturm",
    "body": "Comune di Sankt Leonhard in Passeier/San Leonardo in Passiria – Dolina pri Trstu/San Dorligo della Valle",
}
SAID: dict[str, Any] = {
    "given_name": "Anna",
    "family_name": "Verdi",
    "role": "Funzionario",
    "body": "Comune di Faenza (RA)",
    "kind": "event",
    "title": "Progettare insieme",
    "minutes": 180,
    "of_minutes": 360,
    "has_hours": True,
    "places": ["Sala consiliare, Faenza (RA)"],
    "attended": [],
    "modules": ["Progettare i servizi"],
    "teachers": ["Lucia Bianchi"],
    "programme": "CO-AliZIONE",
    "heading": "Attestato di partecipazione",
    "sentence": "ha partecipato.",
    "office": "Il Segretario generale",
    "signer": "Maria Rossi",
    "funding": "Cofinanziato dal Fondo Asilo, Migrazione e Integrazione.",
    "cup": "F81E17000010007",
}


def pdf(**over: Any) -> bytes:
    moment = datetime(2027, 1, 18, 18, tzinfo=UTC)
    return certificate_pdf(SAID | over, number="12/2027", code="7K3M-9QX2-ABCD-4FGH", issued_at=moment)


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_it_says_it_is_both_for_assistive_technology_and_for_the_archive() -> None:
    with pikepdf.open(BytesIO(pdf())) as document, document.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"], told["pdfuaid:part"]) == ("2", "A", "1")
        assert "Verdi" in told["dc:title"]
        assert (document.Root.MarkInfo.Marked, str(document.Root.Lang)) == (True, "it-IT")
        assert str(document.docinfo["/CreationDate"]).startswith("D:20270118")
        assert document.Root.OutputIntents is not None


def test_it_has_a_structure_with_a_heading_a_list_and_a_described_code() -> None:
    with pikepdf.open(BytesIO(pdf())) as document:
        tags, described = _structure(document.Root.StructTreeRoot)

    assert {"/H1", "/P", "/L", "/Figure"} <= tags
    assert len(described) == 1


def _structure(node: Any) -> tuple[set[str], list[str]]:
    tags, described = set(), []
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            tags.add(str(node.S))
            if "/Alt" in node:
                described.append(str(node.Alt))
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            more, said = _structure(kid)
            tags |= more
            described += said
    return tags, described


def test_all_fonts_are_inside() -> None:
    with pikepdf.open(BytesIO(pdf())) as document:
        fonts = document.pages[0].Resources.Font.values()
        inside = [
            any(key.startswith("/FontFile") for key in kid.FontDescriptor.keys())  # noqa: SIM118
            for font in fonts
            for kid in font.DescendantFonts
        ]

    assert inside
    assert all(inside)


def test_hours_done_and_in_all_number_code_and_who_pays_stand_in_it_as_text() -> None:
    text = text_of(pdf())

    for words in ("Anna Verdi", "3 ore su 6 ore", "12/2027", "7K3M-9QX2-ABCD-4FGH", SAID["funding"], SAID["cup"]):
        assert words in text


def test_the_longest_names_fit_on_the_page() -> None:
    many = [f"Le forme di partenariato fra servizi pubblici e terzo settore {n}" for n in range(20)]

    text = text_of(
        pdf(**NAMES, heading="W" * 80, sentence="parola " * 85, teachers=many, modules=many, office="W" * 120)
    )

    assert "Komljanec-Šturm" in text
    assert "San Dorligo della Valle" in text
    assert SAID["cup"] in text


def test_the_modules_of_a_course_are_all_named_and_never_one_alone_is_counted() -> None:
    few, many = ([f"Modulo{number}" for number in range(1, last + 1)] for last in (7, 8))

    assert ("Modulo7" in text_of(pdf(modules=few)), "altri" in text_of(pdf(modules=few))) == (True, False)
    assert "Modulo6 e altri 2" in text_of(pdf(modules=many))


@pytest.mark.parametrize("name", ["#panic()", "*bold* _a_ $x$", "<script>alert(1)</script>", '"]}', "\\u{41} \\"])
def test_nothing_in_a_name_is_read_as_markup(name: str) -> None:
    assert name.replace(" ", "") in text_of(pdf(family_name=name)).replace(" ", "")


def test_without_hours_body_and_words_there_is_still_a_certificate() -> None:
    bare = {"has_hours": False, "body": "", "places": [], "modules": [], "teachers": [], "cup": "", "signer": ""}

    assert "Anna Verdi" in text_of(pdf(**bare, minutes=0, of_minutes=0))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["event", "course"])
def test_a_sample_has_the_words_in_force_and_is_no_certificate(kind: str) -> None:
    text = text_of(sample_pdf(kind))

    assert f"0/{timezone.localdate().year}" in text
    assert Certificate.objects.count() == 0


@pytest.mark.django_db
def test_an_archive_has_each_file_as_it_was_issued() -> None:
    certificate = make_certificate(family_name="../../etc/passwd")

    with zip_of(Certificate.objects.all()) as file, ZipFile(file) as archive:
        (name,) = archive.namelist()
        content = archive.read(name)

    assert "/" not in name
    assert content == bytes(certificate.file.content)

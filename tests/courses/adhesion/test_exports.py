"""The scheda di adesione as a document."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from courses.adhesion.actions import save_officials, send_adhesion
from courses.adhesion.exports import adhesion_data, adhesion_pdf
from courses.adhesion.models import Adhesion
from tests.factories.adhesion import make_accepted, make_draft
from tests.factories.people import make_municipal_body

pytestmark = pytest.mark.django_db
FUNDING = "Progetto cofinanziato dal Fondo"


@pytest.fixture
def adhesion(settings) -> Adhesion:
    settings.COURSES_FUNDING_LINE = FUNDING
    draft = make_draft(make_municipal_body(name="Castro", population=20_000), contact_family_name="#panic() D'Amìco")
    officials = [
        {"given_name": "Lia", "family_name": f"Neri {number}", "role": "official", "email": "", "office": "*_<a>$x$"}
        for number in range(60)
    ]
    save_officials(adhesion=draft, officials=officials)
    return send_adhesion(adhesion=draft, notice_version="1")


@pytest.fixture
def document(adhesion: Adhesion) -> PdfReader:
    return PdfReader(BytesIO(adhesion_pdf(adhesion)))


def text_of(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def test_it_is_tagged_titled_and_in_italian(document: PdfReader) -> None:
    root = document.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- pypdf's own boolean
    assert root["/Lang"] == "it-IT"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert document.metadata.title.endswith("Castro (LE)")
    assert b"<pdfuaid:part>1" in root["/Metadata"].get_data()


def test_its_structure_has_headings_and_tables(document: PdfReader) -> None:
    found = set()

    def walk(node) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            if "/K" in node:
                walk(node["/K"])

    walk(document.trailer["/Root"]["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= found


def test_what_people_wrote_is_text_and_never_a_part_of_the_template(document: PdfReader) -> None:
    text = text_of(document)

    assert [piece in text for piece in ("#panic() D'Amìco", "*_<a>$x$", "Neri 59", "20.000 (2025)")] == [True] * 4


def test_every_page_says_who_pays(document: PdfReader) -> None:
    assert len(document.pages) > 1
    assert all(FUNDING in " ".join(page.extract_text().split()) for page in document.pages)


def test_its_fonts_are_inside(document: PdfReader) -> None:
    for page in document.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_an_adhesion_without_officials_says_that_they_come_later() -> None:
    draft = make_draft(make_municipal_body(population=20_000))

    data = adhesion_data(send_adhesion(adhesion=draft, notice_version="1"))

    assert data["officials"]["rows"] == []
    assert adhesion_pdf(draft).startswith(b"%PDF-")


def test_once_accepted_the_document_lists_nobody() -> None:
    adhesion = make_accepted(make_municipal_body(population=20_000))

    assert adhesion_data(adhesion)["officials"] is None
    assert adhesion_pdf(adhesion).startswith(b"%PDF-")

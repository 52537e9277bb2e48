"""Documents read back as a reader of PDFs does."""

import os
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

CUP = "F89J17000130007"


def cup() -> str:
    """What a host answers who has one: for `COURSES_CUP_READER`."""
    return CUP


def read(content: bytes, name: str) -> PdfReader:
    """The document; PAPERS=folder keeps a copy to be looked at."""
    if folder := os.environ.get("PAPERS"):
        Path(folder, f"{name}.pdf").write_bytes(content)
    return PdfReader(BytesIO(content))


def text_of(document: PdfReader) -> str:
    """Its words, on one line."""
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def tags_of(document: PdfReader) -> set[str]:
    """The kinds of element in its structure."""
    found: set[str] = set()

    def walk(node) -> None:
        node = node.get_object()
        for one in node if isinstance(node, list) else []:
            walk(one)
        if isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            if "/K" in node:
                walk(node["/K"])

    walk(document.trailer["/Root"]["/StructTreeRoot"])
    return found


def is_accessible(document: PdfReader) -> bool:
    """Whether it is tagged, titled, in Italian and says to be PDF/UA-1."""
    root = document.trailer["/Root"]
    return (
        bool(root["/MarkInfo"]["/Marked"])
        and root["/Lang"] == "it-IT"
        and b"<pdfuaid:part>1" in root["/Metadata"].get_data()
        and bool(document.metadata.title)
    )

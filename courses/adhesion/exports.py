"""The scheda di adesione as a document to sign."""

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook

from courses import conf
from courses.adhesion.models import Adhesion
from courses.adhesion.queries import region_of
from courses.documents import typeset
from courses.people.models import Role
from courses.people.rules import ROLE_WORDS, TEMPLATE

SCHEDA = Path(__file__).parent / "typst" / "scheda.typ"


def adhesion_pdf(adhesion: Adhesion) -> bytes:
    """The form as it was sent, tagged for assistive technology (PDF/UA-1), with the boxes for date and signature.

    What people wrote goes in as data, never as a part of the template.
    """
    return typeset(SCHEDA, adhesion_data(adhesion))


def adhesion_data(adhesion: Adhesion) -> dict[str, Any]:
    """What stands in the document: labels beside values, in the language of the page."""
    sent = timezone.localtime(adhesion.confirmed_at or adhesion.sent_at or adhesion.started_at)
    return {
        "title": _("Adhesion of %(body)s") % {"body": adhesion},
        "kind": _("Form of adhesion"),
        "programme": settings.WAGTAIL_SITE_NAME,
        "lead": _("The body joins %(programme)s with the data below. Taking part is free.")
        % {"programme": settings.WAGTAIL_SITE_NAME},
        "sections": [
            {"title": _("The body"), "rows": _body_rows(adhesion)},
            {"title": _("The contact"), "rows": _person_rows(adhesion, "contact")},
            *([{"title": _("The deputy"), "rows": _person_rows(adhesion, "deputy")}] if adhesion.deputy_email else []),
        ],
        # once accepted they are participants, and the contact sees them in the personal area
        "officials": None if adhesion.state == Adhesion.State.ACCEPTED else _officials(adhesion),
        "notice": _("The contact has read the privacy notice (version %(version)s).")
        % {"version": adhesion.notice_version or conf.get("PRIVACY_NOTICE_VERSION")},
        "sent": _("Sent on %(day)s") % {"day": f"{sent:%d/%m/%Y}"},
        "signature": {
            "title": _("Signature"),
            "lead": _("Of the legal representative of the body, or of who may sign for it; by hand or digital."),
            "boxes": [_("Place and date"), _("Name and role of who signs"), _("Signature and stamp")],
        },
        "funding": conf.get("FUNDING_LINE"),
        "page": pgettext("page number", "Page"),
        "of": pgettext("page number", "of"),
    }


def _body_rows(adhesion: Adhesion) -> list[list[str]]:
    body = adhesion.body
    municipality = body.municipality
    population = adhesion.population or (municipality.population if municipality else None)
    year = adhesion.population_year or (municipality.population_year if municipality else None)
    rows = [
        [_("Name of the body"), adhesion.body_name or body.name],
        [_("Kind"), body.get_kind_display()],
        [_("Province"), str(body.province or "")],
        [_("Region"), region_of(adhesion)],
        [_("Inhabitants"), f"{population:,} ({year})".replace(",", ".") if population else ""],
        [_("Certified mail (PEC)"), adhesion.pec],
    ]
    return [row for row in rows if row[1]]


def _person_rows(adhesion: Adhesion, who: str) -> list[list[str]]:
    role = getattr(adhesion, f"{who}_role")
    rows = [
        [_("Given name"), getattr(adhesion, f"{who}_given_name")],
        [_("Family name"), getattr(adhesion, f"{who}_family_name")],
        [_("Role"), str(Role(role).label) if role else ""],
        [_("Office e-mail"), getattr(adhesion, f"{who}_email")],
        [_("Office telephone"), adhesion.contact_phone if who == "contact" else ""],
    ]
    return [row for row in rows if row[1]]


def _officials(adhesion: Adhesion) -> dict[str, Any]:
    rows = [
        [str(number), f"{one.family_name} {one.given_name}", one.get_role_display(), one.email, one.office]
        for number, one in enumerate(adhesion.officials.all(), start=1)
    ]
    return {
        "title": _("The officials who take part"),
        "none": _("The contact will name them later, in the personal area."),
        "headings": [_("No."), _("Family and given name"), _("Role"), _("E-mail"), _("Office or sector")],
        "rows": rows,
    }


TEMPLATE_FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def officials_template_file(file_format: str, more: Mapping[str, str] | None = None) -> bytes:
    """The spreadsheet to fill in: the columns of people, `more` of them where needed, and one person as an example."""
    columns = TEMPLATE | dict(more or {})
    return _template_csv(columns) if file_format == "csv" else _template_xlsx(columns)


def _template_csv(columns: Mapping[str, str]) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=";").writerows([columns.keys(), columns.values()])
    return text.getvalue().encode("utf-8-sig")


def _template_xlsx(columns: Mapping[str, str]) -> bytes:
    """With the roles as a list to choose from."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("People"))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 28)
        sheet.write_row(0, 0, columns.keys(), book.add_format({"bold": True}))
        sheet.write_row(1, 0, columns.values())
        roles = [words[0].capitalize() for words in ROLE_WORDS.values()]
        place = list(columns).index("Ruolo")
        sheet.data_validation(1, place, 500, place, {"validate": "list", "source": roles, "error_type": "warning"})
    return file.getvalue()

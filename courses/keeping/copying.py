"""A person's copy of all that is held about them, and nothing about others: what articles 15 and 20 of the GDPR ask."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import DateField, Field, FileField, ForeignKey, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses.keeping.queries import name_of, register_rows
from courses.lines import harmless
from courses.people.models import Participant
from courses.privacy import REGISTER, PersonalData

Facts = dict[str, Any]


def copy_of(participant: Participant) -> bytes:
    """A ZIP with all data as JSON and as CSV, the register of processing, and the person's own documents."""
    sections = sections_of(participant)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        package.writestr(_("data.json"), _as_json(participant, sections))
        package.writestr(_("data.csv"), _as_csv(sections))
        for entry in REGISTER.values():
            for name, content in _papers_of(entry, participant):
                package.writestr(f"{_('documents')}/{name}", content)
    return file.getvalue()


def sections_of(participant: Participant) -> list[Facts]:
    """What is held, model by model, each with its purpose, basis and retention; of rows there are none of, nothing."""
    found = []
    for entry in REGISTER.values():
        rows = [_facts_of(row, entry, participant) for row in entry.handed_to(participant)]
        if rows:
            about = {"purpose": str(entry.purpose), "basis": str(entry.basis), "retention": str(entry.retention)}
            found.append({"what": name_of(entry.model), **about, "rows": rows})
    return found


def _facts_of(row: Model, entry: PersonalData, participant: Participant) -> Facts:
    withheld = entry.withheld(row, participant) if callable(entry.withheld) else entry.withheld
    hidden = set(withheld)
    fields = [field for field in row._meta.concrete_fields if field.name not in hidden and _is_told(field)]
    return {capfirst(str(field.verbose_name)): _value(row, field) for field in fields}


def _is_told(field: Field) -> bool:
    """Neither a key, nor an account or another person, nor inner workings."""
    if isinstance(field, ForeignKey):
        return field.remote_field.model not in (Participant,) and field.remote_field.model._meta.label != (
            settings.AUTH_USER_MODEL
        )
    return not field.primary_key and (field.editable or isinstance(field, DateField)) and field.name != "password"


def _value(row: Model, field: Field) -> Any:
    if isinstance(field, FileField):
        return getattr(row, field.name).name
    if isinstance(field, ForeignKey):
        related = getattr(row, field.name)
        return None if related is None else str(related)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return getattr(row, field.name)


def _papers_of(entry: PersonalData, participant: Participant) -> list[tuple[str, bytes]]:
    """What the room makes or keeps for the person, and the files of their own rows."""
    papers = list(entry.papers(participant)) if entry.papers else []
    fields = [field for field in entry.model._meta.concrete_fields if isinstance(field, FileField)]
    for row in entry.handed_to(participant) if fields else ():
        hidden = set(entry.withheld(row, participant) if callable(entry.withheld) else entry.withheld)
        for field in fields:
            file = getattr(row, field.name)
            if file and field.name not in hidden and file.storage.exists(file.name):
                with file.open("rb") as content:
                    papers.append((file.name.rpartition("/")[2], content.read()))
    return papers


def _as_json(participant: Participant, sections: list[Facts]) -> str:
    held = {
        "person": participant.full_name,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "data": sections,
        "register": [
            dict(zip(("what", "purpose", "basis", "retention", "keeps"), row, strict=True)) for row in register_rows()
        ],
    }
    return json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _as_csv(sections: list[Facts]) -> str:
    """One line for each fact: what, which row, which field, which value; a mark at the start, for spreadsheets."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_("Data"), _("Number"), _("Field"), _("Value")])
    for section in sections:
        for number, facts in enumerate(section["rows"], start=1):
            for field, value in facts.items():
                writer.writerow([section["what"], number, field, harmless(value)])
    return "\ufeff" + text.getvalue()

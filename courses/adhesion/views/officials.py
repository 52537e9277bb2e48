"""Step 3: the officials, by hand or from a file. It works without scripts: each button sends the whole form."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.adhesion.actions import save_officials
from courses.adhesion.forms import MOST_ROWS, OfficialForm, OfficialFormSet, OfficialsFileForm
from courses.adhesion.imports import read_officials, without_those_there
from courses.adhesion.models import Adhesion, NamedOfficial
from courses.errors import CoursesError
from courses.spreadsheets import LARGEST, UnreadableFile

FIELDS = OfficialForm._meta.fields
PREFIX = "persone"
MOST_OFFICIALS = 1000
Row = dict[str, Any]


def officials_step(request: HttpRequest, adhesion: Adhesion) -> dict[str, Any] | None:
    """What the page shows next; None when the person goes on to the summary and all is saved."""
    if request.method != "POST":
        return _page(adhesion, OfficialFormSet(data=_as_data([]), prefix=PREFIX), quiet=True)
    act = request.POST.get("act", "")
    removed = _numbers(request.POST.getlist("remove"))
    rows = _rows_in(request, adhesion)
    if act == "file":
        return _from_file(request, adhesion, rows)
    if act == "add":
        return _page(adhesion, _formset([*rows, {}]), quiet=True, focus=len(rows), ticked=removed)
    if act.startswith("correct-"):
        return _correct(adhesion, rows, act.removeprefix("correct-"), removed)
    if act == "remove":
        _save(request, adhesion, [], removed)
        return _page(adhesion, _formset(rows), quiet=True)
    formset = _formset(rows)
    if not formset.is_valid():
        return _page(adhesion, formset, ticked=removed)
    if not _save(request, adhesion, formset.forms, removed):
        return _page(adhesion, formset, ticked=removed)
    return None


def _from_file(request: HttpRequest, adhesion: Adhesion, typed: list[Row]) -> dict[str, Any]:
    """The good rows are saved; the others are shown to be corrected, each with what is wrong, after those typed."""
    form = OfficialsFileForm(request.POST, request.FILES)
    people: list[Row] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            people = read_officials(file.read(LARGEST + 1))
        except UnreadableFile as fault:
            form.add_error("file", fault.message)
    there = adhesion.officials.values_list("given_name", "family_name", "email")
    new = without_those_there(people, there)
    checked = [(person, OfficialForm(person)) for person in new]
    good = [one for _person, one in checked if one.is_valid()]
    bad = [person for person, one in checked if not one.is_valid()]
    if form.is_valid() and not _save(request, adhesion, good, set(), quiet=True):
        good, bad = [], []
    rows = [*typed, *bad]
    context = _page(adhesion, _formset(rows), quiet=not bad, file_form=form)
    if form.is_valid():
        shown = max(0, min(len(bad), MOST_ROWS - len(typed)))
        context["result"] = _result(len(good), len(people) - len(new), len(bad), len(bad) - shown)
    return context


def _result(saved: int, there: int, wrong: int, not_shown: int) -> list[str]:
    """What became of a file's rows, in sentences."""
    said = [ngettext("%(n)s person added.", "%(n)s people added.", saved) % {"n": saved}]
    if there:
        words = ngettext(
            "%(n)s was already there, or twice in the file.", "%(n)s were already there, or twice in the file.", there
        )
        said.append(words % {"n": there})
    if wrong:
        words = ngettext(
            "%(n)s row has to be corrected: you find it below.",
            "%(n)s rows have to be corrected: you find them below.",
            wrong,
        )
        said.append(words % {"n": wrong})
    if not_shown:
        words = _("%(n)s more do not fit on this page: correct them in the file and send it again.")
        said.append(words % {"n": not_shown})
    return said


def _correct(adhesion: Adhesion, rows: list[Row], number: str, ticked: set[int]) -> dict[str, Any]:
    """Put a person who is already there into a row, to be corrected."""
    pk = next(iter(_numbers([number])), 0)
    one = adhesion.officials.filter(pk=pk).first()
    if one and str(pk) not in [str(row.get("replaces", "")) for row in rows]:
        rows = [*rows, {name: getattr(one, name) for name in FIELDS} | {"replaces": pk}]
    return _page(adhesion, _formset(rows), quiet=True, focus=len(rows) - 1, ticked=ticked)


def _save(
    request: HttpRequest, adhesion: Adhesion, forms: Iterable[OfficialForm], removed: set[int], *, quiet: bool = False
) -> bool:
    filled = [form for form in forms if form.has_changed()]
    replaced = {form.cleaned_data["replaces"] for form in filled if form.cleaned_data.get("replaces")}
    if adhesion.officials.exclude(pk__in=removed | replaced).count() + len(filled) > MOST_OFFICIALS:
        messages.error(request, _("An adhesion may name 1,000 people: add the others later, in the personal area."))
        return False
    try:
        new = [form.official_data() for form in filled]
        if new or removed:
            save_officials(adhesion=adhesion, officials=new, gone=removed | replaced)
    except CoursesError as refusal:
        messages.error(request, refusal.message)
        return False
    if (new or removed) and not quiet:
        messages.success(request, _("The people are saved."))
    return True


def _rows_in(request: HttpRequest, adhesion: Adhesion) -> list[Row]:
    """The rows that were sent and not ticked to be removed; wholly empty ones are no rows."""
    sent = OfficialFormSet(request.POST, prefix=PREFIX)
    if not sent.management_form.is_valid():
        return []
    rows = []
    for form in sent.forms[:MOST_ROWS]:
        row = {name: str(form[name].value() or "") for name in (*FIELDS, "replaces")}
        if request.POST.get(f"{form.prefix}-drop") or not any(row.values()):
            continue
        rows.append(row)
    return rows


def _formset(rows: list[Row]) -> OfficialFormSet:
    return OfficialFormSet(data=_as_data(rows), prefix=PREFIX)


def _as_data(rows: list[Row]) -> dict[str, Any]:
    rows = rows[:MOST_ROWS] or [{}]
    data = {f"{PREFIX}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return data | {f"{PREFIX}-TOTAL_FORMS": len(rows), f"{PREFIX}-INITIAL_FORMS": 0}


def _page(
    adhesion: Adhesion,
    formset: OfficialFormSet,
    *,
    quiet: bool = False,
    focus: int | None = None,
    ticked: Iterable[int] = (),
    file_form: OfficialsFileForm | None = None,
) -> dict[str, Any]:
    """The page's context. `quiet`: the rows are still being written, nothing in them is a mistake yet."""
    forms = list(formset.forms)
    if quiet:
        for form in forms:
            form._errors = ErrorDict(renderer=form.renderer)
            form.cleaned_data = {}
    if focus is not None and focus < len(forms):
        forms[focus].fields["given_name"].widget.attrs["autofocus"] = True
    officials: list[NamedOfficial] = list(adhesion.officials.all())
    return {
        "forms": [*([file_form] if file_form and file_form.errors else []), *([] if quiet else forms)],
        "rows": forms,
        "management_form": formset.management_form,
        "file_form": file_form or OfficialsFileForm(),
        "officials": officials,
        "ticked": set(ticked),
        "is_full": len(forms) >= MOST_ROWS,
    }


def _numbers(texts: Iterable[str]) -> set[int]:
    return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19}

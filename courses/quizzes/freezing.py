"""Freezing: the questions of an attempt as plain data, so that nothing written later can change what was asked.

The paper of an attempt is a mapping: `questions` (see `quizzes.marking` for what each holds; besides it has the words
people see), `pass_mark`, `show`, `is_limit_firm`. Ids stay the same from edit to edit: by them attempts are compared.
"""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText, expand_db_html

from courses.catalogue.blocks import anchor_of
from courses.quizzes import marking
from courses.quizzes.models import BankQuestion, QuizPage

Frozen = dict[str, Any]


def freeze(page: QuizPage, chance: Random) -> Frozen:
    """The paper of a new attempt: drawn, shuffled and written out as `chance` has it."""
    questions = [_frozen(*found, page.shuffle_options, chance) for found in _found(page, chance)]
    if page.shuffle_questions:
        chance.shuffle(questions)
    return {
        "questions": questions,
        "pass_mark": page.pass_mark,
        "show": page.show_answers,
        "is_limit_firm": page.is_limit_firm,
    }


def size_of(page: QuizPage) -> int:
    """How many questions an attempt has."""
    draws = [int(one.value["number"] or 0) for one in page.questions if one.block_type == "draw"]
    return len(page.questions) - len(draws) + sum(draws)


def _found(page: QuizPage, chance: Random) -> Iterator[tuple[str, str, Any]]:
    """Id, kind and value of each question, in the order of the page; none of the bank twice."""
    used = {one.value.pk for one in page.questions if one.block_type == "chosen" and one.value}
    for place, one in enumerate(page.questions):
        if one.block_type == "draw":
            drawn = _draw(one.value, used, chance)
            used |= {question.pk for question in drawn}
            yield from map(_of_bank, drawn)
        elif one.block_type == "chosen":
            if one.value:  # unless it went from the bank
                yield _of_bank(one.value)
        else:
            yield one.id or str(place), one.block_type, one.value


def _draw(value: Any, used: set[int], chance: Random) -> list[BankQuestion]:
    if not value["topic"]:  # a draft's
        return []
    there = BankQuestion.drawable(value["topic"], value["difficulty"]).exclude(pk__in=used)
    keys = sorted(there.values_list("pk", flat=True))
    chosen = chance.sample(keys, min(value["number"] or 0, len(keys)))
    found = BankQuestion.objects.in_bulk(chosen)
    return [found[key] for key in chosen]


def _of_bank(question: BankQuestion) -> tuple[str, str, Any]:
    child = question.question[0]
    return str(question.key), child.block_type, child.value


def _frozen(key: str, kind: str, value: Any, is_shuffled: bool, chance: Random) -> Frozen:
    question = {"id": key, "kind": kind, "text": _html(value["text"]), "image": _image(value["image"])}
    if kind == marking.OPEN:
        question |= {"marks": 0, "feedback": _html(value["model_answer"])}
    else:
        question |= {"marks": value["marks"] or 1, "feedback": _html(value["feedback"])}
    question |= {"rule": value.get("rule") or marking.WHOLE, "reference": _reference(value["reference"])}
    if kind in _PARTS:
        question |= _PARTS[kind](value)
    if kind == marking.ORDERING:
        _mix(question, chance)
    elif is_shuffled and kind in (marking.SINGLE, marking.MULTIPLE, marking.MATCHING):
        chance.shuffle(question["options"])
    return question


def _mix(question: Frozen, chance: Random) -> None:
    """Steps are never shown in their right order."""
    items = question["items"]
    while len(items) > 1 and [one["id"] for one in items] == question["answer"]:
        chance.shuffle(items)


def _options(value: Any) -> Frozen:
    return {
        "options": [
            {"id": key, "text": one["text"] or "", "right": bool(one["right"]), "feedback": one["feedback"] or ""}
            for key, one in _children(value["options"])
        ]
    }


def _true_or_false(value: Any) -> Frozen:
    said = {"true": _("True"), "false": _("False")}
    return {
        "options": [
            {"id": key, "text": text, "right": value["right"] == key, "feedback": ""} for key, text in said.items()
        ]
    }


def _pairs(value: Any) -> Frozen:
    """What belongs to several stems is one option; unshuffled they stand by the alphabet, which gives nothing away."""
    pairs = list(_children(value["pairs"]))
    options: dict[str, Frozen] = {}
    belonging = [(key, pair["right"] or "") for key, pair in pairs]
    for key, text in (*belonging, *_children(value["others"])):
        options.setdefault(marking.plain(text), {"id": key, "text": text})
    return {
        "stems": [{"id": key, "text": pair["left"] or ""} for key, pair in pairs],
        "options": sorted(options.values(), key=lambda one: marking.plain(one["text"])),
        "answer": {key: options[marking.plain(pair["right"] or "")]["id"] for key, pair in pairs},
    }


def _items(value: Any) -> Frozen:
    items = [{"id": key, "text": text} for key, text in _children(value["items"])]
    return {"items": items, "answer": [one["id"] for one in items]}


def _number(value: Any) -> Frozen:
    number, tolerance = value["value"], value["tolerance"]
    return {
        "value": f"{number or 0:f}",
        "tolerance": f"{tolerance or 0:f}",
        "unit": value["unit"] or "",
    }


def _accepted(value: Any) -> Frozen:
    return {"accepted": list(value["accepted"])}


_PARTS: dict[str, Callable[[Any], Frozen]] = {
    **{marking.SINGLE: _options, marking.MULTIPLE: _options, marking.TRUE_FALSE: _true_or_false},
    **{marking.MATCHING: _pairs, marking.ORDERING: _items, marking.NUMERIC: _number, marking.SHORT: _accepted},
}


def _children(value: ListValue) -> Iterable[tuple[str, Any]]:
    """The parts of a list with ids that editing keeps; a text never saved has none yet."""
    return [(one.id or str(place), one.value or "") for place, one in enumerate(value.bound_blocks)]


def _html(text: RichText | None) -> str:
    return expand_db_html(text.source) if text else ""


def _image(image: Any) -> Frozen | None:
    return {"id": image.pk, "alt": image.contextual_alt_text or ""} if image else None


def _reference(value: Any) -> Frozen | None:
    lesson, section = value["lesson"], (value["section"] or "").strip()
    if lesson is None:
        return None
    anchor = anchor_of({"text": section}) if section else ""
    return {"key": str(lesson.translation_key), "title": lesson.title, "section": section, "anchor": anchor}

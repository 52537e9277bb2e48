"""Every action that the code records has its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import import_string

from courses.stories.trail import ACTIONS, kind_of_subject
from tests.test_architecture import PRODUCT

RECORDING = {"record", "record_many", "record_access"}


def recorded(path: Path) -> Iterator[str]:
    """The actions that calls in a file record; of one put together, `*` for what is filled in."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in RECORDING:
            continue
        for one in (keyword.value for keyword in node.keywords if keyword.arg == "action"):
            if isinstance(one, ast.Constant):
                yield one.value
            elif isinstance(one, ast.JoinedStr):
                yield "".join(part.value if isinstance(part, ast.Constant) else "*" for part in one.values)


def has_words(action: str) -> bool:
    before, _star, after = action.partition("*")
    if "*" in action:
        return any(known.startswith(before) and known.endswith(after) for known in ACTIONS)
    return action in ACTIONS


def test_every_action_has_its_words() -> None:
    found = {action for path in PRODUCT for action in recorded(path)}

    assert len(found) > 60
    assert [action for action in sorted(found) if not has_words(action)] == []


def test_every_list_that_is_exported_has_words_for_it() -> None:
    group = import_string(apps.get_app_config("courses").tracking_group)
    exported = [admin.model._meta.model_name for admin in group.items if admin.list_export]

    assert [name for name in exported if f"{name}.export" not in ACTIONS] == []


def test_a_subject_of_a_model_that_is_gone_shows_its_label() -> None:
    assert kind_of_subject("courses.gone") == "courses.gone"
    assert kind_of_subject("niente") == "niente"
    assert kind_of_subject("courses.event") == "Appuntamento"

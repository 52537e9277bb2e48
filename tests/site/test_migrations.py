"""A migration must be borne by the version that still runs: for some minutes both share one database (checklist F 59).

So a release adds, and a later one takes away. What is refused here, and how it is done instead (docs/deployment.md):
a column that the old version does not fill, a rename, a drop, a column made narrower while the old version writes it.
"""

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

# Until here nothing runs in production: a first installation makes these at once.
FIRST_RELEASE = {"courses": "0025", "home": "0004", "accounts": "0002", "config": "0001"}
# «app.0031_name»: why the version before it does not mind (for example: it is two releases since the column was read).
BORNE: dict[str, str] = {}

GONE = (migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel)
Operation = migrations.operations.base.Operation


def objection(operation: Operation, app: str, before: ProjectState) -> str | None:
    """What the running version would not bear; None when it bears it."""
    if isinstance(operation, (*GONE, migrations.AlterModelTable)):
        return "takes a name away that the running version uses"
    if isinstance(operation, migrations.AddField):
        field = operation.field
        if isinstance(field, models.ManyToManyField) or field.null or field.has_db_default():
            return None
        return "adds a column that the running version does not fill: give it null=True or db_default"
    if isinstance(operation, migrations.AlterField):
        return _narrowed(before.models[app, operation.model_name_lower].fields[operation.name], operation.field)
    if isinstance(operation, migrations.RunSQL):
        return "is SQL, which no rule reads: say in BORNE why it is borne"
    return None


def _narrowed(old: models.Field, new: models.Field) -> str | None:
    if old.null and not new.null and not new.has_db_default():
        return "asks for a value that the running version may leave out"
    if type(old) is not type(new):
        return "changes the kind of a column that the running version reads"
    if (new.max_length or 0) < (old.max_length or 0):
        return "makes a column shorter than what the running version writes"
    if old.db_column != new.db_column:
        return "takes a name away that the running version uses"
    return None


def inside(operations: list[Operation]) -> Iterator[Operation]:
    """What is done to the database, also where it is apart from what is said of it."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from inside(operation.database_operations)
        else:
            yield operation


def test_the_running_version_bears_every_migration() -> None:
    loader, refused = MigrationLoader(None), []
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app not in FIRST_RELEASE or name[:4] <= FIRST_RELEASE[app] or f"{app}.{name}" in BORNE:
            continue
        before = loader.project_state((app, name), at_end=False)
        new = {one.name_lower for one in migration.operations if isinstance(one, migrations.CreateModel)}
        for operation in inside(migration.operations):
            if getattr(operation, "model_name_lower", None) not in new:
                found = objection(operation, app, before)
                refused += [f"{app}.{name}: {operation.describe()} – {found}"] if found else []
            operation.state_forwards(app, before)

    assert refused == []


def test_what_is_borne_is_there_and_says_why() -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}

    assert set(BORNE) <= known
    assert all(len(reason) > 20 for reason in BORNE.values())


BEFORE = ProjectState()
BEFORE.add_model(
    migrations.state.ModelState(
        "app",
        "Thing",
        [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=9, null=True))],
    )
)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "colour", models.CharField(max_length=9, default="")),
        migrations.AlterField("thing", "name", models.CharField(max_length=9)),
        migrations.AlterField("thing", "name", models.CharField(max_length=8, null=True)),
        migrations.AlterField("thing", "name", models.TextField(null=True)),
        migrations.RemoveField("thing", "name"),
        migrations.RenameField("thing", "name", "title"),
        migrations.RenameModel("thing", "object"),
        migrations.DeleteModel("thing"),
        migrations.RunSQL("SELECT 1"),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_would_break_the_running_version_is_refused(operation: Operation) -> None:
    assert objection(operation, "app", BEFORE)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "colour", models.CharField(max_length=9, null=True)),
        migrations.AddField("thing", "colour", models.CharField(max_length=9, default="", db_default="")),
        migrations.AlterField("thing", "name", models.CharField(max_length=20, null=True)),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    ids=["empty", "filled by the database", "longer", "data"],
)
def test_what_is_only_added_is_borne(operation: Operation) -> None:
    assert objection(operation, "app", BEFORE) is None

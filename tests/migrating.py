"""`migrate` in a fifth of the time, for databases that only tests use: `python -m tests.migrating`.

After each operation Django makes the classes anew of all models that the changed one is related to, by and by the whole
site. The tables need those of the changed one alone. A step in Python, which may follow relations, gets all classes
anew, by the mark that Django itself has for relations it left for later.

That it makes the same tables as `migrate` proper is tested: on SQLite beside those of a bare site
(`tests/courses/test_wheel.py`), on PostgreSQL beside those of this site (`tests/site/test_tables.py`).
"""

import django
from django.core.management import call_command
from django.db.migrations.state import ProjectState


def _renew_alone(state: ProjectState, app_label: str, model_name: str, delay: bool = True) -> None:
    if "apps" in vars(state):
        state.is_delayed = True
        state._reload({(app_label, model_name)})


if __name__ == "__main__":
    django.setup()
    ProjectState.reload_model = _renew_alone
    call_command("migrate", verbosity=0)

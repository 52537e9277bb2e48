"""The tables that the tests of the plug-in run on are those that production has (`tests/migrating.py`)."""

import os

import psycopg
import pytest
from django.db import connection

from tests.databases import postgres_template, run_python

# an account is auth_user on the one and accounts_user on the other, and its number is shorter there
TABLES = r"""
WITH of_an_account AS (
  SELECT conrelid::regclass::text AS table_name, attname::text AS column_name
  FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
  WHERE confrelid::regclass::text IN ('auth_user', 'accounts_user')
)
SELECT table_name, column_name, CASE WHEN (table_name, column_name) IN (SELECT * FROM of_an_account) THEN ''
  ELSE data_type END, character_maximum_length, is_nullable, column_default, ordinal_position
FROM information_schema.columns WHERE table_name LIKE 'courses\_%'
UNION ALL
SELECT conrelid::regclass::text, replace(conname, 'accounts_user', 'auth_user'),
  replace(pg_get_constraintdef(oid), 'accounts_user', 'auth_user'), 0, '', '', 0
FROM pg_constraint WHERE conrelid::regclass::text LIKE 'courses\_%'
UNION ALL
SELECT tablename, indexname, indexdef, 0, '', '', 0 FROM pg_indexes WHERE tablename LIKE 'courses\_%'
ORDER BY 1, 2, 3
"""


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there they are compared with those of a bare site")
def test_both_sites_have_the_same_tables_of_the_plug_in(monkeypatch: pytest.MonkeyPatch) -> None:
    server, found = os.environ["TEST_DATABASE_URL"], {}

    for settings in ("config.settings.test", "tests.host.settings"):
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", settings)
        run_python("-m", "tests.databases")
        with psycopg.connect(f"{server.rpartition('/')[0]}/{postgres_template(server)}") as database:
            found[settings] = database.execute(TABLES).fetchall()

    assert len(found["tests.host.settings"]) > 1_000
    assert found["config.settings.test"] == found["tests.host.settings"]

"""Migrations build what the models declare, go both ways, and are whole or nothing."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import open_engines, sqlite_module
from app.errors import Unusable
from app.schema import revisions, upgrade
from app.settings import ROOT
from app.tables import METADATA

OTHERS = ("alembic_version", "search_fts")
"""What is no table of the models: of the index each database makes its own."""


def ddl(file: Path) -> dict[str, list[str]]:
    """Every table, index and trigger as sorted lines of DDL; their order is no contract."""
    with sqlite_module().connect(str(file)) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql <> '' AND name NOT LIKE 'alembic%'"
        ).fetchall()
    connection.close()
    return {
        name: sorted(line.strip().rstrip(",") for line in sql.replace('"', "").splitlines())
        for name, sql in rows
    }


def test_migrations_build_what_the_models_declare(tmp_path):
    declared, built = tmp_path / "declared.db", tmp_path / "built.db"
    engines = open_engines(f"sqlite:///{declared}")
    METADATA.create_all(engines.write)
    engines.read.dispose()
    upgrade(f"sqlite:///{built}")
    assert ddl(built) == ddl(declared)


def test_both_databases_have_the_same_tables_and_named_constraints(databases):
    url = databases.new()
    upgrade(url)
    engine = sa.create_engine(url, **_driver(url))
    found = sa.inspect(engine)
    tables = {name for name in found.get_table_names() if not name.startswith(OTHERS)}
    assert tables == set(METADATA.tables)
    for table in tables:
        for check in found.get_check_constraints(table):
            assert str(check["name"]).startswith("ck_"), check
        for key in found.get_foreign_keys(table):
            assert str(key["name"]).startswith("fk_"), key
    engine.dispose()


def test_a_database_goes_down_and_up_again(databases):
    url = databases.new()
    upgrade(url)
    upgrade(url, "base")
    engine = sa.create_engine(url, **_driver(url))
    assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
    assert _functions(engine) == []
    engine.dispose()
    upgrade(url)


def test_claims_of_an_older_database_are_labelled_when_it_is_brought_up_to_date(
    databases, seeded_model
):
    url = databases.new(seeded_model)
    labels = sa.text("SELECT id, standing, step > 0 FROM claim ORDER BY id")
    engine = sa.create_engine(url, **_driver(url))
    with engine.connect() as connection:
        before = connection.execute(labels).all()
    upgrade(url, "0001")
    upgrade(url)
    with engine.connect() as connection:
        assert connection.execute(labels).all() == before
    engine.dispose()
    assert {label for _, label, _ in before} == {"in", "out", "undec"}


def test_a_newer_database_is_refused_in_a_sentence(databases, migrated):
    url = databases.new(migrated)
    engine = sa.create_engine(url, **_driver(url))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(Unusable, match="version 9999; this program knows versions up to"):
        upgrade(url)


def test_a_killed_migration_leaves_nothing_behind(tmp_path):
    """The process is killed after its tables are made and before the revision is recorded."""
    file = tmp_path / "killed.db"
    program = f"""
        import os, signal
        import sqlalchemy as sa
        from app.schema import upgrade

        def kill(connection, cursor, statement, *rest):
            if "INSERT INTO alembic_version" in statement:
                print(connection.exec_driver_sql(
                    "SELECT count(*) FROM sqlite_master WHERE name = 'claim'").scalar(), flush=True)
                os.kill(os.getpid(), signal.SIGKILL)

        sa.event.listen(sa.Engine, "before_cursor_execute", kill)
        upgrade("sqlite:///{file}")
    """
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert killed.stdout.strip() == "1", killed.stderr
    assert ddl(file) == {}
    upgrade(f"sqlite:///{file}")
    assert "claim" in ddl(file)


def test_revisions_are_numbered_without_a_gap():
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]


def _functions(engine: sa.Engine) -> list[str]:
    """The functions of PostgreSQL that triggers of ours would call."""
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        )
        return [str(name) for (name,) in found]


def _driver(url: str) -> dict[str, object]:
    return {"module": sqlite_module()} if url.startswith("sqlite") else {}

"""How the databases are opened, and what they then keep to."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session, SQLModel, select

from app import db as opening
from app.db import open_engines
from app.errors import Unusable
from app.history.commands import publish
from app.history.models import Edition
from app.schema import upgrade
from app.tables import METADATA, MODULES


@pytest.fixture
def sqlite(tmp_path):
    upgrade(f"sqlite:///{tmp_path}/x.db")
    engines = open_engines(f"sqlite:///{tmp_path}/x.db")
    yield engines
    engines.read.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 2000)],
)
def test_sqlite_is_opened_to_lose_nothing(sqlite, pragma, value):
    for engine in sqlite:
        with engine.connect() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_connection_that_has_written_cannot_when_it_reads_again(sqlite):
    """One connection serves both engines in turn, and is told only of a change."""
    for _ in range(2):
        for engine, query_only in ((sqlite.write, 0), (sqlite.read, 1), (sqlite.read, 1)):
            with engine.connect() as connection, connection.begin():
                assert connection.exec_driver_sql("PRAGMA query_only").scalar() == query_only


def test_a_sqlite_that_can_corrupt_its_log_is_refused(monkeypatch):
    monkeypatch.setattr(opening, "SAFE_WAL", (99, 0, 0))
    opening.sqlite_module.cache_clear()
    with pytest.raises(Unusable, match=r"99\.0\.0 or newer is needed"):
        opening.sqlite_module()
    monkeypatch.undo()
    opening.sqlite_module.cache_clear()
    assert opening.sqlite_module().sqlite_version_info >= opening.SAFE_WAL


def read_then_write(engine: sa.Engine, failures: list[Exception]) -> None:
    for _ in range(10):
        try:
            with Session(engine) as db:
                db.exec(select(Edition)).first()
                publish(db)
                db.commit()
        except sa.exc.OperationalError as error:
            failures.append(error)


@pytest.mark.parametrize("mode", ["IMMEDIATE", "DEFERRED"])
def test_writers_wait_for_each_other_only_if_they_take_the_lock_at_the_beginning(sqlite, mode):
    """The control begins as SQLite would by itself, and must fail: else the test sees nothing."""
    with Session(sqlite.write) as db:
        publish(db)
        db.commit()
        first = db.exec(select(Edition.number)).one()
    engine = sqlite.read.execution_options(sqlite_begin=mode)
    failures: list[Exception] = []
    threads = [threading.Thread(target=read_then_write, args=(engine, failures)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(sqlite.read) as db:
        written = db.exec(select(Edition.number)).one() - first
    assert written == 60 - len(failures)
    assert bool(failures) == (mode == "DEFERRED")


def test_no_relationship_loads_by_surprise():
    configure_mappers()
    for mapper in SQLModel._sa_registry.mappers:
        for relationship in mapper.relationships:
            assert relationship.lazy == "raise", relationship


def test_every_constraint_has_a_name():
    assert len(MODULES) >= 6
    for table in METADATA.tables.values():
        for constraint in table.constraints:
            assert constraint.name, (table, constraint)

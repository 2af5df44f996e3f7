"""The base of every table, and how the two databases are opened."""

import enum
import functools
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.orm import QueryableAttribute
from sqlmodel import Field, SQLModel

from app.errors import Unusable
from app.ids import LENGTH, new_id

NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}
SAFE_WAL = (3, 51, 3)
"""The first SQLite without the WAL-reset bug, https://sqlite.org/releaselog/3_51_3.html."""
BUSY_SECONDS = 2


class Model(SQLModel):
    """Base of every table. A row is not a form: SQLModel does not validate it. Rules live in
    CHECK constraints (what must never be stored) and in commands.py (what is refused)."""

    metadata = sa.MetaData(naming_convention=NAMING)


def now() -> datetime:
    return datetime.now(UTC)


EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def first_version() -> int:
    """The version with which a row begins: the seconds since 2020.

    A database that is made anew from the same seeds keeps its addresses; were its versions the
    same too, browsers would be told that pages of the old one are still fresh.
    """
    return int((now() - EPOCH).total_seconds())


class Entity(Model):
    """A row with an identity of its own: `id` is its primary key and its permalink."""

    id: str = Field(default_factory=new_id, primary_key=True, max_length=LENGTH)
    created_at: datetime = Field(default_factory=now)


_E = TypeVar("_E", bound=enum.StrEnum)
_T = TypeVar("_T")


def choice(values: type[_E], name: str) -> sa.Enum:
    """A column type that stores the values of an enum as text, held by the CHECK `name`."""
    return sa.Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
    )


def rel(attribute: Any) -> QueryableAttribute[Any]:
    """A relationship as SQLAlchemy sees it; SQLModel types it as the row it leads to."""
    return cast("QueryableAttribute[Any]", attribute)


class Engines(NamedTuple):
    read: sa.Engine
    write: sa.Engine


def open_engines(url: str, *, pool_size: int = 10) -> Engines:
    """Two views of one connection pool; on SQLite the second takes the write lock at BEGIN.

    Reading transactions of PostgreSQL are READ ONLY, those of SQLite `query_only`: a GET
    cannot write. Raises Unusable if the address, the folder or the driver will not do.
    """
    engine = _create(url, pool_size)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return Engines(engine, engine.execution_options(sqlite_begin="IMMEDIATE"))
    reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return Engines(engine.execution_options(**reading), engine)


def checked(url: str) -> sa.URL:
    """The address of a database that can be used here, its folder made.

    Raises Unusable for any other, in a sentence that says why.
    """
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise Unusable(f"“{url}” is not the address of a database.") from None
    if address.get_backend_name() == "sqlite":
        _make_folder(address.database)
    elif address.get_backend_name() == "postgresql":
        _check_driver(address)
    else:
        raise Unusable("The database must be sqlite:///… or postgresql://….")
    return address


def _check_driver(address: sa.URL) -> None:
    try:
        address.get_dialect().import_dbapi()
    except ModuleNotFoundError:
        raise Unusable("PostgreSQL needs its driver: install counterpoint[postgres].") from None


def _create(url: str, pool_size: int) -> sa.Engine:
    address = checked(url)
    if address.get_backend_name() == "sqlite":
        return sa.create_engine(address, module=sqlite_module(), pool_size=pool_size)
    return sa.create_engine(address, pool_size=pool_size, pool_pre_ping=True)


def _make_folder(file: str | None) -> None:
    if not file or file == ":memory:":
        raise Unusable("The SQLite database must be a file: sqlite:///path/to/counterpoint.db.")
    folder = Path(file).resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{new_id()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unusable(f"The folder {folder} cannot be written to: {reason}.") from None


@functools.cache
def sqlite_module() -> ModuleType:
    """The SQLite driver: pysqlite3 on Linux, which brings a SQLite of its own, else Python's.

    Raises Unusable where that SQLite is older than SAFE_WAL.
    """
    module: ModuleType = sqlite3
    if sys.platform == "linux":
        import pysqlite3.dbapi2  # type: ignore[import-untyped]

        module = pysqlite3.dbapi2
    if module.sqlite_version_info < SAFE_WAL:
        wanted = ".".join(map(str, SAFE_WAL))
        raise Unusable(
            f"SQLite {module.sqlite_version} can corrupt its write-ahead log; "
            f"{wanted} or newer is needed."
        )
    return module


MAPPED_BYTES = 2_147_418_112 if sys.maxsize > 2**32 else 0
"""How much of the file a connection maps, at most: as much as SQLite takes, so that reading a page
costs no system call. These are addresses, not memory: the pages are the system’s own cache of the
file, which it takes back when it is short. A process of 32 bits has no addresses to spare."""
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    f"mmap_size = {MAPPED_BYTES}",
    "cache_size = -8000",
    f"busy_timeout = {BUSY_SECONDS * 1000}",
)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy's recipe: the driver must not begin transactions of its own, or savepoints and
    # transactional DDL break. https://docs.sqlalchemy.org/en/21/dialects/sqlite.html
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # None of it can fail for a reader, or wait, and every page begins so: through SQLAlchemy it
    # took a fifth of a millisecond.
    mode = connection.get_execution_options().get("sqlite_begin", "")
    driver = connection.connection.driver_connection
    assert driver is not None
    _allow_writing(connection, driver, "OFF" if mode else "ON")
    if mode:
        connection.exec_driver_sql(f"BEGIN {mode}")
    else:
        driver.execute("BEGIN")


def _allow_writing(connection: sa.Connection, driver: Any, query_only: str) -> None:
    # Said only when it changes: this pragma makes SQLite compile all statements of the connection
    # anew, which took more time than to run them.
    if connection.info.get("query_only") != query_only:
        driver.execute(f"PRAGMA query_only = {query_only}")
        connection.info["query_only"] = query_only


MOST_PARAMETERS = 5_000
"""Far below what either database takes in one statement."""


def batched(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """In parts that a statement can take as parameters; none for none."""
    for first in range(0, len(values), MOST_PARAMETERS):
        yield values[first : first + MOST_PARAMETERS]


def on_create(made: sa.Table | sa.MetaData, *, sqlite: str, postgresql: str) -> None:
    """Run these statements whenever `create_all` has made a table, or all; migrations repeat
    them."""
    for dialect, statement in (("sqlite", sqlite), ("postgresql", postgresql)):
        ddl = sa.DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        sa.event.listen(made, "after_create", ddl)

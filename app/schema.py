"""Brings a database's tables to the version that this program knows."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlmodel import Session

from app.db import checked, sqlite_module
from app.errors import Unusable
from app.search.commands import BATCH, count_due, index
from app.settings import ROOT

MIGRATIONS = ROOT / "migrations"


def revisions() -> list[str]:
    """The known revisions, oldest first: the numbers that begin the files' names."""
    return sorted(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(
    url: str, target: str = "head", *, tell: Callable[[str], object] = lambda _: None
) -> None:
    """Run the migrations that this database lacks, each in a transaction of its own.

    Then indexes what a migration wants indexed anew; where that takes a while, `tell` is told so
    first. Costs four queries where nothing is to be done. A process that is killed leaves the
    database as it was before the revision that was under way. Raises Unusable if the database is
    newer than this program, or cannot be opened.
    """
    engine = _bare_engine(url)
    try:
        present = _present(engine)
        known = revisions()
        if present is not None and present not in known:
            raise Unusable(
                f"The database has version {present}; this program knows versions up to "
                f"{known[-1]}. Start it with the newer program."
            )
        if target != "head" or present != known[-1]:
            _run(engine, present, target)
        if target == "head":
            _index(engine, tell)
    except sa.exc.DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise Unusable(f"The database cannot be opened: {reason}") from None
    finally:
        engine.dispose()


def _present(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return str(found) if found else None


def _run(engine: sa.Engine, present: str | None, target: str) -> None:
    # Alembic is imported only when there is something to do: it takes a quarter of the start.
    from alembic import command
    from alembic.config import Config

    config = Config(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        if target != "base" and target > (present or ""):
            command.upgrade(config, target)
        else:
            command.downgrade(config, target)


def _index(engine: sa.Engine, tell: Callable[[str], object]) -> None:
    """A migration only notes what is to be indexed: the code that does it knows the latest tables
    alone. Killed in between, it is done at the next start."""
    with Session(engine) as db:
        if (due := count_due(db)) > BATCH:
            tell(f"Making {due:,} entries for the search anew. Readers wait until it is done …")
        index(db)
        db.commit()


def _bare_engine(url: str) -> sa.Engine:
    """An engine that enforces no foreign keys: SQLite's batch mode drops and renames tables,
    and with them enforced the rows that refer to a dropped table would go with it."""
    address = checked(url)
    if address.get_backend_name() != "sqlite":
        return sa.create_engine(address)
    engine = sa.create_engine(address, module=sqlite_module())
    sa.event.listen(engine, "connect", _driver_begins_nothing)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _driver_begins_nothing(connection: sa.engine.interfaces.DBAPIConnection, _: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")

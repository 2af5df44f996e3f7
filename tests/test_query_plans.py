"""The claim page asks nothing that grows with the database: no statement of it scans a table."""

import re
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.arguments.commands import rebut, withdraw_rebuttal
from app.arguments.models import Basis, Move, Rebuttal
from app.arguments.standing import hanging_together
from app.claims.models import Claim
from app.main import create_app
from app.settings import Settings
from bench.filling import fill

SIZES = (50, 5_000)
FEW = {"debate", "edition", "side", "source"}
"""Tables of which a page may read every row that belongs to its debate; all others grow."""
ASKED = 12
SEARCHES = (
    "/search?q=espionage",
    "/search?q=%22trade+secrets%22",
    "/search?q=theft+econ",
    "/search?q=espoinage",
    "/search?q=espionage&kind=claims&stance=asserts&answered=no",
)


class Database(NamedTuple):
    """A database of generated claims, with what some of its claim pages ask of it."""

    url: str
    engine: sa.Engine
    asked: list[list[tuple[str, Any]]]
    """For each page its statements with their parameters."""
    searched: list[list[tuple[str, Any]]]
    """The same for searches: a common word, a phrase, two words of which the last is cut short,
    a mistyped one, a filter."""


@pytest.fixture(scope="module", params=SIZES)
def database(request, databases_by_size):
    return databases_by_size[request.param]


@pytest.fixture(scope="module")
def databases_by_size(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans")
    return {size: opened(f"sqlite:///{folder / str(size)}.db", size) for size in SIZES}


def opened(url: str, size: int) -> Database:
    fill(url, size, each=2_500)
    app = create_app(Settings(database_url=url))
    engine = app.state.engines.read
    with engine.connect() as connection:
        ids = connection.exec_driver_sql("SELECT id FROM claim ORDER BY id LIMIT ?", (ASKED,))
        paths = [f"/claims/{id}" for (id,) in ids]
    with TestClient(app) as client:
        pages = [client.get(path, follow_redirects=False).headers["location"] for path in paths]
        asked, searched = (
            [statements_of(client, engine, path) for path in paths] for paths in (pages, SEARCHES)
        )
        return Database(url, engine, asked, searched)


def statements_of(client: TestClient, engine: sa.Engine, path: str) -> list[tuple[str, Any]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement: str, parameters: Any, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200, path
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return seen


def costly(engine: sa.Engine, statement: str, parameters: Any) -> list[str]:
    """The steps of SQLite's plan that read a whole table, or build an index of one to do it."""
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [str(row[3]) for row in plan]
    return [step for step in steps if "AUTOMATIC" in step or "BLOOM" in step or _scans(step)]


def _scans(step: str) -> bool:
    """Whether a step reads a table that grows from end to end, under whatever alias."""
    harmless = r"CONSTANT|\(|\d+-ROW|search_fts VIRTUAL TABLE INDEX \d+:M"
    scanned = re.match(rf"SCAN (?!{harmless})(\w+?)(_\d+)?\b", step)
    return scanned is not None and scanned[1] not in FEW


def test_no_statement_of_the_claim_page_scans_a_table_that_grows(database):
    statements = {statement: given for page in database.asked for statement, given in page}
    assert len(statements) >= 10
    for statement, given in statements.items():
        assert costly(database.engine, statement, given) == [], statement


def test_no_statement_that_a_rebuttal_more_or_less_takes_scans_a_table_that_grows(database):
    engine = database.engine.execution_options(sqlite_begin="IMMEDIATE")
    seen: dict[str, Any] = {}

    def note(_connection, _cursor, statement: str, parameters: Any, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "UPDATE edition")):
            seen[statement] = parameters[0] if isinstance(parameters, list) else parameters

    with Session(engine) as db:
        claims = db.exec(select(Claim).order_by(col(Claim.id)).limit(2)).all()
        said: Any = {
            "move": Move.CONTRADICTS,
            "basis": Basis.EDITORIAL,
            "note": "Why.",
            "mutual": True,
        }
        sa.event.listen(engine, "before_cursor_execute", note)
        made = rebut(db, claim=claims[0], target=claims[1], **said)
        withdraw_rebuttal(db, rebuttal=db.get_one(Rebuttal, made.id))
        hanging_together(db, [claims[0].id], 100)
        sa.event.remove(engine, "before_cursor_execute", note)
        db.rollback()
    assert len(seen) >= 6
    for statement, given in seen.items():
        steps = [step for step in costly(engine, statement, given) if "SCAN reach" not in step]
        assert steps == [], statement


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM claim WHERE statement = ?",
        "SELECT count(*) FROM rebuttal WHERE ? <> ''",
        "SELECT id FROM passage AS passage_1 WHERE exact = ?",
        "SELECT c.id FROM claim c JOIN rebuttal r ON r.note = c.statement WHERE c.id <> ?",
    ],
)
def test_a_scan_would_be_seen(database, statement):
    assert costly(database.engine, statement, ("",))


def test_the_claim_page_asks_as_much_of_a_hundred_times_the_claims(databases_by_size):
    """SQLite counts its own steps: a range of an index that is read to its end shows here."""
    small, large = (database_steps(databases_by_size[size]) for size in SIZES)
    assert large < 1.2 * small


def test_no_statement_of_a_search_scans_a_table_that_grows(database):
    statements = {statement: given for page in database.searched for statement, given in page}
    assert len(statements) >= 10
    for statement, given in statements.items():
        assert costly(database.engine, statement, given) == [], statement


def database_steps(database: Database) -> float:
    """The steps of SQLite's machine for a page, on average."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(count, 1)
        for statement, given in (pair for page in database.asked for pair in page):
            connection.exec_driver_sql(statement, given).all()
        driver.set_progress_handler(None, 1)
    return steps / len(database.asked)

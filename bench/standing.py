"""`python3 -m bench standing`: what one rebuttal more or less costs, labels and all.

In each turn, on the same connection and with the same durability: the bare insert of a rebuttal
and its commit, by the driver alone; the same row added through a session, without any check,
label or version; a rebuttal added by the command, labels, versions and commit included; and the
same one withdrawn. Two claims of one debate are drawn at random; a third of the rebuttals is
mutual. Times are wall times, of the change and its commit: the claims are loaded beforehand.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from app.arguments.commands import rebut, withdraw_rebuttal
from app.arguments.models import Basis, Move, Rebuttal
from app.claims.models import Claim
from app.db import Engines, open_engines, sqlite_module
from app.errors import Conflict
from app.ids import new_id
from bench.claim import database

BARE, ROW, ADDED, WITHDRAWN = (
    "bare insert, by the driver",
    "bare insert, by a session",
    "rebuttal added",
    "rebuttal withdrawn",
)
WARM = 40


class Turn(NamedTuple):
    """Milliseconds of each subject, and how many claims got another label or step."""

    spent: dict[str, float]
    changed: int


Turns = dict[int, list[Turn]]
"""By the number of claims of a database."""


def measure(
    sizes: Sequence[int], folder: Path, *, turns: int, seconds: float, say: Callable[[str], None]
) -> Turns:
    """So many turns on each database; fewer, but 50, where they take longer than `seconds`."""
    found: Turns = {}
    for claims in sizes:
        engines = open_engines(f"sqlite:///{database(folder, claims, say)}")
        try:
            found[claims] = list(_turns(engines, turns, time.monotonic() + seconds))
        finally:
            engines.read.dispose()
        say(f"{claims:,} claims: {len(found[claims])} turns")
    return found


def _turns(engines: Engines, wanted: int, until: float) -> Iterator[Turn]:
    chance = Random(wanted)
    debates = _debates(engines)
    for number in range(wanted + WARM):
        if number >= WARM + 50 and time.monotonic() > until:
            return
        turn = _turn(engines, chance.sample(chance.choice(debates), 4), mutual=number % 3 == 0)
        if turn and number >= WARM:
            yield turn


def _debates(engines: Engines) -> list[list[str]]:
    """The ids of the claims of up to 200 debates."""
    query = sa.text(
        "SELECT s.debate_id, c.id FROM claim c JOIN side s ON s.source_id = c.source_id "
        "WHERE s.debate_id IN (SELECT id FROM debate ORDER BY id LIMIT 200) ORDER BY 1, 2"
    )
    with engines.read.connect() as connection:
        rows = connection.execute(query).all()
    grouped = itertools.groupby(rows, key=lambda row: row[0])
    return [[id for _, id in group] for _, group in grouped]


def _turn(engines: Engines, ids: list[str], *, mutual: bool) -> Turn | None:
    """None where the two claims are linked already."""
    spent = {BARE: _bare(engines, ids[:2]), ROW: _row(engines, ids[:2])}
    with Session(engines.write) as db, _relabelled(db) as changed:
        claim, target = db.get_one(Claim, ids[2]), db.get_one(Claim, ids[3])
        began = time.perf_counter()
        try:
            made = rebut(db, claim=claim, target=target, mutual=mutual, **_SAID)
        except Conflict:
            return None
        id = made.id
        db.commit()
        spent[ADDED] = _since(began)
    with Session(engines.write) as db:
        made = db.get_one(Rebuttal, id)
        began = time.perf_counter()
        withdraw_rebuttal(db, rebuttal=made)
        db.commit()
        spent[WITHDRAWN] = _since(began)
    return Turn(spent, sum(changed))


_SAID: Any = {"move": Move.CONTRADICTS, "basis": Basis.EDITORIAL, "note": "Both cannot be right."}
_INSERT = """INSERT INTO rebuttal
(id, created_at, claim_id, move, target_claim_id, mutual, basis, note)
VALUES (?, '2026-01-01 00:00:00.000000', ?, 'contradicts', ?, 0, 'editorial', 'Both cannot be.')"""


def _bare(engines: Engines, ends: list[str]) -> float:
    """The row by itself, with its constraints and indexes; it is taken away again afterwards.
    0 where the two claims are linked already."""
    id, connection = new_id(), engines.write.raw_connection()
    driver: Any = connection.driver_connection
    try:
        driver.execute("PRAGMA query_only = OFF")
        began = time.perf_counter()
        driver.execute("BEGIN IMMEDIATE")
        driver.execute(_INSERT, (id, *ends))
        driver.execute("COMMIT")
        spent = _since(began)
        driver.execute("DELETE FROM rebuttal WHERE id = ?", (id,))
    except sqlite_module().IntegrityError:
        driver.execute("ROLLBACK")
        return 0.0
    finally:
        connection.close()
    return spent


def _row(engines: Engines, ends: list[str]) -> float:
    """The same through a session. 0 where the two claims are linked already."""
    with Session(engines.write) as db:
        row = Rebuttal(claim_id=ends[0], target_claim_id=ends[1], **_SAID)
        id = row.id
        db.connection()
        began = time.perf_counter()
        db.add(row)
        try:
            db.commit()
        except sa.exc.IntegrityError:
            return 0.0
        spent = _since(began)
        db.execute(sa.delete(Rebuttal).where(col(Rebuttal.id) == id))
        db.commit()
    return spent


@contextmanager
def _relabelled(db: Session) -> Iterator[list[int]]:
    """How many labels or steps each statement sets."""
    found: list[int] = []
    engine = db.get_bind().engine

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: object) -> None:
        if statement.startswith("UPDATE claim SET standing"):
            found.append(len(given) if isinstance(given, list) else 1)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000

"""Databases to measure with."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from app.arguments.labelling import relabel_all
from app.db import open_engines
from app.schema import upgrade
from app.search.commands import index
from app.tables import METADATA
from bench.corpus import CLAIMS_A_DEBATE, debates

CACHE_KIB = 400_000
"""Ids are random, so every row touches another page of every index: they are kept in memory
until the one commit, or each debate would write a third of the file anew."""
UNSAFE = ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}")
"""A file that is not made to its end is thrown away: nothing is written twice."""
HELD, AS_EVER = 32 << 20, 1 << 20
"""Bytes of new words that the search index holds until it writes them in one piece: more makes
fewer pieces that have to be merged. The second is what FTS5 does by itself."""
_HOLD = sa.text("INSERT INTO search_fts (search_fts, rank) VALUES ('hashsize', :bytes)")


def fill(url: str, claims: int, each: int = CLAIMS_A_DEBATE) -> None:
    """Make the tables of the SQLite database at `url` and the corpus in them, in one
    transaction, with every constraint and trigger on, the search index too. About 0.6 ms of
    processor time and 6 KB a claim. At most 730 MB of memory until the labels are set at the end,
    for which the links are held in memory: 1.5 GB at a million claims. Broken off, it leaves a
    file that is of no use."""
    upgrade(url)
    engines = open_engines(url, pool_size=1)
    try:
        with engines.write.connect() as connection:
            driver: Any = connection.connection.driver_connection
            for pragma in UNSAFE:
                driver.execute(f"PRAGMA {pragma}")
            with connection.begin():
                _fill(connection, claims, each)
    finally:
        engines.read.dispose()


def _fill(connection: sa.Connection, claims: int, each: int) -> None:
    connection.execute(sa.insert(METADATA.tables["edition"]), {"id": 1, "number": 1})
    connection.execute(_HOLD, {"bytes": HELD})
    for rows in debates(claims, each):
        for table in METADATA.sorted_tables:
            if table.name in rows:
                connection.execute(sa.insert(table), rows[table.name])
        with Session(connection, join_transaction_mode="rollback_only") as db:
            index(db)
    with Session(connection, join_transaction_mode="rollback_only") as db:
        relabel_all(db)
    connection.execute(_HOLD, {"bytes": AS_EVER})

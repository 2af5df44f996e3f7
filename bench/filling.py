"""Databases to measure with."""

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


def fill(url: str, claims: int, each: int = CLAIMS_A_DEBATE) -> None:
    """Make the tables of the SQLite database at `url` and the corpus in them, in one
    transaction, with every constraint and trigger on. About 0.3 ms and 3 KB a claim."""
    upgrade(url)
    engines = open_engines(url)
    try:
        with engines.write.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute(sa.insert(METADATA.tables["edition"]), {"id": 1, "number": 1})
            for rows in debates(claims, each):
                for table in METADATA.sorted_tables:
                    if table.name in rows:
                        connection.execute(sa.insert(table), rows[table.name])
                with Session(connection, join_transaction_mode="rollback_only") as db:
                    index(db)
            with Session(connection, join_transaction_mode="rollback_only") as db:
                relabel_all(db)
    finally:
        engines.read.dispose()

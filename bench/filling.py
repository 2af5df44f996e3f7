"""Databases to measure with."""

import sqlalchemy as sa

from app.db import open_engines
from app.schema import upgrade
from app.tables import METADATA
from bench.corpus import CLAIMS_A_DEBATE, debates


def fill(url: str, claims: int, each: int = CLAIMS_A_DEBATE) -> None:
    """Make the tables at `url` and the corpus in them: every constraint and trigger is on.

    One transaction and one executemany a table for each debate. About 0.2 ms a claim.
    """
    upgrade(url)
    engines = open_engines(url)
    try:
        for rows in debates(claims, each):
            with engines.write.begin() as connection:
                for table, batch in rows.items():
                    if batch:
                        connection.execute(sa.insert(METADATA.tables[table]), batch)
        with engines.write.begin() as connection:
            connection.execute(sa.insert(METADATA.tables["edition"]), {"id": 1, "number": 1})
    finally:
        engines.read.dispose()

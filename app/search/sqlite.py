"""The index on SQLite: FTS5, which keeps no copy of the words. Every word is a token as it is,
letters outside ASCII included (tokenizer `ascii`), for they come folded."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.search.asked import Asked, Clause, Phrase

_PUT = sa.text("INSERT INTO search_fts (rowid, words) VALUES (:number, :tokens)")
_DROP = sa.text("DELETE FROM search_fts WHERE rowid = :number")
MATCHING = """
SELECT {columns}
FROM search_fts JOIN search_entry ON search_entry.number = search_fts.rowid
WHERE search_fts MATCH :match ORDER BY search_fts.rowid DESC LIMIT :most"""


def put(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(_PUT, list(rows))


def drop(connection: sa.Connection, numbers: Sequence[int]) -> None:
    connection.execute(_DROP, [{"number": number} for number in numbers])


def tokens(words: str, marks: Sequence[str]) -> str:
    """What is indexed: the words in their order, then the marks by which hits are narrowed."""
    return " ".join([words, *marks])


def match(asked: Asked, marks: Sequence[Sequence[str]]) -> str:
    """The query in FTS5's language: all that is asked, and of each group of marks one.
    Every word stands in quotation marks, and holds none."""
    narrowed = (_atom([(mark,) for mark in group]) for group in marks)
    return " AND ".join([*map(_clause, asked.clauses), *narrowed])


def _clause(clause: Clause) -> str:
    options = (" AND ".join(map(_atom, option)) for option in clause)
    return "(" + " OR ".join(f"({option})" for option in options) + ")"


def _atom(atom: Sequence[Phrase]) -> str:
    return "(" + " OR ".join(f'"{" ".join(phrase)}"' for phrase in atom) + ")"

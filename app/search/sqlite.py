"""The index on SQLite: FTS5, which keeps no copy of the words. Every word is a token as it is,
letters outside ASCII included (tokenizer `ascii`), for they come folded."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import dialect

from app.search.asked import Asked, Clause, Phrase, tied
from app.search.models import SearchEntry

_ENTRY = str(sa.insert(SearchEntry).compile(dialect=dialect()))
_PUT = "INSERT INTO search_fts (rowid, words) VALUES (?, ?)"
_NOTED = "DELETE FROM search_due WHERE kind = ? AND ref = ? AND at = ?"
_DROP = sa.text("DELETE FROM search_fts WHERE rowid = :number")
NUMBER, MATCHING = "search_fts.rowid", "search_fts MATCH :match"
"""An entry's number in the index, and which entries hold what is asked."""


def put(
    connection: sa.Connection, made: list[tuple[Any, ...]], told: list[tuple[int, str]]
) -> None:
    """Entries, all columns in their order, and by their numbers what is indexed of them. As rows
    of the driver: SQLAlchemy's way takes as long again as SQLite."""
    connection.exec_driver_sql(_ENTRY, made)
    connection.exec_driver_sql(_PUT, told)


def settle(connection: sa.Connection, due: Iterable[tuple[str, str, int]]) -> None:
    """Take what was seen to out of `search_due`."""
    connection.exec_driver_sql(_NOTED, list(due))


def drop(connection: sa.Connection, numbers: Sequence[int]) -> None:
    connection.execute(_DROP, [{"number": number} for number in numbers])


def tokens(words: str, marks: Sequence[str]) -> str:
    """What is indexed: the words in their order, then the marks by which hits are narrowed, then
    the words in pairs."""
    return " ".join([words, *marks, *tied(words.split())])


def match(asked: Asked, marks: Sequence[Sequence[str]]) -> str:
    """The query in FTS5's language: all that is asked, and of each group of marks one.
    Every word stands in quotation marks, and holds none."""
    narrowed = (_atom([(mark,) for mark in group]) for group in marks)
    return " AND ".join([*map(_clause, asked.clauses), *narrowed])


def _clause(clause: Clause) -> str:
    options = (" AND ".join(map(_atom, option)) for option in clause)
    return "(" + " OR ".join(f"({option})" for option in options) + ")"


def _atom(atom: Sequence[Phrase]) -> str:
    return "(" + " OR ".join(f'"{" ".join(tied(phrase) or phrase)}"' for phrase in atom) + ")"

"""The index on PostgreSQL: a tsvector of words as they are. Neither its parser nor a dictionary
sees them: vectors and queries are written out, so that they hold what SQLite's index holds."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.search.asked import Asked, Clause, Phrase

_PUT = sa.text("INSERT INTO search_fts (number, words) VALUES (:number, CAST(:tokens AS tsvector))")
_DROP = sa.text("DELETE FROM search_fts WHERE number = :number")
MATCHING = """
SELECT {columns}
FROM search_fts JOIN search_entry ON search_entry.number = search_fts.number
WHERE search_fts.words @@ CAST(:match AS tsquery) ORDER BY search_fts.number DESC LIMIT :most"""
LAST = 16_383
"""The last place in a text that a tsvector tells from those after it."""


def put(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(_PUT, list(rows))


def drop(connection: sa.Connection, numbers: Sequence[int]) -> None:
    connection.execute(_DROP, [{"number": number} for number in numbers])


def tokens(words: str, marks: Sequence[str]) -> str:
    """A tsvector, written out: each word with its places, then the marks."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words.split(), 1):
        places[word].append(min(place, LAST))
    told = (f"'{word}':{','.join(map(str, at[:256]))}" for word, at in places.items())
    return " ".join([*told, *(f"'{mark}'" for mark in marks)])


def match(asked: Asked, marks: Sequence[Sequence[str]]) -> str:
    """A tsquery, written out: all that is asked, and of each group of marks one.
    Every word stands in quotation marks, and holds none."""
    narrowed = (_atom([(mark,) for mark in group]) for group in marks)
    return " & ".join([*map(_clause, asked.clauses), *narrowed])


def _clause(clause: Clause) -> str:
    options = (" & ".join(map(_atom, option)) for option in clause)
    return "(" + " | ".join(f"({option})" for option in options) + ")"


def _atom(atom: Sequence[Phrase]) -> str:
    phrases = (" <-> ".join(f"'{word}'" for word in phrase) for phrase in atom)
    return "(" + " | ".join(f"({phrase})" for phrase in phrases) + ")"

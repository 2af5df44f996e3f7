"""The index on PostgreSQL: a tsvector of words as they are. Neither its parser nor a dictionary
sees them: vectors and queries are written out, so that they hold what SQLite's index holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.search.asked import Asked, Clause, Phrase, tied
from app.search.models import SearchEntry

_ENTRIES = f"COPY search_entry ({', '.join(SearchEntry.model_fields)}) FROM STDIN"
_WORDS = "COPY search_fts (number, words) FROM STDIN"
_NOTED = sa.text("""
DELETE FROM search_due USING unnest(
CAST(:kinds AS text[]), CAST(:refs AS text[]), CAST(:ats AS integer[])) AS seen (kind, ref, at)
WHERE search_due.kind = seen.kind AND search_due.ref = seen.ref AND search_due.at = seen.at""")
_DROP = sa.text("DELETE FROM search_fts WHERE number = :number")
NUMBER, MATCHING = "search_fts.number", "search_fts.words @@ CAST(:match AS tsquery)"
"""An entry's number in the index, and which entries hold what is asked."""
LAST = 16_383
"""The last place in a text that a tsvector tells from those after it."""


def put(
    connection: sa.Connection, made: list[tuple[Any, ...]], told: list[tuple[int, str]]
) -> None:
    """Entries, all columns in their order, and by their numbers what is indexed of them. By COPY,
    which takes many rows at once."""
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor:
        for statement, rows in ((_ENTRIES, made), (_WORDS, told)):
            with cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)


def settle(connection: sa.Connection, due: Iterable[tuple[str, str, int]]) -> None:
    """Take what was seen to out of `search_due`."""
    kinds, refs, ats = zip(*due, strict=True)
    given = {"kinds": list(kinds), "refs": list(refs), "ats": list(ats)}
    connection.execute(_NOTED, given)


def drop(connection: sa.Connection, numbers: Sequence[int]) -> None:
    connection.execute(_DROP, [{"number": number} for number in numbers])


def tokens(words: str, marks: Sequence[str]) -> str:
    """A tsvector, written out: each word and each pair of words with its places, then the marks."""
    places: dict[str, list[int]] = defaultdict(list)
    single = words.split()
    for every in (single, tied(single)):
        for place, word in enumerate(every, 1):
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
    phrases = (" <-> ".join(f"'{word}'" for word in tied(phrase) or phrase) for phrase in atom)
    return "(" + " | ".join(f"({phrase})" for phrase in phrases) + ")"

"""What can be found: one function over both databases, with the same hits in the same order."""

from types import ModuleType
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app.search import postgres, sqlite
from app.search.asked import Asked
from app.search.commands import mark
from app.search.ranking import KINDS, Filters, Hit, chosen, once, ranked
from app.search.terms import Typed, parse
from app.search.vocabulary import asked, near, unknown

LOOKED_AT = 500
"""How many places that have the words are looked at, those written last first. Of more, the rest
is left out, and the page says so: to sort and count all would take as long as there are many."""
PAGE = 40
"""How many hits a page shows."""
GUESSES = 3
NONE = Filters()
_COLUMNS = ", ".join(f"search_entry.{name}" for name in Hit._fields)
_MATCHING = {
    engine: sa.text(engine.MATCHING.format(columns=_COLUMNS)) for engine in (sqlite, postgres)
}


class Results(NamedTuple):
    """What a search found. `found` counts the hits that the filters let through, of which `hits`
    is one page; `more` names the last of these if others follow. `unfiltered` counts all; `capped`
    says that there are more still. `counts` has for each filter how many hits a choice would
    leave, under "any" those of no choice. `guess` is what was probably meant, if nothing was found.
    """

    typed: Typed
    asked: Asked
    hits: list[Hit]
    found: int
    unfiltered: int
    capped: bool
    counts: dict[str, dict[str, int]]
    more: str
    guess: str


def search(db: Session, text: str, filters: Filters = NONE, after: str = "") -> Results:
    """What is found for `text`, whatever it holds; all of its words must be in a hit.

    `after` names the last hit of the page before. 3 queries; 1 more where there are too many to
    look at all; where there is none, 1 and for each unknown word up to 4.
    """
    typed = parse(text)
    if not typed.terms:
        return Results(typed, Asked((), ()), [], 0, 0, False, {}, "", "")
    meant = asked(db, typed)
    rows = _found(db, meant, [[mark(filters.debate)]] if filters.debate else [])
    capped = len(rows) > LOOKED_AT
    every = once(rows[:LOOKED_AT], meant)
    through, counts = chosen(every, filters)
    if capped and any(filters[1:]):
        rows = _found(db, meant, _marks(filters))
        through = once(rows[:LOOKED_AT], meant)
    order = ranked(through, meant)
    first = next((at for at, hit in enumerate(order, 1) if hit.name == after), 0)
    hits = order[first : first + PAGE]
    more = hits[-1].name if first + PAGE < len(order) else ""
    guess = "" if every else _guess(db, typed, filters)
    shown = {name: dict(counted) for name, counted in counts.items()}
    return Results(typed, meant, hits, len(order), len(every), capped, shown, more, guess)


def _marks(filters: Filters) -> list[list[str]]:
    """By what each filter narrows the index: of each list, one must be there."""
    answered = {True: "answeredyes", False: "answeredno"}
    single = (
        filters.debate,
        filters.source,
        filters.stance.value if filters.stance else "",
        filters.question,
        answered[filters.answered] if filters.answered is not None else "",
    )
    kinds = [mark(kind) for kind in KINDS.get(filters.kind, ())]
    return [*([mark(value)] for value in single if value), *([kinds] if kinds else [])]


def _found(db: Session, meant: Asked, marks: list[list[str]], most: int = LOOKED_AT) -> list[Hit]:
    """The places that have the words, one more than `most` at most, the newest first. 1 query."""
    connection = db.connection()
    engine: ModuleType = sqlite if connection.dialect.name == "sqlite" else postgres
    given = {"match": engine.match(meant, marks), "most": most + 1}
    return [Hit._make(row) for row in connection.execute(_MATCHING[engine], given)]


def _guess(db: Session, typed: Typed, filters: Filters) -> str:
    """What was probably typed by mistake, put right, if that finds something; or ""."""
    marks = [[mark(filters.debate)]] if filters.debate else []
    wrong = unknown(db, typed)
    if not wrong:
        return ""
    choices = {word: near(db, word)[:GUESSES] for word in wrong[:GUESSES]}
    for number in range(GUESSES):
        right = {
            word: found[min(number, len(found) - 1)] for word, found in choices.items() if found
        }
        text = _put_right(typed, right)
        if right and _found(db, asked(db, parse(f"{text} ")), marks, most=0):
            return text
    return ""


def _put_right(typed: Typed, right: dict[str, str]) -> str:
    terms = []
    for term in typed.terms:
        words = " ".join(right.get(word, word) for word in term.words)
        terms.append(f"“{words}”" if len(term.words) > 1 else words)
    return " ".join(terms)

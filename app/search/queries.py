"""What can be found: one function over both databases, with the same hits in the same order."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app.prepared import Prepared
from app.search import postgres, sqlite
from app.search.asked import Asked
from app.search.commands import mark
from app.search.ranking import KINDS, Filters, Hit, chosen, once, ranked
from app.search.terms import Typed, parse
from app.search.vocabulary import asked, near, unknown

LOOKED_AT = 200
"""How many places that have the words are looked at, those written last first. Of more, the rest
is left out, and the page says so: to sort and count all would take as long as there are many."""
PAGE = 40
"""How many hits a page shows."""
GUESSES = 3
NONE = Filters()
_OF_TEXTS = {*KINDS["claims"], *KINDS["texts"]}


def _matching(engine: ModuleType) -> Prepared:
    index = f"search_fts JOIN search_entry ON search_entry.number = {engine.NUMBER}"
    return Prepared(
        # Without types: a hit has the words as they are stored.
        sa.select(*(sa.literal_column(f"search_entry.{name}") for name in Hit._fields))
        .select_from(sa.text(index))
        .where(sa.text(engine.MATCHING))
        .order_by(sa.text(f"{engine.NUMBER} DESC"))
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


_MATCHING = {engine: _matching(engine) for engine in (sqlite, postgres)}

NOTHING: Mapping[str, int] = MappingProxyType(Counter[str]())
NOWHERE: Mapping[str, Mapping[str, int]] = MappingProxyType({})


class Results(NamedTuple):
    """What a search found. `found` counts the hits that the filters let through, `where` by their
    sources ("": words of ours); `more_than` says that there are more still. `hits` is one page of
    them, and `more` names its last if others follow. `unfiltered` counts all hits, `capped` says
    that not all were looked at. `counts` has for each filter how many hits a choice would leave,
    under ANY those of no choice. `guess` is what was probably meant, if nothing was found.
    """

    typed: Typed
    asked: Asked
    hits: list[Hit]
    found: int = 0
    where: Mapping[str, int] = NOTHING
    more_than: bool = False
    more: str = ""
    unfiltered: int = 0
    capped: bool = False
    counts: Mapping[str, Mapping[str, int]] = NOWHERE
    guess: str = ""


def search(db: Session, text: str, filters: Filters = NONE, after: str = "") -> Results:
    """What is found for `text`, whatever it holds; all of its words must be in a hit.

    `after` names the last hit of the page before. 3 queries; 1 more where there are too many to
    look at all; where there is none, 1 and for each unknown word up to 4.
    """
    typed = parse(text)
    if not typed.terms:
        return Results(typed, Asked((), ()), [])
    meant = asked(db, typed)
    rows = matching(db, meant, _within(filters))
    every = once(rows[:LOOKED_AT], meant)
    through, counts = chosen(every, filters)
    capped = more_than = len(rows) > LOOKED_AT
    if capped and any(filters[1:]):
        rows = matching(db, meant, _marks(filters))
        through, more_than = once(rows[:LOOKED_AT], meant), len(rows) > LOOKED_AT
    order = ranked(through, meant)
    first = next((at for at, hit in enumerate(order, 1) if hit.name == after), 0)
    hits = order[first : first + PAGE]
    return Results(
        typed,
        meant,
        hits,
        found=len(order),
        where=Counter(hit.source_id if hit.kind in _OF_TEXTS else "" for hit in order),
        more_than=more_than,
        more=hits[-1].name if first + PAGE < len(order) else "",
        unfiltered=len(every),
        capped=capped,
        counts=counts,
        guess="" if every else _guess(db, typed, filters),
    )


def _within(filters: Filters) -> list[list[str]]:
    return [[mark(filters.debate)]] if filters.debate else []


def _marks(filters: Filters) -> list[list[str]]:
    """By what each filter narrows the index: of each list, one must be there."""
    answered = {True: "answeredyes", False: "answeredno"}
    single = (
        filters.source,
        filters.stance.value if filters.stance else "",
        filters.question,
        answered[filters.answered] if filters.answered is not None else "",
    )
    kinds = [mark(kind) for kind in KINDS.get(filters.kind, ())]
    narrowed = [[mark(value)] for value in single if value] + ([kinds] if kinds else [])
    return _within(filters) + narrowed


def matching(db: Session, meant: Asked, marks: list[list[str]], most: int = LOOKED_AT) -> list[Hit]:
    """The places that have the words, one more than `most` at most, the newest first. 1 query."""
    engine: ModuleType = sqlite if db.connection().dialect.name == "sqlite" else postgres
    rows = _MATCHING[engine].rows(db, match=engine.match(meant, marks), most=most + 1)
    return [Hit._make(row) for row in rows]


def _guess(db: Session, typed: Typed, filters: Filters) -> str:
    """What was probably typed by mistake, put right, if that finds something; or ""."""
    marks = _within(filters)
    wrong = unknown(db, typed)
    if not wrong:
        return ""
    choices = {word: near(db, word)[:GUESSES] for word in wrong[:GUESSES]}
    for number in range(GUESSES):
        right = {
            word: found[min(number, len(found) - 1)] for word, found in choices.items() if found
        }
        text = _put_right(typed, right)
        if right and matching(db, asked(db, parse(f"{text} ")), marks, most=0):
            return text
    return ""


def _put_right(typed: Typed, right: dict[str, str]) -> str:
    terms = []
    for term in typed.terms:
        words = " ".join(right.get(word, word) for word in term.words)
        terms.append(f"“{words}”" if len(term.words) > 1 else words)
    return " ".join(terms)

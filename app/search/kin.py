"""Words by their stems, and how many there are of each."""

from collections import defaultdict
from collections.abc import Collection
from os.path import commonprefix
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.search.likeness import tells
from app.search.models import SearchEntry, SearchWord
from app.text.stems import stem

WORDS = 200
"""How many words are looked for in one query."""
SHORTEST = 3
"""Letters of the shortest word by which statements are told apart."""
MOST = 4_000
"""How many words are looked at to find relatives among them, the commonest first."""


class Kin(NamedTuple):
    """The words there are with a stem, and how much it tells."""

    words: tuple[str, ...]
    entries: int
    tells: float


def kin(db: Session, words: Collection[str]) -> dict[str, Kin]:
    """By stem, the words that stand anywhere with the stem of one of these: of the first WORDS.
    2 queries, steps in an index; none for none."""
    begins = {stem(word): commonprefix([stem(word), word]) or word for word in list(words)[:WORDS]}
    if not begins:
        return {}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    word = col(SearchWord.word)
    spans = [
        sa.and_(word >= begin, word < f"{begin}\U0010fffd") for begin in sorted({*begins.values()})
    ]
    asked = select(SearchWord.word, SearchWord.entries).where(sa.or_(*spans))
    for found, entries in db.exec(asked.order_by(col(SearchWord.entries).desc(), word).limit(MOST)):
        if stem(found) in begins:
            counts[stem(found)][found] = entries
    every = db.exec(select(sa.func.max(SearchEntry.number))).one() or 0
    return {
        name: Kin(tuple(sorted(of)), sum(of.values()), tells(sum(of.values()), every))
        for name, of in counts.items()
    }


def telling(db: Session, words: Collection[str]) -> dict[str, float]:
    """By stem, how much each of these words tells; what stands nowhere tells the most, what is
    shorter than SHORTEST nothing. 2 queries for every WORDS of them."""
    every = db.exec(select(sa.func.max(SearchEntry.number))).one() or 0
    wanted = list(dict.fromkeys(word for word in words if len(word) >= SHORTEST))
    found = {stem(word): tells(0, every) for word in wanted}
    for at in range(0, len(wanted), WORDS):
        known = kin(db, wanted[at : at + WORDS])
        found |= {name: each.tells for name, each in known.items()}
    return found

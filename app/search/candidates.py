"""Claims of other texts that may bear on a claim, by the words that they share: never a link."""

import math
from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.search.asked import Asked
from app.search.commands import mark
from app.search.entries import GAP, OURS
from app.search.models import EntryKind, SearchEntry, SearchWord
from app.search.queries import matching
from app.search.vocabulary import forms
from app.text.words import fold

SHORTEST = 4
"""Letters of the shortest word that may tell what a claim is about."""
MOST_WORDS = 40
"""How many of its words are looked for, the rarest first."""


class Candidate(NamedTuple):
    """A claim, and the words that it shares with the other, the rarest first."""

    claim_id: str
    shared: tuple[str, ...]


def may_bear(
    db: Session, claim_id: str, debate_id: str, source_ids: Collection[str]
) -> list[Candidate]:
    """Claims of these sources that share words with a claim, the best first. 4 queries."""
    own = select(SearchEntry.words).where(
        SearchEntry.ref == claim_id, SearchEntry.kind == EntryKind.CLAIM
    )
    return sharing(db, db.exec(own).first() or "", debate_id, source_ids)


def sharing(
    db: Session, words: str, debate_id: str, source_ids: Collection[str]
) -> list[Candidate]:
    """Claims of these sources that share words with these, which are folded, the best first. 3
    queries, none for no words.

    A word counts once, in either number, by the square of its inverse document frequency (Sparck
    Jones, 1972, for the word is in both); long claims are held to more, by the root of their words.
    """
    weights = _weights(db, words)
    if not weights or not source_ids:
        return []
    found = matching(db, _any(weights), _marks(debate_id, source_ids))
    scored = [(*_score(hit.words, weights), hit.ref) for hit in found]
    scored.sort(key=lambda each: (-each[0], each[2]))
    return [Candidate(ref, shared) for _, shared, ref in scored]


ALIKE = 0.6
"""How much of what a statement’s words tell a claim must have in common with it to be shown."""
MOST_LOOKED_AT = 1_000


def alike(db: Session, statement: str, debate_id: str, most: int = 5) -> list[str]:
    """The ids of claims of a debate, of its texts or from outside, that may say the same as a
    statement which is yet to be made, the best first: those that have most of its words, by what
    they tell. 3 queries."""
    weights = _weights(db, " ".join(fold(statement)), least=1)
    if not weights:
        return []
    found = matching(
        db, _any(weights), [[mark(debate_id)], [mark(EntryKind.CLAIM)]], most=MOST_LOOKED_AT
    )
    whole = sum(weights.values())
    shares = [(sum(weights[word] for word in _shared(hit.words, weights)), hit) for hit in found]
    close = [(share, hit.ref) for share, hit in shares if share >= ALIKE * whole]
    return [ref for _, ref in sorted(close, key=lambda each: (-each[0], each[1]))][:most]


def _weights(db: Session, words: str, least: int = 2) -> dict[str, float]:
    """The rarest words of a claim by how much they tell; `least`: in how many entries one must be,
    its own among them if it has one."""
    mine = {word for word in words.split() if len(word) >= SHORTEST and word not in (GAP, OURS)}
    wanted = sorted({form for word in mine for form in forms(word)})
    counted = select(SearchWord.word, SearchWord.entries).where(col(SearchWord.word).in_(wanted))
    entries = dict(db.exec(counted).all()) if wanted else {}
    total = {word: sum(entries.get(form, 0) for form in forms(word)) for word in mine}
    rarest = sorted((count, word) for word, count in total.items() if count >= least)[:MOST_WORDS]
    every = db.exec(select(sa.func.max(SearchEntry.number))).one() or 0
    return {word: math.log(1 + every / count) ** 2 for count, word in rarest}


def _any(weights: Collection[str]) -> Asked:
    options = tuple((tuple((form,) for form in forms(word)),) for word in weights)
    return Asked((options,), ())


def _marks(debate_id: str, source_ids: Collection[str]) -> list[list[str]]:
    sources = [mark(id) for id in sorted(source_ids)]
    return [[mark(debate_id)], sources, [mark(EntryKind.CLAIM)]]


def _score(words: str, weights: dict[str, float]) -> tuple[float, tuple[str, ...]]:
    shared = _shared(words, weights)
    length = math.sqrt(len(set(words.split())))
    return sum(weights[word] for word in shared) / length, tuple(shared)


def _shared(words: str, weights: Collection[str]) -> list[str]:
    theirs = set(words.split())
    return [word for word in weights if not theirs.isdisjoint(forms(word))]

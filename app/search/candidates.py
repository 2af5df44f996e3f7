"""What may bear on a claim, or say what a new one says: by shared words, and by meaning where that
is to be had. Always “may be”, and never a link."""

import math
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session, select

from app.search.asked import Asked
from app.search.commands import mark
from app.search.entries import GAP, OURS
from app.search.kin import Kin, kin, telling
from app.search.likeness import by_words, fused, share, stems
from app.search.meaning import Meaning
from app.search.models import EntryKind, SearchEntry
from app.search.queries import matching
from app.search.ranking import Hit
from app.text.common import COMMON
from app.text.stems import stem
from app.text.words import fold

SHORTEST = 4
"""Letters of the shortest word that may tell what something is about."""
MOST_WORDS = 40
"""How many of its words are looked for, the rarest first."""
ENOUGH = 4_000
"""Once the words looked for stand in so many entries, commoner ones are not looked for."""
MOST = 1_000
"""How many claims or sentences are compared, those written last first."""
NAMED = math.log(5) ** 2
"""Words that stand in more than a fifth of all there is, as “this” does, are no reason to name."""
NEAR = 10
"""How many are called near in meaning."""
COMPARED = 12
"""How many claims that share words with a new one are compared with it word by word."""
SHOWN = 3
"""How many claims are shown that may say the same as a new one."""
SAME, AHEAD = 0.25, 0.08
"""A claim may say the same if it has this share of what the words tell, or is so far ahead of the
next. Of the claims of the shipped debate, all different, 10 % are so like another of their text."""


class Candidate(NamedTuple):
    """A claim; or, with `claim_id` "", code points `start` to `end` of a text, on which no claim
    rests. `shared` are words that it has in common, the rarest first; `near` says that it is
    among the nearest in meaning."""

    claim_id: str
    shared: tuple[str, ...]
    near: bool = False
    source_id: str = ""
    text_id: str = ""
    start: int = 0
    end: int = 0


def may_bear(
    db: Session,
    claim_id: str,
    debate_id: str,
    source_ids: Collection[str],
    meaning: Meaning | None = None,
) -> list[Candidate]:
    """Claims of these sources that may bear on a claim, the best first. 4 queries, 5 with
    `meaning`. A claim's words are those of its passages and of its statement."""
    return _ranked(db, _words_of(db, claim_id), debate_id, source_ids, meaning, [EntryKind.CLAIM])


def passages_that_may_bear(
    db: Session,
    text: str,
    debate_id: str,
    source_ids: Collection[str],
    meaning: Meaning | None = None,
) -> list[Candidate]:
    """Claims of these sources, and sentences on which no claim rests, that may bear on some words,
    selected or typed; the best first. 3 queries, 4 with `meaning`."""
    kinds = [EntryKind.CLAIM, EntryKind.SENTENCE]
    return _ranked(db, " ".join(fold(text)), debate_id, source_ids, meaning, kinds)


def alike(db: Session, statement: str, debate_id: str, source_id: str = "") -> list[str]:
    """The claims that may say what a statement says, of a source, or of all texts and from outside,
    the likest first, SHOWN at most. About 7 queries, whatever there is."""
    words, source_ids = " ".join(fold(statement)), [source_id] if source_id else []
    weighed = kin(db, _telling(words))
    having = _having(db, _rarest(weighed), debate_id, source_ids, [EntryKind.CLAIM])
    stated = {hit.ref: hit.words.partition(OURS)[2] for hit in having}
    close = by_words(stated, {name: each.tells for name, each in weighed.items()})[:COMPARED]
    weights = telling(db, [*words.split(), *(w for ref in close for w in stated[ref].split())])
    said = {stem(word) for word in words.split()}
    shares = {ref: share(said, map(stem, stated[ref].split()), weights) for ref in close}
    order = sorted(shares, key=lambda ref: (-shares[ref], ref))
    same = [ref for ref in order if shares[ref] >= SAME][:SHOWN]
    next_best = shares[order[1]] if len(order) > 1 else 0.0
    return same or [ref for ref in order[:1] if shares[ref] - next_best >= AHEAD]


def _ranked(
    db: Session,
    words: str,
    debate_id: str,
    source_ids: Collection[str],
    meaning: Meaning | None,
    kinds: Collection[EntryKind],
) -> list[Candidate]:
    if not words or not source_ids:
        return []
    weighed = _rarest(kin(db, _telling(words)))
    found = {hit.name: hit for hit in _having(db, weighed, debate_id, source_ids, kinds)}
    # Squared, for the word is in both (Sparck Jones, 1972).
    weights = {name: each.tells**2 for name, each in weighed.items()}
    order = by_words({name: hit.words for name, hit in found.items()}, weights)
    near: list[str] = []
    if meaning:
        every = matching(db, Asked((), ()), _marks(debate_id, source_ids, kinds), MOST)
        found |= {hit.name: hit for hit in every}
        texts = {name: _spoken(hit.words) for name, hit in found.items()}
        near = meaning.nearest(_spoken(words), texts)
    nearest = frozenset(near[:NEAR])
    return [
        _candidate(found[name], words, weights, near=name in nearest)
        for name in (fused(order, near) if near else order)
    ]


def _words_of(db: Session, claim_id: str) -> str:
    own = select(SearchEntry.words).where(
        SearchEntry.ref == claim_id, SearchEntry.kind == EntryKind.CLAIM
    )
    return db.exec(own).first() or ""


def _telling(words: str) -> list[str]:
    """The words, each once, that may tell something."""
    every = dict.fromkeys(words.split())
    told = (word for word in every if len(word) >= SHORTEST and word not in (GAP, OURS))
    return [word for word in told if word not in COMMON]


def _rarest(found: Mapping[str, Kin]) -> dict[str, Kin]:
    chosen: dict[str, Kin] = {}
    total = 0
    for name in sorted(found, key=lambda name: (found[name].entries, name))[:MOST_WORDS]:
        if chosen and total > ENOUGH:
            break
        chosen[name] = found[name]
        total += found[name].entries
    return chosen


def _having(
    db: Session,
    weighed: Mapping[str, Kin],
    debate_id: str,
    source_ids: Collection[str],
    kinds: Collection[EntryKind],
) -> list[Hit]:
    """What has one of the words. 1 query, none for no words."""
    if not weighed:
        return []
    options = tuple((tuple((word,) for word in each.words),) for each in weighed.values())
    return matching(db, Asked((options,), ()), _marks(debate_id, source_ids, kinds), MOST)


def _marks(
    debate_id: str, source_ids: Collection[str], kinds: Iterable[EntryKind]
) -> list[list[str]]:
    sources = [[mark(id) for id in sorted(source_ids)]] if source_ids else []
    return [[mark(debate_id)], *sources, [mark(kind) for kind in kinds]]


def _spoken(words: str) -> str:
    """Folded words as an encoder is given them: the gaps between texts are ends of sentences."""
    return words.replace(f" {GAP}", ".").replace(f" {OURS}", ".")


def _candidate(hit: Hit, words: str, weights: Mapping[str, float], *, near: bool) -> Candidate:
    theirs = stems(hit.words)
    own = {stem(word): word for word in reversed(_telling(words))}
    both = sorted((name for name in weights if name in theirs), key=lambda name: -weights[name])
    named = [name for name in both if weights[name] >= NAMED] or both[:1]
    shared = tuple(own[name] for name in named)
    if hit.kind == EntryKind.CLAIM:
        return Candidate(hit.ref, shared, near, hit.source_id)
    return Candidate("", shared, near, hit.source_id, hit.ref, hit.place, hit.upto)

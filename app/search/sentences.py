"""From the blocks of a text to its sentences and footnotes, as far as no claim rests on them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import col

from app.claims.models import ClaimPassage
from app.passages.models import Passage
from app.search.entries import Entry, Key, entry, folded, ids, of_texts
from app.search.models import EntryKind
from app.sources.models import Block
from app.text.sentences import sentences
from app.text.structure import BlockKind
from app.text.words import fold


class Rest(NamedTuple):
    """A stretch of a text on which a claim rests, in code points."""

    start: int
    end: int
    claim_id: str


_ids: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
_BLOCKS = of_texts(Block, col(Block.start), col(Block.kind), col(Block.words)).where(
    col(Block.start).between(sa.bindparam("low"), sa.bindparam("high"))
)
_RESTING = (
    sa.select(
        col(Passage.source_text_id),
        col(Passage.start),
        col(Passage.end),
        col(ClaimPassage.claim_id),
    )
    .join(ClaimPassage, col(ClaimPassage.passage_id) == Passage.id)
    .where(col(Passage.source_text_id).in_(_ids), col(Passage.start) >= sa.bindparam("low"))
    .order_by(col(Passage.start), col(Passage.end), col(ClaimPassage.claim_id))
)


def blocks(connection: sa.Connection, keys: Sequence[Key]) -> Iterator[Entry]:
    """2 queries."""
    wanted = set(keys)
    starts = [at for _, at in keys]
    given: dict[str, Any] = {"ids": sorted({ref for ref, _ in keys}), "low": min(starts)}
    resting: dict[str, list[Rest]] = defaultdict(list)
    for text_id, *rest in connection.execute(_RESTING, given):
        resting[text_id].append(Rest._make(rest))
    for text_id, start, kind, words, source_id in connection.execute(
        _BLOCKS, given | {"high": max(starts)}
    ):
        if (text_id, start) in wanted:
            more = {"at": start, "source_id": source_id}
            if kind == BlockKind.NOTE:
                yield _footnote(text_id, words, **more)
            else:
                yield from _sentences(text_id, words, resting[text_id], **more)


def _footnote(text_id: str, words: str, **more: Any) -> Entry:
    place = {"place": more["at"], "upto": more["at"] + len(words)}
    return entry(EntryKind.FOOTNOTE, text_id, folded(words), **place, **more)


def _sentences(text_id: str, words: str, resting: Sequence[Rest], **more: Any) -> Iterator[Entry]:
    """One entry a sentence, but for those that lie within a passage of a claim: those are found
    with the claim."""
    base: int = more["at"]
    near = _within(resting, base, base + len(words))
    for start, end in sentences(words):
        place = {"place": base + start, "upto": base + end}
        over = [rest for rest in near if rest.start < base + end and rest.end > base + start]
        if not any(_holds(rest, words[start:end], base + start) for rest in over):
            claims = ids(dict.fromkeys(rest.claim_id for rest in over))
            text = folded(words[start:end])
            yield entry(EntryKind.SENTENCE, text_id, text, resting=claims, **place, **more)


def _within(resting: Sequence[Rest], start: int, end: int) -> Sequence[Rest]:
    """Those of a text in order that begin in a block."""
    first = bisect_left(resting, start, key=lambda rest: rest.start)
    return resting[first : bisect_right(resting, end, key=lambda rest: rest.start)]


def _holds(rest: Rest, sentence: str, start: int) -> bool:
    """Whether no word of a sentence stands outside the passage: a full stop may."""
    before = sentence[: max(0, rest.start - start)]
    after = sentence[max(0, rest.end - start) :]
    return not fold(before) and not fold(after)

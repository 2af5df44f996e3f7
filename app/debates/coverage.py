"""How far texts take each other up: which of a text's claims the others meet, and where in the
text these stand. Pure: over rows that are loaded."""

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from app.arguments.bearing import answers, by_claim
from app.arguments.queries import Links
from app.claims.models import Stance
from app.claims.queries import Card
from app.debates.exchange import Counterpart, Relation, met
from app.debates.queries import Asked
from app.sources.models import Block
from app.text.structure import BlockKind


class Coverage(enum.StrEnum):
    """How the other texts meet a claim. A claim is of the first kind that fits it, so of one.

    ANSWERED: a claim of another text contradicts it, or undercuts a reason given for it.
    QUALIFIED: a claim of another text narrows it without denying it.
    EXCHANGE: nothing goes against it; but it goes against, undercuts or narrows something in
    another text, or another text denies a step that starts from it.
    AGREED: it is a reason for a claim of another text, or such a claim is a reason for it.
    QUESTION: only a question sets it beside a claim of another text.
    NOTHING: no link and no question does.
    """

    ANSWERED = "answered"
    QUALIFIED = "qualified"
    EXCHANGE = "in-an-exchange"
    AGREED = "agreed"
    QUESTION = "same-question"
    NOTHING = "nothing"


ORDER = list(Coverage)


class Paragraph(NamedTuple):
    """A stretch of a text, its words counted, and how each claim first made in it is met."""

    number: int
    words: int
    kinds: tuple[Coverage, ...]

    @property
    def counts(self) -> Counter[Coverage]:
        return Counter(self.kinds)


class Section(NamedTuple):
    """The paragraphs under a heading; the heading is "" before the first."""

    heading: str
    paragraphs: list[Paragraph]


class Covered(NamedTuple):
    """A text as the others meet it. `others` counts, of each kind, the claims that its author
    only reports or rejects: views of someone else."""

    counts: Counter[Coverage]
    others: Counter[Coverage]
    sections: list[Section]


def kinds_of(
    own: Iterable[str],
    against: Set[str],
    links: Links,
    questions: Iterable[Asked],
    source_of: Mapping[str, str],
) -> dict[str, Coverage]:
    """How the sources `against` meet each of these claims. Linear in links and claims.

    `source_of` maps claims to sources; claims that it lacks, and claims of sources that are
    neither the claim's own nor in `against`, are passed over.
    """
    asked: dict[str, list[Asked]] = defaultdict(list)
    for question in questions:
        for id in {id for held in question.positions for id in held.claim_ids}:
            asked[id].append(question)
    ids = list(own)
    near = by_claim(links, ids)

    def kind(id: str) -> Coverage:
        heard = met(id, near[id], asked[id], source_of)
        beside = [other for other in heard if source_of[other.claim_id] in against]
        answering = {source_of.get(other) for other in answers(id, near[id])} - {source_of[id]}
        return Coverage.ANSWERED if answering & against else _of_others(beside)

    return {id: kind(id) for id in ids}


def _of_others(beside: Iterable[Counterpart]) -> Coverage:
    """The kind of a claim that is not answered."""
    kinds = {_seen_as(counterpart) for counterpart in beside}
    return min(kinds, key=ORDER.index, default=Coverage.NOTHING)


def _seen_as(counterpart: Counterpart) -> Coverage:
    if counterpart.relation == Relation.QUALIFIES and not counterpart.outward:
        return Coverage.QUALIFIED
    return {
        Relation.AGREES: Coverage.AGREED,
        Relation.SAME_QUESTION: Coverage.QUESTION,
    }.get(counterpart.relation, Coverage.EXCHANGE)


def covered(
    cards: Sequence[Card], kinds: Mapping[str, Coverage], blocks: Iterable[Block]
) -> Covered:
    """One text's claims, in order, by kind and by place. A claim counts once, in the paragraph in
    which its first passage stands."""
    theirs = [card for card in cards if card.stance in (Stance.REPORTS, Stance.REJECTS)]
    placed: dict[int, list[Coverage]] = defaultdict(list)
    for card in cards:
        placed[card.passages[0].block].append(kinds[card.id])
    return Covered(
        Counter(kinds[card.id] for card in cards),
        Counter(kinds[card.id] for card in theirs),
        _sections(blocks, placed),
    )


_ARGUES = frozenset((BlockKind.ABSTRACT, BlockKind.PARAGRAPH, BlockKind.QUOTATION))
"""What is drawn even without a claim: titles, key words and the like argue nothing."""


def _sections(blocks: Iterable[Block], placed: Mapping[int, list[Coverage]]) -> list[Section]:
    sections = [Section("", [])]
    for block in blocks:
        own = () if block.kind == BlockKind.NOTE else tuple(placed.get(block.number, ()))
        if block.kind == BlockKind.HEADING:
            sections.append(Section(block.words, []))
        if own or block.kind in _ARGUES:
            made = Paragraph(block.number, len(block.words.split()), own)
            sections[-1].paragraphs.append(made)
    return [section for section in sections if section.paragraphs]


WIDEST = 224
"""Pixels that the longest paragraph may take, so that it fits beside the edges of a phone."""
PER_WORD = 1.25
"""Pixels that a word takes where no paragraph is too long for that."""


def scale(texts: Iterable[Covered]) -> float:
    """Pixels a word, the same for all these texts."""
    longest = max(
        (p.words for text in texts for s in text.sections for p in s.paragraphs), default=1
    )
    return min(PER_WORD, WIDEST / longest)

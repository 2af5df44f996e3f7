"""What the page of a whole text shows: its blocks cut at their marks, the signs in its margin,
and what the address asks to have marked. Built from rows that are loaded once."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session

from app.arguments.bearing import by_claim
from app.arguments.queries import links_of
from app.claims.queries import Card, cards, claim_ids_of
from app.debates.exchange import Counterpart, closeness, counterparts, silences, taking_up
from app.debates.models import Debate
from app.debates.queries import debate_around, questions_of, voices
from app.errors import NotFound
from app.sources.models import Block, NoteCall, Remark, Source
from app.sources.queries import blocks_of, calls_of, remarks_on, repair_counts, text_of
from app.text.marks import Mark, Piece, pieces
from app.text.structure import BlockKind
from app.web.keeping import Kept


class Chosen(NamedTuple):
    """What the address asks to have marked in the text; one of the first three is set, or none.

    `at` names the passage under which a chosen claim is opened, where it is not the first.
    """

    paragraph: int = 0
    passage: str = ""
    claim: str = ""
    at: str = ""


class Spot(NamedTuple):
    """A passage in the text: the claims that rest on it, the one to open first, and the closest
    that another text has on the same matter. `number` names it on the page."""

    number: int
    claims: list[Card]
    nearest: Counterpart | None


class Opened(NamedTuple):
    """What is chosen in the text: the passages marked, and the claim opened under one of them."""

    number: int
    """The number of the block in which it stands; 0 if nothing is chosen."""
    marked: frozenset[str] = frozenset()
    card: Card | None = None
    at: str = ""
    """The passage that the address leads to."""
    anchor: str = ""
    """What the address calls it, after the #."""


class Noted(NamedTuple):
    """An editor's note on a place in the text, with the block in which the place is."""

    remark: Remark
    block: Block


class Texts(Kept[dict[str, Any]]):
    """What the pages of a whole text are made from: one text has hundreds of addresses, a place
    each."""

    def of(
        self, db: Session, source: Source, edition: int, debate: Debate | None = None
    ) -> dict[str, Any]:
        """`whole` of a source at an edition. No query if it is kept."""
        key = f"{source.id} {debate.id if debate else ''}"
        return self.get(key, edition, lambda: whole(db, source, debate))


def whole(db: Session, source: Source, debate: Debate | None = None) -> dict[str, Any]:
    """What every page of a text shows, whatever is chosen in it. 16 queries, however long.

    `debate`: among whose texts it is read, if not in the first that it has a side in.
    """
    text = text_of(db, source.id)
    around = debate or debate_around(db, source.id)
    blocks = blocks_of(db, text.id)
    own = cards(db, claim_ids_of(db, source.id))
    links = links_of(db, own)
    questions = questions_of(db, around.id)
    others = {id for q in questions for held in q.positions for id in held.claim_ids}
    shown = own | cards(db, (links.claim_ids() | others) - own.keys())
    source_of = {id: card.source_id for id, card in shown.items()}
    near = by_claim(links, own)
    asked = taking_up(questions)
    every = {id: counterparts(id, near[id], asked.get(id, ()), source_of) for id in own}
    found, outside = apart(every, shown)
    return {
        "debate": around,
        "voices": voices(db, around.id),
        "source": source,
        "text": text,
        "blocks": blocks,
        "pieces": cut(blocks, calls_of(db, text.id), own),
        "spots": spots(own, found),
        "cards": shown,
        "counterparts": found,
        "outside": outside,
        "silences": silences(questions),
        "questions": questions,
        "noted": [Noted(note, block_at(blocks, note.start)) for note in remarks_on(db, text.id)],
        "repair_counts": repair_counts(db, text.id),
    }


Near = dict[str, list[Counterpart]]


def apart(every: Near, shown: dict[str, Card]) -> tuple[Near, Near]:
    """By claim what the other texts have beside it, and what was brought from outside: no text
    says that, and no sign in a margin stands for it."""
    texts, outside = (
        {
            id: [one for one in found if bool(shown[one.claim_id].outside) == is_outside]
            for id, found in every.items()
        }
        for is_outside in (False, True)
    )
    return texts, outside


def reading(whole: dict[str, Any], chosen: Chosen) -> dict[str, Any]:
    """All that a text's page shows with this chosen in it. No query. Raises NotFound if the
    text has no such paragraph, passage or claim."""
    cards, speakers = whole["cards"], whole["voices"]
    own = {id: cards[id] for id in whole["counterparts"]}
    opened = opened_by(chosen, whole["blocks"], own)
    beside = whole["counterparts"][opened.card.id] if opened.card else []
    met = {whole["source"].id, *(cards[counterpart.claim_id].source_id for counterpart in beside)}
    return whole | {
        "silent": [voice for id, voice in speakers.items() if id not in met],
        "chosen": chosen,
        "opened": opened,
        "pair": None,
        "prefix": "",
        "level": 1,
        "focus": next((b for b in body(whole["blocks"]) if b.number == opened.number), None),
    }


def body(blocks: Iterable[Block]) -> Iterable[Block]:
    """The blocks of a text without its footnotes."""
    return (block for block in blocks if block.kind != BlockKind.NOTE)


def block_at(blocks: Sequence[Block], at: int) -> Block:
    """The block in which the code point `at` lies. Blocks in order."""
    return blocks[bisect_right(blocks, at, key=lambda block: block.start) - 1]


def opened_by(chosen: Chosen, blocks: Sequence[Block], own: dict[str, Card]) -> Opened:
    """Raises NotFound if the text has no such paragraph, passage or claim."""
    if chosen.claim:
        card = own.get(chosen.claim)
        if card is None:
            raise NotFound("claim", chosen.claim)
        at = next((words for words in card.passages if words.id == chosen.at), card.passages[0])
        marked = frozenset(words.id for words in card.passages)
        return Opened(at.block, marked, card, at.id, f"claim-{card.id}")
    if chosen.passage:
        every = (words for card in own.values() for words in card.passages)
        passage = next((words for words in every if words.id == chosen.passage), None)
        if passage is None:
            raise NotFound("passage", chosen.passage)
        anchor = f"passage-{passage.id}"
        return Opened(passage.block, frozenset({passage.id}), at=passage.id, anchor=anchor)
    if chosen.paragraph and all(block.number != chosen.paragraph for block in body(blocks)):
        raise NotFound("paragraph", str(chosen.paragraph))
    return Opened(chosen.paragraph)


def cut(
    blocks: Iterable[Block], calls: Iterable[NoteCall], own: dict[str, Card]
) -> dict[int, list[Piece]]:
    """The pieces of each block of the body, by the offset at which it starts."""
    marks: dict[int, set[Mark]] = defaultdict(set)
    for card in own.values():
        for words in card.passages:
            marks[words.block].add(Mark(words.start, words.end, words.id))
    called = sorted((call.at, call.number) for call in calls)
    return {
        block.start: pieces(
            block.words,
            block.start,
            sorted(marks[block.number]),
            _called_in(block, called),
        )
        for block in body(blocks)
    }


def _called_in(block: Block, called: list[tuple[int, int]]) -> list[tuple[int, int]]:
    first, last = (bisect_right(called, (at, MOST)) for at in (block.start, block.end))
    return [(number, at) for at, number in called[first:last]]


MOST = 2**31
"""More than any footnote's number."""


def spots(
    own: dict[str, Card], found: dict[str, list[Counterpart]], first: int = 1
) -> dict[str, Spot]:
    """The passages of a text by id, numbered from `first`; of the claims that share one, the most
    closely met first."""
    resting: dict[str, list[Card]] = defaultdict(list)
    for card in own.values():
        for words in card.passages:
            resting[words.id].append(card)
    numbered = enumerate(resting.items(), first)
    return {id: _spot(number, claims, found) for number, (id, claims) in numbered}


def _spot(number: int, claims: list[Card], found: dict[str, list[Counterpart]]) -> Spot:
    def distance(card: Card) -> int:
        return min(map(closeness, found[card.id]), default=len(found))

    ordered = sorted(claims, key=distance)
    return Spot(number, ordered, next(iter(found[ordered[0].id]), None))

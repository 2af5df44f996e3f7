"""What the page of a search shows of its hits: their words, marked, and where each leads."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlmodel import Session

from app.arguments.queries import Attack, Reason, attacks_by_id, reasons_by_id
from app.claims.queries import OUTSIDE, Card, cards
from app.debates.overview import Beside, outside_notes_by_id
from app.debates.queries import Asked, questions_by_id, voices_in
from app.debates.voices import Voice, Voices
from app.search.marking import Bit, is_marked, marked
from app.search.models import EntryKind
from app.search.queries import Results
from app.search.ranking import Hit
from app.sources.models import Block, Remark
from app.sources.queries import blocks_at, remarks_at

Mark = Callable[[str], list[Bit]]


class Shown(NamedTuple):
    """A hit as the page shows it. `quoted` are words of a text, `ours` words of ours, each cut
    into runs; of the rest only what its kind needs is set."""

    hit: Hit
    quoted: list[list[Bit]]
    ours: list[list[Bit]]
    voice: Voice | None = None
    card: Card | None = None
    block: Block | None = None
    resting: tuple[Card, ...] = ()
    question: Asked | None = None
    holders: tuple[Voice | None, ...] = ()
    """Who holds each of `ours`, where it tells a position on a question."""
    attack: Attack | None = None
    reason: Reason | None = None
    paragraph: int = 0
    at: str = ""
    """The id of the passage that is quoted first."""


class Loaded(NamedTuple):
    """All rows that the hits of a page lead to."""

    voices: Voices
    cards: dict[str, Card]
    blocks: dict[tuple[str, int], Block]
    questions: dict[str, Asked]
    attacks: dict[str, Attack]
    reasons: dict[str, Reason]
    outside: dict[str, Beside]
    remarks: dict[tuple[str, int], tuple[Remark, int]]


def shown(db: Session, results: Results, debate_id: str) -> dict[str, Any]:
    """What the templates need of the hits. At most 10 queries, however many hits. `debate_id`: the
    debate that was looked in, if in one: a source may have a side in others."""
    around = {debate_id} if debate_id else {hit.debate_id for hit in results.hits}
    rows = _loaded(db, results.hits, around)
    phrases = results.asked.phrases()

    def mark(words: str) -> list[Bit]:
        return marked(words, phrases)

    return {
        "hits": [_SHOWN[EntryKind(hit.kind)](hit, rows, mark) for hit in results.hits],
        "cards": rows.cards,
        "reasons": rows.reasons,
        "speakers": rows.voices,
    }


def _loaded(db: Session, hits: list[Hit], debate_ids: set[str]) -> Loaded:
    refs = {kind: [hit.ref for hit in hits if hit.kind == kind] for kind in EntryKind}
    attacks = attacks_by_id(db, refs[EntryKind.REBUTTAL]) if refs[EntryKind.REBUTTAL] else []
    undercut = [attack.target_support_id for attack in attacks if attack.target_support_id]
    steps = [*refs[EntryKind.SUPPORT], *undercut]
    reasons = reasons_by_id(db, steps) if steps else {}
    outside = outside_notes_by_id(db, refs[EntryKind.OUTSIDE])
    besides = [beside.question_id for beside in outside.values() if beside.question_id]
    wanted = {*refs[EntryKind.CLAIM], *(id for hit in hits for id in hit.resting.split())}
    wanted.update(_ends(attacks, reasons.values(), outside.values()))
    return Loaded(
        voices=voices_in(db, debate_ids) if hits else Voices(),
        cards=cards(db, wanted),
        blocks=blocks_at(db, [(hit.ref, hit.at) for hit in hits if hit.kind in _OF_TEXTS]),
        questions=questions_by_id(db, [*refs[EntryKind.QUESTION], *besides]),
        attacks={attack.id: attack for attack in attacks},
        reasons=reasons,
        outside=outside,
        remarks=remarks_at(db, [(h.ref, h.at) for h in hits if h.kind == EntryKind.REMARK]),
    )


def _ends(
    attacks: Iterable[Attack], reasons: Iterable[Reason], outside: Iterable[Beside]
) -> Iterable[str]:
    for attack in attacks:
        yield from filter(None, (attack.claim_id, attack.target_claim_id))
    for reason in reasons:
        yield from (reason.conclusion_id, *reason.premise_ids)
    yield from (beside.claim_id for beside in outside if beside.claim_id)


_OF_TEXTS = (EntryKind.SENTENCE, EntryKind.FOOTNOTE)


def _claim(hit: Hit, rows: Loaded, mark: Mark) -> Shown:
    """Of its passages those in which something was found; the first if it was in our words."""
    card = rows.cards[hit.ref]
    if card.outside:
        told = [mark(card.statement), mark(card.outside.reference)]
        return Shown(hit, [], told, voice=rows.voices[OUTSIDE], card=card)
    cut = [(words.id, mark(words.exact)) for words in card.passages]
    quoted = [passage for passage in cut if is_marked(passage[1])] or cut[:1]
    statement = mark(card.statement)
    ours = [statement] if not any(is_marked(bits) for _, bits in quoted) else []
    voice = rows.voices[hit.source_id]
    words = [bits for _, bits in quoted]
    return Shown(hit, words, ours, voice=voice, card=card, at=quoted[0][0])


def _sentence(hit: Hit, rows: Loaded, mark: Mark) -> Shown:
    block = rows.blocks[hit.ref, hit.at]
    words = block.words[hit.place - block.start : hit.upto - block.start]
    resting = tuple(rows.cards[id] for id in hit.resting.split())
    return Shown(
        hit, [mark(words)], [], voice=rows.voices[hit.source_id], block=block, resting=resting
    )


def _question(hit: Hit, rows: Loaded, mark: Mark) -> Shown:
    """Its text, and of the positions and the reason those in which something was found."""
    question = rows.questions[hit.ref]
    told = [(rows.voices.get(h.source_id), mark(h.statement)) for h in question.positions]
    more = [line for line in (*told, (None, mark(question.why))) if is_marked(line[1])]
    ours = [mark(question.text), *(bits for _, bits in more)]
    holders = (None, *(voice for voice, _ in more))
    return Shown(hit, [], ours, question=question, holders=holders)


def _rebuttal(hit: Hit, rows: Loaded, mark: Mark) -> Shown:
    attack = rows.attacks[hit.ref]
    return Shown(hit, [], [mark(attack.note)], attack=attack)


def _support(hit: Hit, rows: Loaded, mark: Mark) -> Shown:
    reason = rows.reasons[hit.ref]
    return Shown(hit, [], [mark(reason.note)], reason=reason)


def _outside(hit: Hit, rows: Loaded, mark: Mark) -> Shown:
    found = rows.outside[hit.ref]
    card = rows.cards.get(found.claim_id or "")
    question = rows.questions.get(found.question_id or "")
    ours = [mark(found.note.body), mark(found.note.reference)]
    return Shown(hit, [], ours, card=card, question=question)


def _remark(hit: Hit, rows: Loaded, mark: Mark) -> Shown:
    remark, number = rows.remarks[hit.ref, hit.at]
    voice = rows.voices[hit.source_id]
    return Shown(hit, [], [mark(remark.body)], voice=voice, paragraph=number)


_SHOWN: dict[EntryKind, Callable[[Hit, Loaded, Mark], Shown]] = {
    EntryKind.CLAIM: _claim,
    EntryKind.SENTENCE: _sentence,
    EntryKind.FOOTNOTE: _sentence,
    EntryKind.QUESTION: _question,
    EntryKind.REBUTTAL: _rebuttal,
    EntryKind.SUPPORT: _support,
    EntryKind.OUTSIDE: _outside,
    EntryKind.REMARK: _remark,
}

"""What a form offers as the other end of a link: claims, and words that are no claim yet."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlmodel import Session

from app.claims.queries import Card, Over, cards, claims_over
from app.debates.queries import questions_taking_up, voices
from app.ids import is_id
from app.search.candidates import Candidate, may_bear, passages_that_may_bear
from app.search.meaning import Meaning
from app.search.models import EntryKind
from app.search.queries import search
from app.search.ranking import Filters
from app.sources.queries import latest_texts
from app.text.anchoring import Span
from app.web.stretches import Stretch, named, nearest_words, standing, stretch

FOUND = 8
"""How many claims a search offers, and how many sentences."""
SUGGESTED = 6
"""How many are offered unasked."""
SENTENCES = 3
"""How many sentences on which no claim rests are offered unasked."""
WORDS = 3
"""How many shared words are named."""
CLOSE = 0.5
"""The share of a passage and some words that both have, from which a claim is taken for theirs."""
LINKED = "It is linked with this claim already."
RESTS = "It rests on these words, or on some of them."


class Offered(NamedTuple):
    """A claim, and why it is offered, in a sentence; "" where it was looked for."""

    card: Card
    why: str = ""


class Offer(NamedTuple):
    """Claims; words of the texts on which none of these rests; and, where words that look like a
    quotation stand in none of the texts, the nearest that do."""

    claims: list[Offered]
    stretches: list[Stretch]
    nearest: str = ""


class Near(NamedTuple):
    """What the other end is to bear on: words; the claim that they state if they are one; and the
    claims that are linked with it already, which are not suggested."""

    source_id: str
    words: str
    claim_id: str = ""
    linked: frozenset[str] = frozenset()


def spoken(card: Card) -> str:
    """The words of a claim and ours for it."""
    return " ".join([*(words.exact for words in card.passages), card.statement])


def offer(
    db: Session,
    near: Near,
    debate_id: str,
    q: str,
    chosen: Iterable[str] = (),
    meaning: Meaning | None = None,
) -> Offer:
    """What is chosen already; then what is found for `q`; without it, what may be relevant: claims
    of the other texts on the same question, those that share words, and with `meaning` those that
    mean something near. About 13 queries."""
    picked = list(dict.fromkeys(chosen))
    whys = dict.fromkeys(filter(is_id, picked), "")
    every = {one.token: one for one in _picked(db, picked)}
    if q.strip():
        hits = matching(db, q, debate_id)[:FOUND]
        found = {id: LINKED if id in near.linked else "" for id in hits}
        every |= {one.token: one for one in _words_found(db, q, debate_id)}
    else:
        found, words = _suggested(db, near, debate_id, meaning)
        every |= {one.token: one for one in words}
    whys |= {id: why for id, why in found.items() if id not in whys}
    looked_for = every.values() if q.strip() else ()
    over = [each.claim_id for one in looked_for for each in _claims_over(db, one)]
    whys |= {id: RESTS for id in over if id not in whys}
    whys.pop(near.claim_id, None)
    shown = cards(db, whys)
    claims = [Offered(shown[id], why) for id, why in whys.items() if id in shown]
    is_empty = q.strip() and not (claims or every)
    nearest = nearest_words(db, voices(db, debate_id), q) if is_empty else ""
    return Offer(claims, list(every.values()), nearest)


def taken(db: Session, debate_id: str, words: str) -> list[str]:
    """What words that were selected in a text stand for: the claim that rests on just these or
    nearly, else their one place; nothing, if they stand in several. 3 queries."""
    found = standing(db, voices(db, debate_id), words, fewest=1)
    if len(found) != 1:
        return []
    over = _claims_over(db, found[0])
    return [over[0].claim_id if over and over[0].share >= CLOSE else found[0].token]


def _picked(db: Session, tokens: Iterable[str]) -> list[Stretch]:
    return [stretch(*found) for token in tokens if (found := named(db, token))]


def _claims_over(db: Session, one: Stretch) -> list[Over]:
    found = named(db, one.token)
    return claims_over(db, found.text.id, *found.span)[:FOUND] if found else []


def matching(db: Session, words: str, debate_id: str, source_id: str = "") -> list[str]:
    """Claims in which these words are, the best first; none for no words. `source_id`: of one text
    alone. About 4 queries."""
    if not words.strip():
        return []
    hits = search(db, words, Filters(debate=debate_id, source=source_id, kind="claims")).hits
    return [hit.ref for hit in hits]


def _words_found(db: Session, q: str, debate_id: str) -> list[Stretch]:
    """Where the words stand as they were typed; else the sentences that have them all."""
    if found := standing(db, voices(db, debate_id), q):
        return found[:FOUND]
    hits = search(db, q, Filters(debate=debate_id, kind="texts")).hits
    wanted = [hit for hit in hits if hit.kind == EntryKind.SENTENCE][:FOUND]
    texts = {text.id: text for text in latest_texts(db, {hit.source_id for hit in wanted})}
    return [stretch(texts[hit.ref], Span(hit.place, hit.upto)) for hit in wanted]


def why(candidate: Candidate) -> str:
    """Why something may be relevant: “shares “leapfrog” and means something near”."""
    words = ", ".join(f"“{word}”" for word in candidate.shared[:WORDS])
    said = f"shares {words}" if words else ""
    return " and ".join(filter(None, (said, "means something near" if candidate.near else "")))


def _suggested(
    db: Session, near: Near, debate_id: str, meaning: Meaning | None
) -> tuple[dict[str, str], list[Stretch]]:
    """Claims, by id why each may be relevant; and sentences on which no claim rests."""
    others = [id for id in voices(db, debate_id) if id != near.source_id]
    every = passages_that_may_bear(db, near.words, debate_id, others, meaning)
    bearing = may_bear(db, near.claim_id, debate_id, others, meaning) if near.claim_id else every
    shared = {each.claim_id: why(each) for each in bearing if each.claim_id}
    asked = _on_the_same_question(db, near, others)
    both = [id for id in shared if id in asked] + [id for id in asked if id not in shared]
    every_id = dict.fromkeys([*both, *shared])
    chosen = [id for id in every_id if id not in near.linked][:SUGGESTED]
    sentences = [each for each in every if not each.claim_id][:SENTENCES]
    tokens = (f"{each.text_id}.{each.start}-{each.end}" for each in sentences)
    return {id: _why(asked.get(id, ""), shared.get(id, "")) for id in chosen}, _picked(db, tokens)


def _on_the_same_question(db: Session, near: Near, others: Collection[str]) -> dict[str, str]:
    return {
        id: "is on the same question"
        for question in questions_taking_up(db, [near.claim_id] if near.claim_id else [])
        for held in question.positions
        if held.source_id in others
        for id in held.claim_ids
    }


def _why(*whys: str) -> str:
    return f"May be relevant: it {' and '.join(filter(None, whys))}."

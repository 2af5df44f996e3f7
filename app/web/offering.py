"""Which claims a form offers as the other end of a link."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session

from app.claims.queries import Card, cards
from app.debates.queries import questions_taking_up, voices
from app.search.candidates import Candidate, may_bear
from app.search.meaning import Meaning
from app.search.models import EntryKind
from app.search.queries import search
from app.search.ranking import Filters

FOUND = 12
"""How many claims a search offers."""
SUGGESTED = 6
"""How many are offered unasked."""
WORDS = 3
"""How many shared words are named."""


class Offered(NamedTuple):
    """A claim, and why it is offered; "" where it was looked for."""

    card: Card
    why: str = ""


def offered(
    db: Session,
    card: Card,
    debate_id: str,
    q: str,
    chosen: Iterable[str] = (),
    meaning: Meaning | None = None,
) -> list[Offered]:
    """Those that are chosen already; then what is found for `q`; without it, what may be relevant:
    claims of the other texts on the same question, those that share words, and with `meaning`
    those that mean something near. About 9 queries."""
    whys = dict.fromkeys(chosen, "")
    if q.strip():
        hits = search(db, q, Filters(debate=debate_id, kind="claims")).hits
        refs = [hit.ref for hit in hits if hit.kind == EntryKind.CLAIM][:FOUND]
        whys |= {ref: "" for ref in refs if ref not in whys}
    else:
        near = _near(db, card, debate_id, meaning)
        whys |= {ref: why for ref, why in near.items() if ref not in whys}
    whys.pop(card.id, None)
    shown = cards(db, whys)
    return [Offered(shown[id], why) for id, why in whys.items() if id in shown]


def why(candidate: Candidate) -> str:
    """Why something may be relevant: “shares the words “leapfrog” and means something near”."""
    words = ", ".join(f"“{word}”" for word in candidate.shared[:WORDS])
    said = f"shares {words}" if words else ""
    return " and ".join(filter(None, (said, "means something near" if candidate.near else "")))


def _near(db: Session, card: Card, debate_id: str, meaning: Meaning | None) -> dict[str, str]:
    others = [id for id in voices(db, debate_id) if id != card.source_id]
    bearing = may_bear(db, card.id, debate_id, others, meaning)
    found = {candidate.claim_id: why(candidate) for candidate in bearing}
    asked = {
        id: "is on the same question"
        for question in questions_taking_up(db, [card.id])
        for held in question.positions
        if held.source_id in others
        for id in held.claim_ids
    }
    both = [id for id in found if id in asked] + [id for id in asked if id not in found]
    chosen = list(dict.fromkeys([*both, *found]))[:SUGGESTED]
    return {id: "; ".join(filter(None, (asked.get(id), found.get(id)))) for id in chosen}

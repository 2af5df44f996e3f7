"""Claims as plain states, and back."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.claims.commands import bring_claim, check_claim, check_outside_claim, make_claim
from app.claims.models import Claim, ClaimPassage, Stance
from app.errors import Conflict, Invalid
from app.history.models import Kind
from app.history.queries import highest_number_gone
from app.history.states import (
    State,
    choice_in,
    made_at,
    number_in,
    optional_in,
    parts_in,
    text_in,
)
from app.passages.models import Passage
from app.sources.models import SourceText
from app.sources.queries import source_by_id


def claim_states(db: Session, ids: Collection[str]) -> dict[str, State]:
    """2 queries, however many."""
    passages: dict[str, list[State]] = defaultdict(list)
    asked = (
        sa.select(col(ClaimPassage.claim_id), col(Passage.id), col(Passage.exact))
        .join(Passage, col(Passage.id) == ClaimPassage.passage_id)
        .where(col(ClaimPassage.claim_id).in_(ids))
        .order_by(col(ClaimPassage.claim_id), col(ClaimPassage.position))
    )
    for claim_id, passage_id, exact in db.execute(asked):
        passages[claim_id].append({"id": passage_id, "exact": exact})
    claims = db.exec(select(Claim).where(col(Claim.id).in_(ids)))
    return {
        claim.id: _brought(claim)
        if claim.debate_id
        else {
            "source_id": claim.source_id,
            "number": claim.number,
            "statement": claim.statement,
            "stance": str(claim.stance),
            "attributed_to": claim.attributed_to,
            "passages": passages[claim.id],
            "by_id": claim.by_id,
            "created_at": claim.created_at.isoformat(),
        }
        for claim in claims
    }


OUTSIDE_ONLY = frozenset({"year", "reference", "url"})
OUTSIDE_FIELDS = OUTSIDE_ONLY | {"statement"}
"""What can be said of a claim from outside."""


def _brought(claim: Claim) -> State:
    """The state of a claim from outside: it has a debate, and neither source nor passages."""
    return {
        "debate_id": claim.debate_id,
        "number": claim.number,
        "statement": claim.statement,
        "year": claim.year,
        "reference": claim.reference,
        "url": claim.url,
        "signed": claim.signed,
        "by_id": claim.by_id,
        "created_at": claim.created_at.isoformat(),
    }


def is_outside(state: Mapping[str, Any]) -> bool:
    """Whether this is the state of a claim from outside."""
    return bool(state.get("debate_id"))


def put_claim(db: Session, id: str, state: State) -> None:
    """Make a claim, or make it what the state says; its passages must be stored already.

    Raises Invalid, or Conflict if a passage is not one of its source.
    """
    if is_outside(state):
        _put_outside(db, id, state)
        return
    source = source_by_id(db, text_in(state, "source_id"))
    passages = _passages(db, source.id, [text_in(one, "id") for one in parts_in(state, "passages")])
    statement, stance = text_in(state, "statement"), choice_in(state, "stance", Stance)
    attributed_to = text_in(state, "attributed_to")
    claim = db.get(Claim, id)
    if claim is None:
        claim = make_claim(
            db,
            source=source,
            number=number_in(state, "number"),
            statement=statement,
            stance=stance,
            attributed_to=attributed_to,
            passages=passages,
            by_id=optional_in(state, "by_id"),
            id=id,
        )
        claim.created_at = made_at(state)
        db.flush()
        return
    check_claim(passages, statement, stance, attributed_to)
    claim.statement, claim.stance, claim.attributed_to = statement, stance, attributed_to
    claim.place = min(passage.start for passage in passages)
    db.execute(sa.delete(ClaimPassage).where(col(ClaimPassage.claim_id) == id))
    db.add_all(
        ClaimPassage(claim_id=id, passage_id=passage.id, position=position)
        for position, passage in enumerate(passages)
    )
    db.flush()


def _put_outside(db: Session, id: str, state: State) -> None:
    statement, year = text_in(state, "statement"), number_in(state, "year")
    reference, url = text_in(state, "reference"), text_in(state, "url")
    claim = db.get(Claim, id)
    if claim is None:
        claim = bring_claim(
            db,
            debate_id=text_in(state, "debate_id"),
            number=number_in(state, "number"),
            statement=statement,
            year=year,
            reference=reference,
            url=url,
            signed=text_in(state, "signed"),
            by_id=optional_in(state, "by_id"),
            id=id,
        )
        claim.created_at = made_at(state)
        db.flush()
        return
    check_outside_claim(statement, year, reference, url)
    claim.statement, claim.year = statement, year
    claim.reference, claim.url = reference, url
    db.flush()


def _passages(db: Session, source_id: str, ids: list[str]) -> list[Passage]:
    asked = select(Passage).join(SourceText, col(SourceText.id) == Passage.source_text_id)
    rows = db.exec(asked.where(SourceText.source_id == source_id, col(Passage.id).in_(ids)))
    found = {passage.id: passage for passage in rows}
    if any(id not in found for id in ids):
        raise Invalid("passages", "A claim rests on passages of its own source.")
    return [found[id] for id in ids]


def drop_claim(db: Session, id: str) -> None:
    """Take a claim out. Raises Conflict while a link or a position has it."""
    claim = db.get(Claim, id)
    if claim is None:
        raise Conflict("This claim is gone already.")
    db.execute(sa.delete(ClaimPassage).where(col(ClaimPassage.claim_id) == id))
    db.delete(claim)
    db.flush()


def next_number(db: Session, scope_id: str) -> int:
    """A number that no claim of the source has or had; of a debate, no claim brought to it from
    outside. 2 queries."""
    highest = (
        sa.select(sa.func.max(Claim.number)).where(column == scope_id).scalar_subquery()
        for column in (col(Claim.source_id), col(Claim.debate_id))
    )
    here = db.execute(sa.select(*highest)).one()
    return max(*(number or 0 for number in here), highest_number_gone(db, Kind.CLAIM, scope_id)) + 1

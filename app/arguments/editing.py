"""Supports and rebuttals as plain states, and back."""

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.arguments.commands import (
    check_support,
    give_reason,
    rebut,
    withdraw_rebuttal,
    withdraw_support,
)
from app.arguments.fitting import check_consistent, check_not_together, check_said_once
from app.arguments.models import Basis, Move, Premise, Rebuttal, Scheme, Support
from app.claims.models import Claim
from app.errors import Conflict
from app.history.states import (
    State,
    choice_in,
    made_at,
    optional_in,
    text_in,
    texts_in,
    truth_in,
)


def support_states(db: Session, ids: Collection[str]) -> dict[str, State]:
    """2 queries, however many."""
    premises: dict[str, list[str]] = defaultdict(list)
    asked = select(Premise).where(col(Premise.support_id).in_(ids))
    for premise in db.exec(asked.order_by(col(Premise.position))):
        premises[premise.support_id].append(premise.claim_id)
    return {
        support.id: {
            "conclusion_id": support.conclusion_id,
            "premise_ids": premises[support.id],
            "scheme": str(support.scheme) if support.scheme else None,
            "basis": str(support.basis),
            "note": support.note,
            "by_id": support.by_id,
            "created_at": support.created_at.isoformat(),
        }
        for support in db.exec(select(Support).where(col(Support.id).in_(ids)))
    }


def rebuttal_states(db: Session, ids: Collection[str]) -> dict[str, State]:
    """1 query, however many."""
    return {
        rebuttal.id: {
            "claim_id": rebuttal.claim_id,
            "move": str(rebuttal.move),
            "target_claim_id": rebuttal.target_claim_id,
            "target_support_id": rebuttal.target_support_id,
            "mutual": rebuttal.mutual,
            "basis": str(rebuttal.basis),
            "note": rebuttal.note,
            "by_id": rebuttal.by_id,
            "created_at": rebuttal.created_at.isoformat(),
        }
        for rebuttal in db.exec(select(Rebuttal).where(col(Rebuttal.id).in_(ids)))
    }


def put_support(db: Session, id: str, state: State) -> None:
    """Make a support, or make it what the state says. Raises Invalid, or Conflict if one of its
    claims is gone, or the same reason is given already."""
    conclusion = _claim(db, text_in(state, "conclusion_id"))
    premises = [_claim(db, claim_id) for claim_id in texts_in(state, "premise_ids")]
    scheme = choice_in(state, "scheme", Scheme) if state.get("scheme") else None
    basis, note = choice_in(state, "basis", Basis), text_in(state, "note")
    ends = [conclusion.id, *(premise.id for premise in premises)]
    check_consistent(db, ends)
    check_said_once(db, id, ends, note, optional_in(state, "by_id"))
    support = db.get(Support, id)
    if support is None:
        support = give_reason(
            db,
            premises=premises,
            conclusion=conclusion,
            scheme=scheme,
            basis=basis,
            note=note,
            by_id=optional_in(state, "by_id"),
            id=id,
        )
        support.created_at = made_at(state)
        db.flush()
        return
    check_support([premise.id for premise in premises], conclusion.id, note)
    support.conclusion_id, support.scheme = conclusion.id, scheme
    support.basis, support.note = basis, note
    db.execute(sa.delete(Premise).where(col(Premise.support_id) == id))
    db.add_all(
        Premise(support_id=id, claim_id=premise.id, position=position)
        for position, premise in enumerate(premises)
    )
    db.flush()


def put_rebuttal(db: Session, id: str, state: State) -> None:
    """Make a rebuttal, or make it anew as the state says, so that all that follows from it does
    too. Raises Invalid, or Conflict if one of its ends is gone, or so linked already."""
    claim = _claim(db, text_in(state, "claim_id"))
    target: Claim | Support
    if support_id := optional_in(state, "target_support_id"):
        target = _support(db, support_id)
    else:
        target = _claim(db, text_in(state, "target_claim_id"))
    move = choice_in(state, "move", Move)
    if move == Move.CONTRADICTS and claim.id != target.id:
        check_not_together(db, claim.id, target.id)
    old, by_id = db.get(Rebuttal, id), optional_in(state, "by_id")
    if old is not None:
        withdraw_rebuttal(db, rebuttal=old)
    rebuttal = rebut(
        db,
        claim=claim,
        move=move,
        target=target,
        mutual=truth_in(state, "mutual"),
        basis=choice_in(state, "basis", Basis),
        note=text_in(state, "note"),
        by_id=by_id,
        rival=by_id is None,
        id=id,
    )
    rebuttal.created_at = made_at(state)
    db.flush()


def drop_support(db: Session, id: str) -> None:
    withdraw_support(db, support=_support(db, id))


def drop_rebuttal(db: Session, id: str) -> None:
    rebuttal = db.get(Rebuttal, id)
    if rebuttal is None:
        raise Conflict("This rebuttal is gone already.")
    withdraw_rebuttal(db, rebuttal=rebuttal)


def _claim(db: Session, id: str) -> Claim:
    claim = db.get(Claim, id)
    if claim is None:
        raise Conflict("One of the claims that this links is gone: restore that first.")
    return claim


def _support(db: Session, id: str) -> Support:
    support = db.get(Support, id)
    if support is None:
        raise Conflict("The support that this goes against is gone: restore that first.")
    return support

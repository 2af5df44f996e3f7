"""Changes to what bears on what."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.arguments.models import Basis, Move, Premise, Rebuttal, Scheme, Support
from app.claims.commands import raise_versions
from app.claims.models import Claim
from app.errors import Conflict, Invalid
from app.ids import new_id
from app.text.normalize import check_storable


def give_reason(
    db: Session,
    *,
    premises: Sequence[Claim],
    conclusion: Claim,
    basis: Basis,
    note: str,
    scheme: Scheme | None = None,
    by_id: str | None = None,
    id: str | None = None,
) -> Support:
    """Record that `premises`, taken together, are given for `conclusion`.

    Raises Invalid if there is no premise, one is named twice, or a claim supports itself.
    """
    ids = [premise.id for premise in premises]
    check_support(ids, conclusion.id, note)
    support = Support(
        id=id or new_id(),
        conclusion_id=conclusion.id,
        scheme=scheme,
        basis=basis,
        note=note,
        by_id=by_id,
    )
    db.add(support)
    db.flush()
    db.add_all(
        Premise(support_id=support.id, claim_id=claim_id, position=position)
        for position, claim_id in enumerate(ids)
    )
    raise_versions(db, [*ids, conclusion.id])
    db.flush()
    return support


def check_support(premise_ids: Sequence[str], conclusion_id: str, note: str) -> None:
    """Raise Invalid for what no support may be."""
    if not premise_ids:
        raise Invalid("premises", "A support has at least one premise.")
    if len(set(premise_ids)) < len(premise_ids):
        raise Invalid("premises", "A premise is named twice.")
    if conclusion_id in premise_ids:
        raise Invalid("premises", "A claim cannot be a reason for itself.")
    _check_note(note)


def rebut(
    db: Session,
    *,
    claim: Claim,
    move: Move,
    target: Claim | Support,
    basis: Basis,
    note: str,
    mutual: bool = False,
    by_id: str | None = None,
    rival: bool = False,
    id: str | None = None,
) -> Rebuttal:
    """Record that `claim` goes against `target`. `rival`: whoever says so, whom we do not know, is
    another than whoever linked the two before.

    Raises Invalid if move and target do not agree (an undercut goes against a support, every
    other move against a claim), if a rebuttal other than a contradiction is called mutual, or
    if a claim is set against itself; Conflict if the same person has linked the two already, or
    another with the same note.
    """
    if (move == Move.UNDERCUTS) != isinstance(target, Support):
        raise Invalid("target", "An undercut goes against a support; other moves, a claim.")
    if mutual and move != Move.CONTRADICTS:
        raise Invalid("mutual", "Only a contradiction between two claims is mutual.")
    if target.id == claim.id:
        raise Invalid("claim", "A claim cannot go against itself.")
    _check_note(note)
    _check_new(
        db, claim, target, lambda old: old.note == note or (old.by_id == by_id and not rival)
    )
    rebuttal = Rebuttal(
        id=id or new_id(),
        claim_id=claim.id,
        move=move,
        target_claim_id=target.id if isinstance(target, Claim) else None,
        target_support_id=target.id if isinstance(target, Support) else None,
        mutual=mutual,
        basis=basis,
        note=note,
        by_id=by_id,
    )
    db.add(rebuttal)
    _raise_versions(db, claim, target)
    db.flush()
    return rebuttal


def _check_note(note: str) -> None:
    if not note.strip():
        raise Invalid("note", "Say in one to three sentences why the one bears on the other.")
    check_storable("note", note)


def _check_new(
    db: Session, claim: Claim, target: Claim | Support, is_same: Callable[[Rebuttal], bool]
) -> None:
    """Refuse a second rebuttal between the same two that says the same, whichever way it goes: two
    contradictions against each other are one that is mutual."""
    there = sa.and_(
        col(Rebuttal.claim_id) == claim.id,
        sa.or_(
            col(Rebuttal.target_claim_id) == target.id,
            col(Rebuttal.target_support_id) == target.id,
        ),
    )
    back = sa.and_(col(Rebuttal.claim_id) == target.id, col(Rebuttal.target_claim_id) == claim.id)
    if any(is_same(old) for old in db.exec(select(Rebuttal).where(sa.or_(there, back)))):
        raise Conflict("These two are linked by a rebuttal already.")


def _raise_versions(db: Session, claim: Claim, target: Claim | Support) -> None:
    if isinstance(target, Claim):
        ends = [target.id]
    else:
        premises = db.exec(select(Premise.claim_id).where(Premise.support_id == target.id))
        ends = [target.conclusion_id, *premises]
    raise_versions(db, [claim.id, *ends])

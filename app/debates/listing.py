"""Lists of a debate's claims and rebuttals, filtered."""

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.arguments.models import Basis, Move, Rebuttal, Support
from app.claims.models import Claim, Stance
from app.debates.models import PositionClaim, Side

PAGE = 60
"""How many claims or rebuttals a list shows before it goes on at another address."""


class ClaimFilter(NamedTuple):
    """What a list of claims is narrowed to; None or "" leaves it wide."""

    source: str = ""
    stance: Stance | None = None
    question: str = ""
    answered: bool | None = None
    among: frozenset[str] | None = None
    """Ids of claims that share what no column tells, such as how another text meets them."""
    after: str = ""


class RebuttalFilter(NamedTuple):
    """What a list of rebuttals is narrowed to. `across`: between sources, or inside one."""

    move: Move | None = None
    basis: Basis | None = None
    across: bool | None = None
    after: str = ""


class Listed(NamedTuple):
    """One page of ids in reading order; `more` is the id after which the next page begins."""

    ids: list[str]
    more: str


def claims_listed(db: Session, debate_id: str, chosen: ClaimFilter) -> Listed:
    """Ids of claims by side and place. 1 query, 2 with `after`; no offset and no count."""
    query = _narrowed(_claims_in(debate_id), debate_id, chosen)
    if chosen.after:
        query = query.where(_after(db, debate_id, chosen.after))
    if chosen.among is None:
        return _page(list(db.scalars(query.limit(PAGE + 1))))
    return _page([id for id in db.scalars(query) if id in chosen.among])


def claim_ids_in(db: Session, debate_id: str) -> list[str]:
    """The ids of all claims of a debate, by side and place. 1 query."""
    return list(db.scalars(_claims_in(debate_id)))


def _claims_in(debate_id: str) -> sa.Select[str]:
    return (
        sa.select(col(Claim.id))
        .join(Side, col(Side.source_id) == Claim.source_id)
        .where(col(Side.debate_id) == debate_id)
        .order_by(col(Side.position), col(Claim.place), col(Claim.id))
    )


def _narrowed(query: sa.Select[str], debate_id: str, chosen: ClaimFilter) -> sa.Select[str]:
    if chosen.source:
        query = query.where(col(Claim.source_id) == chosen.source)
    if chosen.stance:
        query = query.where(col(Claim.stance) == chosen.stance)
    if chosen.question:
        query = query.where(
            col(Claim.id).in_(
                sa.select(col(PositionClaim.claim_id)).where(
                    col(PositionClaim.question_id) == chosen.question
                )
            )
        )
    if chosen.answered is not None:
        answered = is_answered(debate_id)
        query = query.where(answered if chosen.answered else ~answered)
    return query


def _after(db: Session, debate_id: str, id: str) -> sa.ColumnElement[bool]:
    place = db.execute(
        sa.select(col(Side.position), col(Claim.place), col(Claim.id))
        .join(Side, col(Side.source_id) == Claim.source_id)
        .where(col(Side.debate_id) == debate_id, col(Claim.id) == id)
    ).first()
    if place is None:
        return sa.true()
    here = sa.tuple_(*(sa.literal(part) for part in place))
    return sa.tuple_(col(Side.position), col(Claim.place), col(Claim.id)) > here


def is_answered(debate_id: str = "") -> sa.ColumnElement[bool]:
    """Whether a claim of another source, of this debate or by default of any, contradicts the
    claim, or undercuts a reason for it."""
    other = aliased(Claim)
    sides = sa.select(col(Side.source_id)).where(col(Side.debate_id) == debate_id)
    elsewhere = col(other.source_id) != Claim.source_id
    if debate_id:
        elsewhere = sa.and_(elsewhere, col(other.source_id).in_(sides))
    attacks = sa.select(sa.literal(1)).select_from(Rebuttal)
    denied = attacks.join(other, col(other.id) == Rebuttal.claim_id).where(
        col(Rebuttal.target_claim_id) == Claim.id,
        col(Rebuttal.move) == Move.CONTRADICTS,
        elsewhere,
    )
    in_turn = attacks.join(other, col(other.id) == Rebuttal.target_claim_id).where(
        col(Rebuttal.claim_id) == Claim.id,
        col(Rebuttal.mutual),
        elsewhere,
    )
    undercut = (
        attacks.join(other, col(other.id) == Rebuttal.claim_id)
        .join(Support, col(Support.id) == Rebuttal.target_support_id)
        .where(col(Support.conclusion_id) == Claim.id, elsewhere)
    )
    return sa.or_(*(sa.exists(found.correlate(Claim)) for found in (denied, in_turn, undercut)))


def rebuttals_listed(db: Session, debate_id: str, chosen: RebuttalFilter) -> Listed:
    """Ids of rebuttals by the place of the claim that makes them. 1 query, 2 with `after`."""
    query: sa.Select[Any] = (
        sa.select(col(Rebuttal.id))
        .join(Claim, col(Claim.id) == Rebuttal.claim_id)
        .join(Side, col(Side.source_id) == Claim.source_id)
        .where(col(Side.debate_id) == debate_id)
        .order_by(col(Side.position), col(Claim.place), col(Rebuttal.id))
        .limit(PAGE + 1)
    )
    if chosen.move:
        query = query.where(col(Rebuttal.move) == chosen.move)
    if chosen.basis:
        query = query.where(col(Rebuttal.basis) == chosen.basis)
    if chosen.across is not None:
        query = _between_sources(query, chosen.across)
    if chosen.after:
        query = query.where(_after_rebuttal(db, debate_id, chosen.after))
    return _page(list(db.scalars(query)))


def _between_sources(query: sa.Select[Any], across: bool) -> sa.Select[Any]:
    target, concluded = aliased(Claim), aliased(Claim)
    other = sa.func.coalesce(target.source_id, concluded.source_id)
    joined = (
        query.outerjoin(target, col(target.id) == Rebuttal.target_claim_id)
        .outerjoin(Support, col(Support.id) == Rebuttal.target_support_id)
        .outerjoin(concluded, col(concluded.id) == Support.conclusion_id)
    )
    same = other == Claim.source_id
    return joined.where(~same if across else same)


def _after_rebuttal(db: Session, debate_id: str, id: str) -> sa.ColumnElement[bool]:
    columns = (col(Side.position), col(Claim.place), col(Rebuttal.id))
    place = db.execute(
        sa.select(*columns)
        .join(Claim, col(Claim.id) == Rebuttal.claim_id)
        .join(Side, col(Side.source_id) == Claim.source_id)
        .where(col(Side.debate_id) == debate_id, col(Rebuttal.id) == id)
    ).first()
    if place is None:
        return sa.true()
    return sa.tuple_(*columns) > sa.tuple_(*(sa.literal(part) for part in place))


def _page(ids: list[str]) -> Listed:
    shown = ids[:PAGE]
    return Listed(shown, shown[-1] if len(ids) > PAGE else "")

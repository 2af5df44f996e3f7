"""Lists of a debate's claims and rebuttals, filtered."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.arguments.models import Basis, Move, Rebuttal, Support
from app.claims.models import Claim, Stance
from app.claims.queries import OUTSIDE
from app.debates.models import PositionClaim, Side

PAGE = 60
"""How many claims or rebuttals a list shows before it goes on at another address."""


class ClaimFilter(NamedTuple):
    """What a list of claims is narrowed to; None or "" leaves it wide."""

    source: str = ""
    """An id, or OUTSIDE."""
    stance: Stance | None = None
    question: str = ""
    answered: bool | None = None
    among: frozenset[str] | None = None
    """Ids of claims that share what no column tells, such as how another text meets them."""
    after: str = ""


class RebuttalFilter(NamedTuple):
    """What a list of rebuttals is narrowed to. `across`: between sources, or inside one;
    `outside`: with a claim from outside at an end."""

    move: Move | None = None
    basis: Basis | None = None
    across: bool | None = None
    outside: bool = False
    after: str = ""


class Listed(NamedTuple):
    """One page of ids in reading order; `more` is the id after which the next page begins."""

    ids: list[str]
    more: str


def claims_listed(db: Session, debate_id: str, chosen: ClaimFilter) -> Listed:
    """Ids of claims by side and place; of those from outside, which are listed by themselves and
    narrowed by nothing else, by number. 1 query, 2 with `after`; no offset and no count."""
    if chosen.source == OUTSIDE:
        return _outside_listed(db, debate_id, chosen.after)
    query = _narrowed(_claims_in(debate_id), debate_id, chosen)
    if chosen.after:
        query = query.where(_after(db, debate_id, chosen.after))
    if chosen.among is None:
        return _page(list(db.scalars(query.limit(PAGE + 1))))
    return _page([id for id in db.scalars(query) if id in chosen.among])


def _outside_listed(db: Session, debate_id: str, after: str) -> Listed:
    query = sa.select(col(Claim.id)).where(col(Claim.debate_id) == debate_id)
    if after:
        last = sa.select(col(Claim.number)).where(col(Claim.id) == after)
        query = query.where(col(Claim.number) > (db.scalar(last) or 0))
    return _page(list(db.scalars(query.order_by(col(Claim.number)).limit(PAGE + 1))))


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
    """Ids of rebuttals by the place of the claim that makes them, those made from outside last.
    1 query, 2 with `after`. Both halves are read in their order, and no further than is shown."""
    after = _place_of(db, debate_id, chosen.after) if chosen.after else None
    halves = [_narrowed_rebuttals(query, chosen) for query in _rebuttals_in(debate_id)]
    if after:
        halves = [query.where(_beyond(query, after)) for query in halves]
    every = sa.union_all(*halves)
    in_order = every.order_by(*(every.selected_columns[name] for name in PLACE)).limit(PAGE + 1)
    return _page([id for *_, id in db.execute(in_order)])


PLACE = ("side", "place", "id")
LAST = 99
"""Where claims from outside stand among the sides of a debate."""


def _rebuttals_in(debate_id: str) -> tuple[sa.Select[*tuple[Any, ...]], ...]:
    """Those that claims of the texts make, and those that claims from outside make."""
    place: sa.Label[int] = col(Claim.place).label("place")
    id: sa.Label[str] = col(Rebuttal.id).label("id")
    of_texts: sa.Select[*tuple[Any, ...]] = (
        sa.select(col(Side.position).label("side"), place, id)
        .join_from(Rebuttal, Claim, col(Claim.id) == Rebuttal.claim_id)
        .join(Side, col(Side.source_id) == Claim.source_id)
        .where(col(Side.debate_id) == debate_id)
    )
    outside: sa.Select[*tuple[Any, ...]] = (
        sa.select(sa.literal(LAST).label("side"), place, id)
        .join_from(Rebuttal, Claim, col(Claim.id) == Rebuttal.claim_id)
        .where(col(Claim.debate_id) == debate_id)
    )
    return of_texts, outside


def _narrowed_rebuttals(query: sa.Select[Any], chosen: RebuttalFilter) -> sa.Select[Any]:
    if chosen.move:
        query = query.where(col(Rebuttal.move) == chosen.move)
    if chosen.basis:
        query = query.where(col(Rebuttal.basis) == chosen.basis)
    if chosen.across is not None or chosen.outside:
        query = _between(query, chosen)
    return query


def _between(query: sa.Select[Any], chosen: RebuttalFilter) -> sa.Select[Any]:
    """By what stands at the ends: two texts, one and the same, or a claim that no text makes."""
    target, concluded = aliased(Claim), aliased(Claim)
    joined = (
        query.outerjoin(target, col(target.id) == Rebuttal.target_claim_id)
        .outerjoin(Support, col(Support.id) == Rebuttal.target_support_id)
        .outerjoin(concluded, col(concluded.id) == Support.conclusion_id)
    )
    other = sa.func.coalesce(target.source_id, concluded.source_id)
    if chosen.outside:
        return joined.where(sa.or_(other.is_(None), col(Claim.source_id).is_(None)))
    same = other == Claim.source_id
    return joined.where(~same if chosen.across else same)


def _place_of(db: Session, debate_id: str, id: str) -> Sequence[Any] | None:
    one = (query.where(col(Rebuttal.id) == id) for query in _rebuttals_in(debate_id))
    return db.execute(sa.union_all(*one)).first()


def _beyond(query: sa.Select[*tuple[Any, ...]], place: Sequence[Any]) -> sa.ColumnElement[bool]:
    own = (column.element for column in query.selected_columns)
    return sa.tuple_(*own) > sa.tuple_(*(sa.literal(part) for part in place))


def _page(ids: list[str]) -> Listed:
    shown = ids[:PAGE]
    return Listed(shown, shown[-1] if len(ids) > PAGE else "")

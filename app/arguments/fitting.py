"""What cannot be said together: reasons that contradict each other, and the same reason twice."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.arguments.models import Move, Premise, Rebuttal, Support
from app.errors import Conflict, Invalid

_one: sa.BindParameter[str] = sa.bindparam("one")
_other: sa.BindParameter[str] = sa.bindparam("other")
_Second = aliased(Premise)
_STEP_BETWEEN = (
    sa.select(col(Premise.support_id))
    .join(Support, col(Support.id) == Premise.support_id)
    .where(
        sa.or_(
            sa.and_(col(Premise.claim_id) == _one, col(Support.conclusion_id) == _other),
            sa.and_(col(Premise.claim_id) == _other, col(Support.conclusion_id) == _one),
        )
    )
)
_GIVEN_TOGETHER = (
    sa.select(col(Premise.support_id))
    .join(_Second, col(_Second.support_id) == Premise.support_id)
    .where(col(Premise.claim_id) == _one, col(_Second.claim_id) == _other)
)
_ids: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
_AGAINST = sa.select(col(Rebuttal.claim_id), col(Rebuttal.target_claim_id)).where(
    col(Rebuttal.move) == Move.CONTRADICTS,
    col(Rebuttal.claim_id).in_(_ids),
    col(Rebuttal.target_claim_id).in_(_ids),
)
_PREMISES = (
    sa.select(col(Support.id), col(Support.note), col(Support.by_id), col(Premise.claim_id))
    .join(Premise, col(Premise.support_id) == Support.id)
    .where(col(Support.conclusion_id) == sa.bindparam("conclusion"))
)


def check_not_together(db: Session, one: str, other: str) -> None:
    """Raise Invalid if two claims that are to contradict each other are in one support. 2
    queries."""
    ends = {"one": one, "other": other}
    if db.connection().execute(_STEP_BETWEEN, ends).first():
        raise Invalid(
            "claim", "The one is given as a reason for the other: deny that step instead."
        )
    if db.connection().execute(_GIVEN_TOGETHER, ends).first():
        raise Invalid("claim", "The two are given together as one reason: they cannot be at odds.")


def check_consistent(db: Session, ends: Sequence[str]) -> None:
    """Raise Invalid if of a support’s claims, the conclusion first, one contradicts another. 1
    query."""
    found = db.connection().execute(_AGAINST, {"ids": sorted(set(ends))}).all()
    if any(ends[0] in pair for pair in found):
        raise Invalid("premises", "One of these contradicts the claim, so it is no reason for it.")
    if found:
        raise Invalid("premises", "Two of these contradict each other, so they are no one reason.")


def check_said_once(
    db: Session, id: str, ends: Sequence[str], note: str, by_id: str | None
) -> None:
    """Raise Conflict if the same claims are given for the same, the conclusion first in `ends`, by
    another support than this: of the same person, or with the same note. 1 query."""
    given: dict[str, set[str]] = {}
    alike = set()
    for support_id, said, signed, premise_id in db.connection().execute(
        _PREMISES, {"conclusion": ends[0]}
    ):
        given.setdefault(support_id, set()).add(premise_id)
        if support_id != id and (said == note or (by_id is not None and signed == by_id)):
            alike.add(support_id)
    if any(given[support_id] == set(ends[1:]) for support_id in alike):
        raise Conflict("This reason is given for it already.")

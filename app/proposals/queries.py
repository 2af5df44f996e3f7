"""What waits for an editor, where one's own stands, and what editors decided."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.changes.nouns import Key, states_at
from app.changes.plans import Plan
from app.errors import NotFound
from app.history.states import State
from app.proposals.commands import plan_of
from app.proposals.models import Flag, Proposal, Status

PAGE = 50


class Proposed(NamedTuple):
    """A proposal, who made it, and who decided on it."""

    proposal: Proposal
    by: User
    decided_by: User | None


_Decider = aliased(User)
_PROPOSED = (
    select(Proposal, User, _Decider)
    .join(User, col(User.id) == Proposal.by_id)
    .outerjoin(_Decider, col(_Decider.id) == Proposal.decided_by_id)
)


def proposal_by_id(db: Session, id: str) -> Proposal:
    """1 query. Raises NotFound."""
    proposal = db.get(Proposal, id)
    if proposal is None:
        raise NotFound("proposal", id)
    return proposal


def flag_by_id(db: Session, id: str) -> Flag:
    """1 query. Raises NotFound."""
    flag = db.get(Flag, id)
    if flag is None:
        raise NotFound("flag", id)
    return flag


def waiting(db: Session, debate_id: str) -> list[Proposed]:
    """What waits for an editor of a debate, the oldest first. 1 query."""
    asked = _PROPOSED.where(Proposal.debate_id == debate_id, Proposal.status == Status.PENDING)
    oldest = asked.order_by(col(Proposal.created_at), col(Proposal.id)).limit(PAGE)
    return [Proposed(*row) for row in db.exec(oldest)]


def decided(db: Session, debate_id: str) -> list[Proposed]:
    """The latest decisions of a debate's editors, the last first. 1 query."""
    asked = _PROPOSED.where(Proposal.debate_id == debate_id, Proposal.status != Status.PENDING)
    latest = asked.order_by(col(Proposal.decided_at).desc(), col(Proposal.id)).limit(PAGE)
    return [Proposed(*row) for row in db.exec(latest)]


def proposals_by(db: Session, user_id: str) -> list[Proposed]:
    """Where somebody's proposals stand, the last first. 1 query."""
    asked = _PROPOSED.where(Proposal.by_id == user_id)
    latest = asked.order_by(col(Proposal.created_at).desc(), col(Proposal.id)).limit(PAGE)
    return [Proposed(*row) for row in db.exec(latest)]


Change = tuple[Key, State | None, State | None]
"""A thing as it is, and as it would be."""


def would_do(db: Session, proposal: Proposal) -> list[Change]:
    """What a proposal would change. Writes nothing. A dozen queries. Raises what its act raises."""
    return would(db, plan_of(db, proposal))


def would(db: Session, plan: Plan) -> list[Change]:
    """What a plan would change. Writes nothing. 1 to 3 queries a kind."""
    now = states_at(db, plan.targets)
    every = plan.targets.items()
    return [(key, now.get(key), state) for key, state in every if now.get(key) != state]


def flags_open(db: Session, debate_id: str) -> Sequence[tuple[Flag, User | None]]:
    """What readers flagged and nobody has handled, with whoever did if they were signed in, the
    oldest first. 1 query."""
    asked = select(Flag, User).outerjoin(User, col(User.id) == Flag.by_id)
    asked = asked.where(Flag.debate_id == debate_id, col(Flag.handled_at).is_(None))
    return db.exec(asked.order_by(col(Flag.created_at), col(Flag.id)).limit(PAGE)).all()

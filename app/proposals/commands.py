"""Proposing, and deciding on what is proposed; flagging, and handling what is flagged."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.attempts import YOUNG
from app.accounts.models import User
from app.accounts.policy import Act
from app.changes.applying import apply
from app.changes.commands import check_seen
from app.changes.merging import plan_merge
from app.changes.plans import Plan, plan_creation, plan_edit, plan_retirement, state_at
from app.claims.editing import is_outside
from app.db import now
from app.debates.editors import may_in
from app.debates.models import Debate
from app.errors import Conflict, Forbidden, Invalid
from app.history.models import Kind
from app.history.states import State, text_in
from app.ids import new_id
from app.logbook.commands import note
from app.logbook.models import Duty
from app.proposals.models import Deed, Flag, Proposal, Status
from app.text.normalize import check_storable

LONGEST_FLAG = 2_000
MOST_OPEN, MOST_OPEN_YOUNG = 200, 30
"""Proposals of one account that may wait for an editor at a time; of one made today."""
MOST_FLAGS, MOST_UNSIGNED = 10, 200
"""Flags that may be open at a time: on one thing; in a debate, by readers who are not signed in."""


def propose(
    db: Session,
    *,
    by: User,
    debate: Debate,
    deed: Deed,
    kind: Kind,
    id: str = "",
    fields: Mapping[str, Any],
    seen: str = "",
    why: str = "",
) -> Proposal:
    """Put an act before the editors, as the arguments of its command. It is tried and taken back,
    so that what would be refused is refused here.

    Raises Forbidden, Conflict for somebody with many that wait, and all that the act raises.
    """
    check_may(db, by, Act.PROPOSE, debate.id)
    _check_room(db, by)
    proposal = Proposal(
        debate_id=debate.id,
        by_id=by.id,
        deed=deed,
        kind=kind,
        entity_id=id or new_id(),
        fields=dict(fields),
        seen=seen,
        why=why,
    )
    _try(db, proposal, by)
    db.add(proposal)
    db.flush()
    return proposal


def _check_room(db: Session, by: User) -> None:
    """Nobody fills the queue alone. 1 query."""
    asked = select(sa.func.count()).select_from(Proposal)
    open_ones = asked.where(Proposal.by_id == by.id, Proposal.status == Status.PENDING)
    most = MOST_OPEN_YOUNG if now() - by.created_at < YOUNG else MOST_OPEN
    if db.exec(open_ones).one() >= most:
        raise Conflict(f"{most} proposals of yours wait for an editor. Wait for some decisions.")


def propose_again(
    db: Session, *, by: User, proposal: Proposal, fields: Mapping[str, Any], seen: str, why: str
) -> None:
    """Say a proposal in other words, that waits or was returned. Raises Forbidden for another's,
    Conflict if it is decided."""
    check_may(db, by, Act.PROPOSE, proposal.debate_id)
    db.refresh(proposal, with_for_update=True)
    check_own(by, proposal)
    proposal.fields, proposal.seen, proposal.why = dict(fields), seen, why
    _try(db, proposal, by)
    proposal.status, proposal.decided_by_id, proposal.decided_at = Status.PENDING, None, None
    db.add(proposal)
    db.flush()


def withdraw_proposal(db: Session, *, by: User, proposal: Proposal) -> None:
    """Take back one's own proposal, that waits or was returned: it is declined by who made it.
    Raises Forbidden for another's, Conflict if it is decided."""
    db.refresh(proposal, with_for_update=True)
    check_own(by, proposal)
    _decide(db, proposal, by, Status.DECLINED, "Withdrawn.")


def check_own(by: User, proposal: Proposal) -> None:
    """Raise Forbidden for another's proposal, Conflict for one that is decided."""
    if proposal.by_id != by.id:
        raise Forbidden("Only who proposed it can say it in other words, or withdraw it.")
    if proposal.status not in (Status.PENDING, Status.RETURNED):
        raise Conflict("This proposal is decided.")


def _try(db: Session, proposal: Proposal, by: User) -> None:
    attempt = db.begin_nested()
    try:
        perform(db, proposal, by)
    finally:
        attempt.rollback()


def plan_of(db: Session, proposal: Proposal) -> Plan:
    """What a proposal would do to what is there now. Raises what its act raises."""
    kind, id, fields = proposal.kind, proposal.entity_id, proposal.fields
    if proposal.deed == Deed.CREATE:
        return plan_creation(db, by_id=proposal.by_id, kind=kind, fields=fields, id=id)
    if proposal.deed == Deed.EDIT:
        return plan_edit(db, kind=kind, id=id, fields=fields)
    if not proposal.why.strip():
        raise Invalid("why", "Say why: whoever follows a link to it will read that.")
    if proposal.deed == Deed.RETIRE:
        return plan_retirement(db, kind=kind, id=id)
    return plan_merge(db, id=id, into=text_in(fields, "into"))


def perform(db: Session, proposal: Proposal, by: User) -> str:
    """Do what is proposed; the id of the change. Raises what its act raises."""
    if proposal.deed != Deed.CREATE:
        check_seen(db, proposal.kind, proposal.entity_id, proposal.seen)
    if proposal.deed == Deed.EDIT and proposal.kind == Kind.CLAIM:
        check_signature(state_at(db, Kind.CLAIM, proposal.entity_id), by)
    return apply(db, plan_of(db, proposal), by=by, why=proposal.why)


def check_signature(claim: State, by: User) -> None:
    """Raise Forbidden for other words under somebody else's name: a claim from outside is in those
    of whoever signs it, so that editors may retire it, and not say it otherwise."""
    if is_outside(claim) and claim["by_id"] not in (None, by.id):
        raise Forbidden("Only who signs a claim from outside can say it in other words.")


def publish_proposal(db: Session, *, by: User, proposal: Proposal, remark: str = "") -> str:
    """Do what is proposed, in the name of who proposed it; the id of the change.

    Raises Forbidden, Conflict if it is decided, Stale if the thing was changed since.
    """
    _check_open(db, by, proposal)
    proposer = db.get_one(User, proposal.by_id)
    proposal.change_id = perform(db, proposal, proposer)
    _decide_as_editor(db, proposal, by, Status.PUBLISHED, remark)
    return proposal.change_id


def return_proposal(db: Session, *, by: User, proposal: Proposal, remark: str) -> None:
    """Ask for other words. Raises Forbidden, Conflict if it is decided, Invalid for no remark."""
    _check_remark(remark)
    _check_open(db, by, proposal)
    _decide_as_editor(db, proposal, by, Status.RETURNED, remark)


def decline_proposal(db: Session, *, by: User, proposal: Proposal, remark: str) -> None:
    """Say no, for good. Raises Forbidden, Conflict if it is decided, Invalid for no remark."""
    _check_remark(remark)
    _check_open(db, by, proposal)
    _decide_as_editor(db, proposal, by, Status.DECLINED, remark)


def decline_all(db: Session, *, by: User, users: Collection[User], remark: str) -> int:
    """Say no to all that these people propose and nobody has decided on; how many that were.
    1 query, and 3 for each. Raises Forbidden."""
    _check_remark(remark)
    theirs = [user.id for user in users]
    asked = select(Proposal).where(
        col(Proposal.by_id).in_(theirs), Proposal.status == Status.PENDING
    )
    found = db.exec(asked).all()
    for proposal in found:
        decline_proposal(db, by=by, proposal=proposal, remark=remark)
    return len(found)


def _check_remark(remark: str) -> None:
    if not remark.strip():
        raise Invalid("remark", "Say why, to whoever proposed it.")


def _check_open(db: Session, by: User, proposal: Proposal) -> None:
    check_may(db, by, Act.PUBLISH, proposal.debate_id)
    db.refresh(proposal, with_for_update=True)
    if proposal.status != Status.PENDING:
        raise Conflict("Somebody has decided on this proposal already.")


def check_may(db: Session, by: User, act: Act, debate_id: str) -> None:
    """Raise Forbidden for who may not do this in a debate."""
    if by.suspended_at is not None or not may_in(db, by, act, debate_id):
        raise Forbidden("Your account is not one that may do this.")


def _decide_as_editor(
    db: Session, proposal: Proposal, by: User, status: Status, remark: str
) -> None:
    """And write it down; what somebody withdraws is no act of an editor."""
    _decide(db, proposal, by, status, remark)
    duty = Duty(status.value)
    note(db, by=by, duty=duty, debate_id=proposal.debate_id, thing_id=proposal.id)


def _decide(db: Session, proposal: Proposal, by: User, status: Status, remark: str) -> None:
    check_storable("remark", remark)
    proposal.status, proposal.remark = status, remark
    proposal.decided_by_id, proposal.decided_at = by.id, now()
    db.add(proposal)
    db.flush()


def flag(db: Session, *, by: User | None, debate: Debate, kind: Kind, id: str, words: str) -> Flag:
    """Tell the editors that something is wrong; `by`: None for a reader who has not signed in.
    Raises NotFound for what is not there, Invalid for no words or too many, Conflict where many
    flags are open."""
    state_at(db, kind, id)
    check_storable("words", words)
    if not words.strip() or len(words) > LONGEST_FLAG:
        raise Invalid("words", f"Say what is wrong, in at most {LONGEST_FLAG} characters.")
    _check_room_for_flag(db, by, debate, id)
    made = Flag(
        debate_id=debate.id, kind=kind, entity_id=id, words=words, by_id=by.id if by else None
    )
    db.add(made)
    db.flush()
    return made


def _check_room_for_flag(db: Session, by: User | None, debate: Debate, id: str) -> None:
    """1 query, 2 for a reader who has not signed in."""
    asked = select(sa.func.count()).select_from(Flag).where(col(Flag.handled_at).is_(None))
    if db.exec(asked.where(Flag.entity_id == id)).one() >= MOST_FLAGS:
        raise Conflict("Others have said that something is wrong with this. The editors know.")
    unsigned = asked.where(Flag.debate_id == debate.id, col(Flag.by_id).is_(None))
    if by is None and db.exec(unsigned).one() >= MOST_UNSIGNED:
        raise Conflict("The editors have much to read just now. Sign in to tell them.")


def handle_flag(db: Session, *, by: User, flag: Flag, outcome: str = "") -> None:
    """Say what came of it. Raises Forbidden, or Conflict if it is handled."""
    check_may(db, by, Act.PUBLISH, flag.debate_id)
    db.refresh(flag, with_for_update=True)
    if flag.handled_at is not None:
        raise Conflict("Somebody has handled this already.")
    check_storable("outcome", outcome)
    flag.handled_by_id, flag.handled_at, flag.outcome = by.id, now(), outcome
    db.add(flag)
    note(db, by=by, duty=Duty.HANDLED, debate_id=flag.debate_id, thing_id=flag.id)

"""Going back over all that somebody did, in one act: against vandals."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.changes.applying import apply
from app.changes.naming import ids_within
from app.changes.nouns import Key, states_at
from app.changes.plans import Plan, carried_off
from app.db import batched
from app.errors import Conflict
from app.history.commands import publish
from app.history.models import Action, Retirement, Revision
from app.history.queries import last_revisions
from app.history.states import State

Targets = dict[Key, State | None]


class Reverted(NamedTuple):
    """What going back does or did: the change, "" if there was nothing to do; what is another
    for it; and what was left because others have changed it since, or rest on it, or have taken
    out what it rests on."""

    change_id: str
    back: list[Key]
    left: list[Key]


def revert_users(
    db: Session, *, by: User, users: Collection[User], since: datetime, why: str
) -> Reverted:
    """Undo all that these people did since then, as if they were one. What another has changed
    after them is left as it is; links of others to what goes are carried off with it.

    2 queries for every few thousand revisions, 9 for each thing that they made, and those of
    `apply`. Raises Conflict if a debate opens with what they made.
    """
    publish(db)
    targets, left = reversal(db, users, since)
    if not targets:
        return Reverted("", [], left)
    change_id = apply(db, Plan(Action.REVERTED, targets), by=by, why=why)
    return Reverted(change_id, [*targets], left)


def reversal(
    db: Session, users: Collection[User], since: datetime
) -> tuple[dict[Key, State | None], list[Key]]:
    """What going back would make of things, and what it would leave. Writes nothing."""
    theirs = {user.id for user in users}
    targets = _before_them(db, theirs, since)
    touched = last_revisions(db, [id for _, id in targets])
    left = [key for key in targets if touched[key[1]].by_id not in theirs]
    for key in left:
        del targets[key]
    for key in [key for key, state in targets.items() if state is None]:
        left += _carry_off(db, targets, key)
    while lacking := _lacking(db, targets):
        left += lacking
        for key in lacking:
            del targets[key]
    now = states_at(db, targets)
    back = {key: state for key, state in targets.items() if now.get(key) != state}
    return back, [key for key in left if key not in back]


def _before_them(db: Session, theirs: set[str], since: datetime) -> Targets:
    """What things were before these people's last acts on them: back over their revisions since
    then as far as no other's comes between. 1 query."""
    own = select(Revision.entity_id).where(
        col(Revision.by_id).in_(theirs), col(Revision.at) >= since
    )
    asked = select(Revision).where(col(Revision.entity_id).in_(own))
    targets: Targets = {}
    closed: set[Key] = set()
    for revision in db.exec(asked.order_by(col(Revision.number).desc())):
        key = (revision.kind, revision.entity_id)
        if key not in closed and revision.by_id in theirs and revision.at >= since:
            targets[key] = revision.before
        else:
            closed.add(key)
            targets.setdefault(key, revision.after)
    return targets


def _carry_off(db: Session, targets: Targets, key: Key) -> list[Key]:
    """Let the links of others go with what goes; or leave it, if a position rests on it."""
    try:
        targets |= carried_off(db, key[1], targets)
    except Conflict:
        del targets[key]
        return [key]
    return []


def _lacking(db: Session, targets: Targets) -> list[Key]:
    """What would be there again without something that it rests on. 1 query for every few thousand
    ids."""
    named = {key: set(ids_within(state)) for key, state in targets.items() if state is not None}
    every = sorted({id for ids in named.values() for id in ids})
    gone = {id for (_, id), state in targets.items() if state is None}
    for some in batched(every):
        gone |= set(db.exec(select(Retirement.id).where(col(Retirement.id).in_(some))))
    gone -= {id for _, id in named}
    return [key for key, ids in named.items() if ids & gone]

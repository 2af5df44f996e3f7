"""Going back: a whole act undone, one thing as it was once, or all that somebody did."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.changes.applying import apply
from app.changes.commands import check_seen
from app.changes.nouns import Key, states_at
from app.changes.plans import Plan, carried_off
from app.errors import Conflict, Stale
from app.history.commands import publish
from app.history.models import Action, Revision
from app.history.queries import change, last_revisions, revision_by_id
from app.history.states import State


def undo(db: Session, *, by: User, change_id: str, why: str = "") -> str:
    """The opposite of a whole act; the id of the new change, which can be undone as well.

    Raises NotFound; Stale if one of its things is not as the act left it; Conflict if something
    that came since rests on what it made.
    """
    publish(db)
    done = change(db, change_id)
    keys: list[Key] = [(revision.kind, revision.entity_id) for revision in done]
    now = states_at(db, keys)
    for revision in done:
        current = now.get((revision.kind, revision.entity_id))
        if current != revision.after:
            last = last_revisions(db, [revision.entity_id])[revision.entity_id]
            raise Stale(
                f"The {revision.kind} “{revision.called}” has been changed since.", current, last.id
            )
    targets = {(revision.kind, revision.entity_id): revision.before for revision in done}
    return apply(db, Plan(Action.UNDID, targets, _led(db, targets)), by=by, why=why)


def _led(db: Session, targets: dict[Key, State | None]) -> dict[str, str]:
    """Where things that go again led when they were gone before. 1 query."""
    going = {id for (_, id), state in targets.items() if state is None}
    asked = select(Revision).where(
        col(Revision.entity_id).in_(going), col(Revision.into_id).is_not(None)
    )
    merged = db.exec(asked.order_by(col(Revision.number)))
    return {row.entity_id: row.into_id for row in merged if row.into_id}


def restore(db: Session, *, by: User, revision_id: str, seen: str, why: str = "") -> str:
    """Make one thing what it was after a revision, or before it if the revision took it out.

    Raises NotFound, Stale, Conflict if what it rests on is gone.
    """
    revision = revision_by_id(db, revision_id)
    key = (revision.kind, revision.entity_id)
    check_seen(db, *key, seen)
    state = revision.after or revision.before
    return apply(db, Plan(Action.RESTORED, {key: state}), by=by, why=why)


class Reverted(NamedTuple):
    """What going back over somebody's acts did: the change, "" if there was nothing to do, and
    what was left because others have changed it since, or rest on it."""

    change_id: str
    left: list[Key]


def revert_user(db: Session, *, by: User, user: User, since: datetime, why: str) -> Reverted:
    """Undo all that somebody did since then, in one act. What another has changed after them is
    left as it is; links of others to what goes are carried off with it."""
    publish(db)
    targets = _before_them(db, user, since)
    touched = last_revisions(db, [id for _, id in targets])
    left = [key for key in targets if touched[key[1]].by_id != user.id]
    for key in left:
        del targets[key]
    for key in [key for key, state in targets.items() if state is None]:
        left += _carry_off(db, targets, key)
    if not targets:
        return Reverted("", left)
    return Reverted(apply(db, Plan(Action.REVERTED, targets), by=by, why=why), left)


def _before_them(db: Session, user: User, since: datetime) -> dict[Key, State | None]:
    """What things were before somebody's last acts on them: back over their revisions since then
    as far as no other's comes between. 2 queries."""
    own = select(Revision).where(Revision.by_id == user.id, col(Revision.at) >= since)
    first = own.order_by(col(Revision.number)).limit(1)
    oldest = db.exec(first).first()
    if oldest is None:
        return {}
    ids = own.with_only_columns(col(Revision.entity_id))
    asked = select(Revision).where(
        col(Revision.entity_id).in_(ids), col(Revision.number) >= oldest.number
    )
    targets: dict[Key, State | None] = {}
    closed: set[Key] = set()
    for revision in db.exec(asked.order_by(col(Revision.number).desc())):
        key = (revision.kind, revision.entity_id)
        if key not in closed and revision.by_id == user.id and revision.at >= since:
            targets[key] = revision.before
        else:
            closed.add(key)
            targets.setdefault(key, revision.after)
    return targets


def _carry_off(db: Session, targets: dict[Key, State | None], key: Key) -> list[Key]:
    """Let the links of others go with what goes; or leave it, if a position rests on it."""
    try:
        targets |= carried_off(db, key[1], targets)
    except Conflict:
        del targets[key]
        return [key]
    return []

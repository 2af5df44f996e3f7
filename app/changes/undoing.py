"""Going back: a whole act undone, or one thing as it was once."""

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.changes.applying import apply
from app.changes.commands import check_seen
from app.changes.nouns import Key, states_at
from app.changes.plans import Plan
from app.errors import Stale
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
                f"The {revision.kind} “{revision.called}” has been changed since. Undo that first,"
                " or make it again what it was, from its history.",
                current,
                last.id,
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

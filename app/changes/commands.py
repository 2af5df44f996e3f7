"""What people do to what is there. Each writes down who did it and why, and raises Conflict or
Invalid for what cannot be done; `seen` is the last revision of the thing that the person had
before their eyes ("" if there was none), and Stale tells them that another came first."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.accounts.models import User
from app.changes.applying import apply
from app.changes.merging import plan_merge
from app.changes.nouns import states_at
from app.changes.plans import plan_creation, plan_edit, plan_renaming, plan_retirement
from app.errors import Invalid, Stale
from app.history.commands import publish
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.ids import new_id


def create(
    db: Session, *, by: User, kind: Kind, fields: Mapping[str, Any], why: str = "", id: str = ""
) -> str:
    """Make something; its id."""
    publish(db)
    id = id or new_id()
    apply(db, plan_creation(db, by_id=by.id, kind=kind, fields=fields, id=id), by=by, why=why)
    return id


def edit(
    db: Session,
    *,
    by: User,
    kind: Kind,
    id: str,
    seen: str,
    fields: Mapping[str, Any],
    why: str = "",
) -> str:
    """Say something in other words; the id of the change, as of all that follow."""
    check_seen(db, kind, id, seen)
    return apply(db, plan_edit(db, kind=kind, id=id, fields=fields), by=by, why=why)


def rename(db: Session, *, by: User, kind: Kind, id: str, seen: str, slug: str, why: str) -> str:
    """Give a source or a debate another slug; the old addresses lead on."""
    check_seen(db, kind, id, seen)
    return apply(db, plan_renaming(db, kind=kind, id=id, slug=slug), by=by, why=why)


def retire(db: Session, *, by: User, kind: Kind, id: str, seen: str, why: str) -> str:
    """Take something out, with its links. Its address goes on saying what it was, and why."""
    _check_why(why)
    check_seen(db, kind, id, seen)
    return apply(db, plan_retirement(db, kind=kind, id=id), by=by, why=why)


def merge_claims(db: Session, *, by: User, id: str, into: str, seen: str, why: str) -> str:
    """Make two claims of one text one. The address of the first leads to the other."""
    _check_why(why)
    check_seen(db, Kind.CLAIM, id, seen)
    return apply(db, plan_merge(db, id=id, into=into), by=by, why=why)


def _check_why(why: str) -> None:
    if not why.strip():
        raise Invalid("why", "Say why: whoever follows a link to it will read that.")


def check_seen(db: Session, kind: Kind, id: str, seen: str) -> None:
    """Let one act on a thing at a time: those who come later wait here, and raise Stale with what
    is there now. 3 queries."""
    publish(db)
    last = last_revision_id(db, id)
    if last != seen:
        current = states_at(db, [(kind, id)]).get((kind, id))
        raise Stale(f"Somebody has changed this {kind} since you opened it.", current, last)

"""What somebody does: done at once by who may publish, put before the editors by others."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from app.accounts.attempts import count, writing
from app.accounts.models import User
from app.accounts.policy import Act
from app.changes.commands import edit, rename
from app.changes.naming import debates_with
from app.changes.undoing import restore, undo
from app.debates.editors import may_in
from app.debates.models import Debate
from app.errors import Forbidden
from app.history.models import Kind
from app.history.queries import debates_of_change, revision_by_id
from app.ids import new_id
from app.proposals.commands import check_may, perform, propose
from app.proposals.models import Deed, Proposal


class Outcome(NamedTuple):
    """What came of it: the id of the thing; and of the change, or of the proposal that waits."""

    id: str
    change_id: str = ""
    proposal_id: str = ""


def act(
    db: Session,
    *,
    by: User,
    debate_id: str,
    deed: Deed,
    kind: Kind,
    id: str = "",
    fields: Mapping[str, Any],
    seen: str = "",
    why: str = "",
) -> Outcome:
    """Raises Forbidden, TooOften, and all that the act raises."""
    check_may(db, by, Act.PROPOSE, debate_id)
    count(db, [writing(by)])
    given: dict[str, Any] = {"deed": deed, "kind": kind, "fields": fields, "seen": seen, "why": why}
    if not may_in(db, by, Act.PUBLISH, debate_id):
        waiting = propose(db, by=by, debate=db.get_one(Debate, debate_id), id=id, **given)
        return Outcome(waiting.entity_id, proposal_id=waiting.id)
    wanted = Proposal(debate_id=debate_id, by_id=by.id, entity_id=id or new_id(), **given)
    return Outcome(wanted.entity_id, change_id=perform(db, wanted, by))


def undo_change(db: Session, *, by: User, change_id: str) -> str:
    """Undo a change as an editor of every debate that it was in; the id of the new change.

    Raises NotFound, Forbidden, TooOften, and what undoing raises.
    """
    _check_edits(db, by, debates_of_change(db, change_id))
    count(db, [writing(by)])
    return undo(db, by=by, change_id=change_id)


def restore_revision(db: Session, *, by: User, revision_id: str, seen: str) -> str:
    """Make a thing what it was at a revision, as an editor; the id of the new change."""
    revision = revision_by_id(db, revision_id)
    _check_edits(db, by, debates_of_change(db, revision.change_id))
    count(db, [writing(by)])
    return restore(db, by=by, revision_id=revision_id, seen=seen)


def edit_as_editor(
    db: Session,
    *,
    by: User,
    kind: Kind,
    id: str,
    seen: str,
    fields: Mapping[str, Any],
    why: str,
) -> Outcome:
    """Say of a text or a debate something else, as an editor of every debate that it is in.

    Raises Forbidden, and what editing raises.
    """
    _check_edits(db, by, debates_about(db, kind, id))
    count(db, [writing(by)])
    return Outcome(id, edit(db, by=by, kind=kind, id=id, seen=seen, fields=fields, why=why))


def rename_as_editor(
    db: Session, *, by: User, kind: Kind, id: str, seen: str, slug: str, why: str
) -> Outcome:
    """Give a text or a debate another slug, as an editor of every debate that it is in."""
    _check_edits(db, by, debates_about(db, kind, id))
    count(db, [writing(by)])
    return Outcome(id, rename(db, by=by, kind=kind, id=id, seen=seen, slug=slug, why=why))


def debates_about(db: Session, kind: Kind, id: str) -> set[str]:
    """The debates in which a text is; of a debate itself. 1 query at most."""
    return {id} if kind == Kind.DEBATE else debates_with(db, [id])


def may_undo(db: Session, user: User, debates: Collection[str]) -> bool:
    """Whether somebody publishes in all of these. 1 query a debate, none where a role suffices."""
    return bool(debates) and all(may_in(db, user, Act.PUBLISH, id) for id in debates)


def _check_edits(db: Session, by: User, debates: Collection[str]) -> None:
    if not may_undo(db, by, debates):
        raise Forbidden("Only an editor of this debate can do that.")

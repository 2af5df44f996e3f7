"""Who edits one debate without being an editor of all."""

from sqlmodel import Session, select

from app.accounts.models import User
from app.accounts.policy import Act, may
from app.debates.models import Debate, DebateEditor
from app.errors import Conflict
from app.logbook.commands import note
from app.logbook.models import Duty


def edits(db: Session, user: User, debate_id: str) -> bool:
    """Whether somebody is an editor of this very debate. 1 query."""
    return db.get(DebateEditor, (debate_id, user.id)) is not None


def may_in(db: Session, user: User, act: Act, debate_id: str) -> bool:
    """Whether somebody may do this in this debate. 1 query, none where their role suffices."""
    return may(user.role, act) or may(user.role, act, edits_here=edits(db, user, debate_id))


def slugs_edited(db: Session) -> dict[str, list[str]]:
    """The slugs of the debates that people edit, by the id of the account. 1 query."""
    found: dict[str, list[str]] = {}
    asked = select(DebateEditor.user_id, Debate.slug).join(Debate).order_by(Debate.slug)
    for user_id, slug in db.exec(asked):
        found.setdefault(user_id, []).append(slug)
    return found


def edited_by(db: Session, user_id: str) -> frozenset[str]:
    """The ids of the debates that somebody edits without being an editor of all. 1 query."""
    asked = select(DebateEditor.debate_id).where(DebateEditor.user_id == user_id)
    return frozenset(db.exec(asked))


def appoint(db: Session, *, by: User | None, user: User, debate: Debate) -> None:
    """Make somebody an editor of this debate; `by`: None for the command line. Raises Conflict if
    they are."""
    if edits(db, user, debate.id):
        raise Conflict(f"{user.display} edits this debate already.")
    db.add(DebateEditor(debate_id=debate.id, user_id=user.id))
    note(db, by=by, duty=Duty.APPOINTED, about=user, debate_id=debate.id)


def dismiss(db: Session, *, by: User | None, user: User, debate: Debate) -> None:
    """Undo that. Raises Conflict if they are none."""
    found = db.get(DebateEditor, (debate.id, user.id))
    if found is None:
        raise Conflict(f"{user.display} is no editor of this debate.")
    db.delete(found)
    note(db, by=by, duty=Duty.DISMISSED, about=user, debate_id=debate.id)

"""Where an address leads whose thing is called otherwise now, or is merged into another."""

from typing import NamedTuple

from sqlmodel import Session

from app.changes.nouns import Key, states_at
from app.history.models import Kind
from app.history.queries import Gone, entity_once_at, last_known
from app.ids import is_id


class Live(NamedTuple):
    """What is there instead, and by what it is called in an address: its words, or its slug."""

    kind: Kind
    id: str
    words: str


def renamed(db: Session, kind: Kind, slug: str) -> str | None:
    """The slug now of what had this one, or has it for its id. 3 queries."""
    id = entity_once_at(db, kind, slug) or slug
    state = states_at(db, [(kind, id)]).get((kind, id)) if is_id(id) else None
    return str(state["slug"]) if state else None


def instead(db: Session, id: str) -> Live | Gone | None:
    """What became of what is gone: what it was merged into, or its last revision if that is gone
    as well; None if nothing was ever at this id. A few queries."""
    found = last_known(db, id)
    if found is None or not found.revision.into_id:
        return found
    key: Key = (found.revision.kind, found.revision.into_id)
    state = states_at(db, [key]).get(key)
    return Live(*key, _words(db, state)) if state else found


def _words(db: Session, state: dict[str, object]) -> str:
    """The words that stand in its address: what a claim says, or the claim that a link is of."""
    claim_id = str(state.get("claim_id") or state.get("conclusion_id") or "")
    claim = (Kind.CLAIM, claim_id)
    shown = states_at(db, [claim]).get(claim, {}) if claim_id else state
    return str(shown.get("statement") or shown.get("text") or "")

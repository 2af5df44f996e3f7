"""Where a thing belongs, and where it is now."""

from sqlmodel import Session

from app.arguments.models import Support
from app.claims.models import Claim
from app.debates.models import Debate
from app.debates.queries import Around, debate_around, debate_of_claim
from app.errors import Conflict, NotFound
from app.history.models import Kind
from app.history.states import State


def debate_with(db: Session, kind: Kind, id: str, state: State) -> Around:
    """The debate in which a thing is; of a text the first, of a debate itself. 1 to 3 queries.
    Raises Conflict if it is in none."""
    found = debate_of(db, placed(kind, id, state))
    if found is None:
        raise Conflict("This is in no debate.")
    return found


def placed(kind: Kind, id: str, state: State) -> State:
    """What says where a thing is: of a text and of a debate their id, of others their state."""
    return {Kind.DEBATE: {"debate_id": id}, Kind.SOURCE: {"source_id": id}}.get(kind, state)


def debate_of(db: Session, state: State) -> Around | None:
    """The debate in which the thing with this state is, if what it hangs on is still there. 1 to
    3 queries."""
    if debate_id := state.get("debate_id"):
        debate = db.get(Debate, debate_id)
        return Around._make(getattr(debate, name) for name in Around._fields) if debate else None
    step = db.get(Support, state.get("target_support_id") or "")
    ends = (state.get("claim_id"), state.get("conclusion_id"), step.conclusion_id if step else "")
    claims = [claim for id in ends if id and (claim := db.get(Claim, id))]
    try:
        if source_id := state.get("source_id"):
            return debate_around(db, source_id)
        return debate_of_claim(db, claims[0].id) if claims else None
    except NotFound:
        return None

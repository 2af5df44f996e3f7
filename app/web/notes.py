"""/notes: what neither text says, on a page of its own."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.changes.plans import state_at
from app.changes.queries import debate_with
from app.claims.queries import cards
from app.debates.queries import questions_by_id, voices
from app.history.models import Kind
from app.history.queries import edition
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.render import render

router = APIRouter()


@router.api_route("/notes/{id}", methods=READ, name="notes.show")
def show(request: Request, db: Db, id: str) -> Response:
    """11 queries, beside however much it stands."""
    return page(request, f"{edition(db)} note", lambda: _show(request, db, id))


def _show(request: Request, db: Session, id: str) -> Response:
    state = state_at(db, Kind.NOTE, id)
    debate = debate_with(db, Kind.NOTE, id, state)
    context = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "id": id,
        "note": state,
        "cards": cards(db, state["claim_ids"]),
        "questions": questions_by_id(db, state["question_ids"]),
    }
    return render(request, "notes/show.html", context)

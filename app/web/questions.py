"""/questions: one issue, what each text holds on it, and why it has its kind."""

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.claims.queries import cards
from app.debates.overview import outside_notes_on
from app.debates.queries import (
    debate_of_question,
    question_by_id,
    question_version,
    questions_of,
    voices,
)
from app.web import urls
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.render import moved, render

router = APIRouter()


@router.api_route("/questions/{id}", methods=READ, name="questions.show")
@router.api_route("/questions/{id}/{words}", methods=READ, name="questions.show.words")
def show(request: Request, db: Db, id: str) -> Response:
    version = question_version(db, id)
    return page(request, version, lambda: _show(request, db, id))


def _show(request: Request, db: Session, id: str) -> Response:
    question = question_by_id(db, id)
    if request.url.path != urls.question(question):
        return moved(urls.question(question), request)
    debate = debate_of_question(db, id)
    every = questions_of(db, debate.id)
    at = [other.id for other in every].index(id)
    context = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "question": question,
        "cards": cards(db, [id for held in question.positions for id in held.claim_ids]),
        "outside": outside_notes_on(db, question_id=id),
        "before": every[at - 1] if at else None,
        "after": every[at + 1] if at + 1 < len(every) else None,
    }
    return render(request, "questions/show.html", context)

"""/search: what is found in the texts, the claims, the questions and the notes."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.claims.models import Stance
from app.debates.models import Debate
from app.debates.queries import (
    Asked,
    Scope,
    debates_by_id,
    first_debate,
    questions_of,
    scope,
    voices,
)
from app.debates.voices import Voices
from app.history.queries import edition
from app.search.examples import examples
from app.search.queries import LOOKED_AT, NOTHING, Results, search
from app.search.ranking import ANY, KINDS, Filters
from app.search.terms import WORDS
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.filters import one_of, yes_or_no
from app.web.found import shown
from app.web.render import render

router = APIRouter()
DEBATES = 8
"""How many debates are offered to narrow a search to."""
LONGEST = 300
"""Characters of what was typed that the page repeats."""


@router.api_route("/search", methods=READ, name="search.index")
def index(request: Request, db: Db) -> Response:
    return page(request, edition(db), lambda: _index(request, db))


def _index(request: Request, db: Session) -> Response:
    """20 queries at most, however many hits; without words 3 for each of some examples."""
    asked = request.query_params
    within = scope(db, asked.get("debate", ""))
    debate = within.debate
    speakers = voices(db, debate.id) if debate else Voices()
    questions = questions_of(db, debate.id) if debate else []
    context = {
        "debate": debate,
        "voices": speakers,
        "questions": questions,
        "kinds": list(KINDS),
        "stances": list(Stance),
        **_found(request, db, _filters(request, debate, speakers, questions)),
    }
    context["now"] = _now(context, within)
    context["debates"] = {} if debate else _debates(db, context["results"])
    context["examples"] = [] if context["results"].typed.terms else _examples(db, debate)
    return render(request, "search/index.html", context, fragment="search/_results.html")


def _debates(db: Session, results: Results) -> dict[str, Debate]:
    """The debates of the hits, and those with the most."""
    counted = results.counts.get("debate", NOTHING)
    most = sorted((id for id in counted if id != ANY), key=lambda id: -counted[id])[:DEBATES]
    return debates_by_id(db, {*most, *(hit.debate_id for hit in results.hits)})


def _filters(
    request: Request, debate: Debate | None, speakers: Voices, questions: list[Asked]
) -> Filters:
    asked = request.query_params
    heard = [*speakers.values(), speakers.outside]
    source = next((v.source_id for v in heard if v.slug == asked.get("source")), "")
    question = next((q.id for q in questions if q.id == asked.get("question")), "")
    kind = asked.get("kind", "")
    return Filters(
        debate=debate.id if debate else "",
        source=source,
        stance=one_of(Stance, asked.get("stance")),
        kind=kind if kind in KINDS else "",
        question=question,
        answered=yes_or_no(asked.get("answered")),
    )


def _found(request: Request, db: Session, chosen: Filters) -> dict[str, Any]:
    asked = request.query_params
    typed, after = asked.get("q", ""), asked.get("after", "")
    results = search(db, typed, chosen, after)
    return {
        "q": " ".join(typed.replace("\x00", " ").split())[:LONGEST],
        "chosen": chosen,
        "after": after if results.hits else "",
        "results": results,
        "most_words": WORDS,
        "most_looked_at": LOOKED_AT,
        **shown(db, results, chosen.debate),
    }


def _now(context: dict[str, Any], within: Scope) -> dict[str, str]:
    """The search as its address writes it."""
    chosen, debate = context["chosen"], within.debate
    return {
        "q": context["q"],
        "debate": debate.slug if debate and not within.is_only else "",
        "source": context["voices"][chosen.source].slug if chosen.source else "",
        "stance": chosen.stance or "",
        "kind": chosen.kind,
        "question": chosen.question,
        "answered": {True: "yes", False: "no", None: ""}[chosen.answered],
    }


def _examples(db: Session, debate: Debate | None) -> list[str]:
    around = debate or first_debate(db)
    return examples(db, around.id) if around else []

"""/debates/…/map: the argument drawn as a graph, and told as nested text."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.claims.queries import OUTSIDE, Card, card_by_id, cards
from app.debates.models import Debate
from app.debates.queries import Asked, debate_by_slug, questions_of, voices
from app.debates.voices import Voices
from app.errors import NotFound
from app.history.queries import edition
from app.mapping.graph import of_questions
from app.mapping.lines import TEXT, UI, width
from app.mapping.neighbourhood import Followed, MapFilter
from app.mapping.picture import picture, word_of
from app.mapping.queries import FARTHEST, Mapped, around, under
from app.web import urls
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.filters import id_in, one_of, yes_or_no
from app.web.map_standing import stood
from app.web.map_words import RELATIONS, destinations, said
from app.web.reckoning import Supposing, supposing
from app.web.render import render
from app.web.supposing import Written, is_supposing, supposition, written_in

router = APIRouter()
SVG_POLICY = "; ".join(
    (
        "sandbox allow-top-navigation-by-user-activation",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
    )
)
"""A drawing by itself runs nothing and fetches nothing; its links may be followed."""


@router.api_route("/debates/{slug}/map.svg", methods=READ, name="debates.map.svg")
def drawing(request: Request, db: Db, slug: str) -> Response:
    """The drawing by itself. 404 where none can be made."""

    def build() -> Response:
        context = map_context(db, debate_by_slug(db, slug), request.query_params, _written(request))
        if context["picture"] is None:
            raise NotFound("drawing of the map", slug)
        context |= {"as_text": partial(width, face=TEXT), "as_facts": partial(width, face=UI)}
        made = render(request, "mapping/drawing.svg", context)
        made.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
        return made

    answer = page(request, edition(db), build)
    answer.headers["Content-Security-Policy"] = SVG_POLICY
    return answer


@router.api_route("/debates/{slug}/map", methods=READ, name="debates.map")
def show(request: Request, db: Db, slug: str) -> Response:
    def build() -> Response:
        context = map_context(db, debate_by_slug(db, slug), request.query_params, _written(request))
        return render(request, "mapping/show.html", context, fragment="mapping/_results.html")

    return page(request, edition(db), build)


def map_context(
    db: Session, debate: Debate, asked: Mapping[str, str], written: Written | None = None
) -> dict[str, Any]:
    """All that a map shows. 4 queries, and those of what is mapped; 6 more with what an address
    supposes. Raises NotFound for a claim or question that is not of the debate."""
    speakers = voices(db, debate.id)
    questions = questions_of(db, debate.id)
    question = _question(questions, asked)
    focus = "" if question else id_in(asked.get("claim"))
    steps = {"2": 2, "3": 3}.get(asked.get("steps", ""), 1)
    chosen = map_filter(asked, speakers)
    found = _mapped(db, speakers, questions, question, focus, steps, chosen)
    supposed = _supposing(db, found, written, speakers) if written else None
    told = said(found.graph, found.cards, speakers, questions, stood(found, supposed))
    leads = destinations(found.graph, found.cards, speakers, questions, written or Written())
    return {
        "supposed": supposed,
        "written": written or Written(),
        "aside": _aside(supposed),
        "to": lambda **chosen: (written or Written()).at(urls.map_of(debate, **chosen)),
        "debate": debate,
        "voices": speakers,
        "questions": questions,
        "question": question,
        "focus": found.cards.get(focus),
        "steps": steps,
        "farthest": FARTHEST,
        "chosen": chosen,
        "followed": list(Followed),
        "mapped": found,
        "graph": found.graph,
        "cards": found.cards | _named(db, supposed),
        "said": told,
        "leads": leads,
        "words": {r.id: word_of(r, RELATIONS) for r in found.graph.relations},
        "picture": picture(found.graph, told, RELATIONS, focus),
    }


def _written(request: Request) -> Written | None:
    return written_in(request) if is_supposing(request) else None


def _supposing(db: Session, mapped: Mapped, written: Written, speakers: Voices) -> Supposing:
    """What is supposed, and what would stand differently for it. 5 queries."""
    return supposing(db, mapped.labels, supposition(db, written, speakers))


def _aside(supposed: Supposing | None) -> set[str]:
    """The rebuttals that are set aside."""
    if supposed is None or not supposed.whole:
        return set()
    return supposed.what.attacks.keys() & supposed.what.supposed.without


def _named(db: Session, supposed: Supposing | None) -> dict[str, Card]:
    """The claims that must be named to tell what is supposed and what follows. 1 query."""
    return cards(db, {*supposed.changed, *supposed.what.ends()}) if supposed else {}


def map_filter(asked: Mapping[str, str], speakers: Voices) -> MapFilter:
    slugs = {voice.slug: id for id, voice in speakers.items()} | {OUTSIDE: OUTSIDE}
    return MapFilter(
        relations=one_of(Followed, asked.get("relations")),
        source=slugs.get(asked.get("source", ""), ""),
        across=yes_or_no(asked.get("across")),
    )


def _mapped(
    db: Session,
    speakers: Voices,
    questions: list[Asked],
    question: Asked | None,
    focus: str,
    steps: int,
    chosen: MapFilter,
) -> Mapped:
    if question:
        return under(db, question, chosen, speakers)
    if not focus:
        return Mapped(of_questions(questions, speakers), {})
    if not speakers.hears(card_by_id(db, focus)):
        raise NotFound("claim", focus)
    return around(db, focus, steps, chosen, speakers)


def _question(questions: list[Asked], asked: Mapping[str, str]) -> Asked | None:
    id = id_in(asked.get("question"))
    found = next((question for question in questions if question.id == id), None)
    if id and found is None:
        raise NotFound("question", id)
    return found

"""/debates: the front page of a debate, its lists, and how it was made."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.arguments.models import Basis, Move
from app.arguments.queries import attacks_by_id, reasons_by_id
from app.claims.models import Stance
from app.claims.queries import OUTSIDE, cards
from app.debates.coverage import Coverage
from app.debates.listing import ClaimFilter, RebuttalFilter, claims_listed, rebuttals_listed
from app.debates.models import Debate, QuestionKind
from app.debates.overview import counts, outside_notes_of, texts_of
from app.debates.queries import (
    Asked,
    debate_by_slug,
    debates,
    questions_of,
    voices,
)
from app.debates.voices import Voices
from app.history.queries import edition
from app.web import urls
from app.web.caching import page
from app.web.coverage import met_as
from app.web.deps import READ, Db
from app.web.filters import id_in, one_of, yes_or_no
from app.web.render import render

router = APIRouter()


@router.api_route("/", methods=READ, name="debates.index")
def index(request: Request, db: Db) -> Response:
    """The list of debates; a single debate is its own front page."""
    every = debates(db)
    if len(every) == 1:
        return RedirectResponse(urls.debate(every[0]), 302)
    return page(
        request, edition(db), lambda: render(request, "debates/index.html", {"debates": every})
    )


@router.api_route("/debates/{slug}", methods=READ, name="debates.show")
def show(request: Request, db: Db, slug: str) -> Response:
    def build() -> Response:
        debate = debate_by_slug(db, slug)
        questions = questions_of(db, debate.id)
        opening = next((q for q in questions if q.id == debate.opening_question_id), None)
        context = _scene(db, debate) | {
            "opening": opening,
            "cards": cards(db, debate.opening_claims),
            "questions": questions,
            "texts": texts_of(db, debate.id),
            "kinds": list(QuestionKind),
        }
        return render(request, "debates/show.html", context)

    return page(request, edition(db), build)


@router.api_route("/debates/{slug}/questions", methods=READ, name="debates.questions")
def questions(request: Request, db: Db, slug: str) -> Response:
    kind = one_of(QuestionKind, request.query_params.get("kind"))

    def build() -> Response:
        debate = debate_by_slug(db, slug)
        every = questions_of(db, debate.id)
        shown = [question for question in every if kind in (None, question.kind)]
        under = [id for q in shown for held in q.positions for id in held.claim_ids]
        context = _scene(db, debate) | {
            "every": every,
            "questions": shown,
            "cards": cards(db, under),
            "kinds": list(QuestionKind),
            "kind": kind,
        }
        return render(request, "questions/index.html", context, fragment="questions/_results.html")

    return page(request, edition(db), build)


@router.api_route("/debates/{slug}/claims", methods=READ, name="debates.claims")
def claims(request: Request, db: Db, slug: str) -> Response:
    def build() -> Response:
        debate = debate_by_slug(db, slug)
        scene = _scene(db, debate)
        questions = questions_of(db, debate.id)
        narrowed = _narrowed(db, debate, scene["voices"], questions, request.query_params)
        listed = claims_listed(db, debate.id, narrowed["chosen"])
        found = cards(db, listed.ids)
        context = scene | narrowed
        context |= {
            "questions": questions,
            "stances": list(Stance),
            "kinds": list(Coverage),
            "claims": [found[id] for id in listed.ids],
            "more": listed.more,
        }
        return render(request, "claims/index.html", context, fragment="claims/_results.html")

    return page(request, edition(db), build)


def _narrowed(
    db: Session,
    debate: Debate,
    speakers: Voices,
    questions: Sequence[Asked],
    asked: Mapping[str, str],
) -> dict[str, Any]:
    """What the address narrows the list to. 6 queries where it asks how claims are met."""
    if asked.get("source") == OUTSIDE:
        asked = {name: asked[name] for name in ("source", "after") if name in asked}
    by_slug = {voice.slug: voice for voice in speakers.values()}
    against = by_slug.get(asked.get("against", ""))
    source = (by_slug | {OUTSIDE: speakers.outside}).get(asked.get("source", ""))
    question = next((q for q in questions if q.id == asked.get("question")), None)
    coverage = one_of(Coverage, asked.get("coverage"))
    chosen = ClaimFilter(
        source=source.source_id if source else "",
        stance=one_of(Stance, asked.get("stance")),
        question=question.id if question else "",
        answered=yes_or_no(asked.get("answered")),
        among=met_as(db, debate, speakers, coverage, against) if coverage else None,
        after=id_in(asked.get("after")),
    )
    return {
        "chosen": chosen,
        "chosen_source": source,
        "chosen_question": question,
        "coverage": coverage,
        "against": against,
    }


@router.api_route("/debates/{slug}/rebuttals", methods=READ, name="debates.rebuttals")
def rebuttals(request: Request, db: Db, slug: str) -> Response:
    asked = request.query_params
    chosen = RebuttalFilter(
        move=one_of(Move, asked.get("move")),
        basis=one_of(Basis, asked.get("basis")),
        across=yes_or_no(asked.get("across")),
        outside=asked.get("across") == OUTSIDE,
        after=id_in(asked.get("after")),
    )

    def build() -> Response:
        debate = debate_by_slug(db, slug)
        listed = rebuttals_listed(db, debate.id, chosen)
        attacks = attacks_by_id(db, listed.ids)
        reasons = reasons_by_id(db, [a.target_support_id for a in attacks if a.target_support_id])
        ends = {id for a in attacks for id in (a.claim_id, a.target_claim_id) if id}
        for reason in reasons.values():
            ends.update((reason.conclusion_id, *reason.premise_ids))
        context = _scene(db, debate) | {
            "chosen": chosen,
            "moves": list(Move),
            "bases": list(Basis),
            "attacks": attacks,
            "reasons": reasons,
            "cards": cards(db, ends),
            "more": listed.more,
        }
        return render(request, "rebuttals/index.html", context, fragment="rebuttals/_results.html")

    return page(request, edition(db), build)


@router.api_route("/debates/{slug}/about", methods=READ, name="debates.about")
def about(request: Request, db: Db, slug: str) -> Response:
    def build() -> Response:
        debate = debate_by_slug(db, slug)
        context = _scene(db, debate) | {
            "texts": texts_of(db, debate.id),
            "counts": counts(db, debate.id),
            "outside": outside_notes_of(db, debate.id),
            "stances": list(Stance),
            "bases": list(Basis),
            "moves": list(Move),
            "kinds": list(QuestionKind),
        }
        return render(request, "debates/about.html", context)

    return page(request, edition(db), build)


def _scene(db: Session, debate: Debate) -> dict[str, Any]:
    return {"debate": debate, "voices": voices(db, debate.id)}

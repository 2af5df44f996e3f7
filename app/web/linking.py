"""/claims/…/rebuttals/new and …/supports/new: what goes against a claim, or is a reason for it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.queries import Signed
from app.arguments.queries import links_of
from app.claims.queries import Card, card_by_id
from app.debates.queries import debate_of_claim, voices
from app.errors import Invalid
from app.web import moves, urls
from app.web.deps import READ, Db
from app.web.ends import End, chosen_ends
from app.web.forms import Bound, Optional, posted
from app.web.links import (
    OtherEnd,
    begun,
    like_typed,
    link,
    page,
    reasons_for,
    sent,
    take,
    told_there,
)
from app.web.moves import Said, rebuttal_fields
from app.web.offering import Near, offer, spoken
from app.web.permissions import Who, permitted

router = APIRouter()
SIGNED = [Depends(permitted)]
REBUT, SUPPORT = "contribute/rebut.html", "contribute/support.html"


class RebuttalForm(OtherEnd):
    """`reason`: the support whose step is denied."""

    move: Said
    reason: Optional = ""


class SupportForm(OtherEnd):
    scheme: Optional = ""


@router.api_route(
    "/claims/{id}/rebuttals/new", methods=READ, name="rebuttals.new", dependencies=SIGNED
)
def new_rebuttal(request: Request, db: Db, id: str) -> Response:
    return _page(request, db, REBUT, card_by_id(db, id), begun(request))


@router.post("/claims/{id}/rebuttals", name="rebuttals.create")
def create_rebuttal(
    request: Request,
    db: Db,
    who: Who,
    id: str,
    form: Annotated[Bound[RebuttalForm], Depends(posted(RebuttalForm))],
) -> Response:
    card = card_by_id(db, id)

    def make(value: RebuttalForm) -> str:
        ends = _ends(db, card, value)
        if len(ends) > 1:
            raise Invalid("claim", "One claim at a time goes against another: choose one.")
        _check_step(db, id, value)
        fields = rebuttal_fields(ends[0].id, id, value.move, value.reason)
        return _made(db, who, card, fields, ends, value)

    done = sent(db, who, f"{REBUT} {id}", form, make)
    return done or _page(request, db, REBUT, card, form, 422)


@router.api_route(
    "/claims/{id}/supports/new", methods=READ, name="supports.new", dependencies=SIGNED
)
def new_support(request: Request, db: Db, id: str) -> Response:
    return _page(request, db, SUPPORT, card_by_id(db, id), begun(request))


@router.post("/claims/{id}/supports", name="supports.create")
def create_support(
    request: Request,
    db: Db,
    who: Who,
    id: str,
    form: Annotated[Bound[SupportForm], Depends(posted(SupportForm))],
) -> Response:
    card = card_by_id(db, id)

    def make(value: SupportForm) -> str:
        ends = _ends(db, card, value)
        premises = [end.id for end in ends]
        fields = {"premise_ids": premises, "conclusion_id": id, "scheme": value.scheme or None}
        return _made(db, who, card, fields, ends, value)

    done = sent(db, who, f"{SUPPORT} {id}", form, make)
    return done or _page(request, db, SUPPORT, card, form, 422)


def _ends(db: Session, card: Card, value: OtherEnd) -> list[End]:
    debate = debate_of_claim(db, card.id)
    return chosen_ends(db, debate.id, value.typed())


def _check_step(db: Session, id: str, value: RebuttalForm) -> None:
    if value.move == Said.UNDERCUTS and not value.reason:
        none = "No reason is given for this claim here, so there is no step to deny."
        some = "Choose the reason whose step it denies."
        raise Invalid("reason", some if reasons_for(db, id)["reasons"] else none)


def _made(
    db: Session,
    who: Signed,
    card: Card,
    fields: dict[str, Any],
    ends: list[End],
    value: OtherEnd,
) -> str:
    debate = debate_of_claim(db, card.id)
    return told_there(urls.claim(card), link(db, who, debate.id, fields, ends, value))


def _page(
    request: Request, db: Session, template: str, card: Card, form: Bound[Any], status: int = 200
) -> Response:
    """30 queries at most, however many claims there are."""
    debate = debate_of_claim(db, card.id)
    take(db, debate.id, form, several=template == SUPPORT)
    linked = links_of(db, [card.id]).linked_with(card.id)
    near, meaning = Near(card.source_id, spoken(card), card.id, linked), request.app.state.meaning
    context = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "card": card,
        "offer": offer(db, near, debate.id, form.typed("q"), form.chosen("claim"), meaning),
        "like": like_typed(db, debate.id, form),
        "form": form,
        "said": moves,
        "several": template == SUPPORT,
        **reasons_for(db, card.id),
    }
    return page(request, template, context, status)

"""/claims/…/rebuttals/new and …/supports/new: what goes against a claim, or is a reason for it."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.queries import Signed
from app.arguments.models import Basis
from app.arguments.queries import links_of
from app.claims.queries import Card, card_by_id, cards
from app.debates.queries import debate_around, voices
from app.errors import Invalid, Refusal
from app.history.forms import once
from app.history.models import Kind
from app.ids import new_id
from app.proposals.acting import act
from app.proposals.models import Deed
from app.web import moves, stating, urls
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Line, Optional, Prose, posted
from app.web.moves import Said, rebuttal_fields
from app.web.offering import offered
from app.web.permissions import Who, permitted
from app.web.render import render, see_other

router = APIRouter()
SIGNED = [Depends(permitted)]
FOUND = "contribute/_candidates.html"


class RebuttalForm(FormModel):
    """`claim`: the one that goes against this; `reason`: the support whose step is denied."""

    claim: Line
    move: Said
    reason: Optional = ""
    basis: Basis
    stated_in: stating.Said = ""
    note: Prose
    key: Line


class SupportForm(FormModel):
    """`claim`: the premises."""

    claim: list[str]
    scheme: Optional = ""
    basis: Basis
    stated_in: stating.Said = ""
    note: Prose
    key: Line


_F = TypeVar("_F", RebuttalForm, SupportForm)


@router.api_route(
    "/claims/{id}/rebuttals/new", methods=READ, name="rebuttals.new", dependencies=SIGNED
)
def new_rebuttal(request: Request, db: Db, id: str) -> Response:
    return _page(request, db, "contribute/rebut.html", id, _begun(request))


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
        if value.move == Said.UNDERCUTS and not value.reason:
            raise Invalid("reason", "Choose the reason whose step it denies.")
        _check_claims(db, [value.claim])
        ends = rebuttal_fields(value.claim, id, value.move, value.reason)
        return _made(db, who, card, Kind.REBUTTAL, ends, value)

    return _answer(request, db, who, "contribute/rebut.html", id, form, make)


@router.api_route(
    "/claims/{id}/supports/new", methods=READ, name="supports.new", dependencies=SIGNED
)
def new_support(request: Request, db: Db, id: str) -> Response:
    return _page(request, db, "contribute/support.html", id, _begun(request))


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
        _check_claims(db, value.claim)
        scheme = value.scheme or None
        ends = {"premise_ids": value.claim, "conclusion_id": id, "scheme": scheme}
        return _made(db, who, card, Kind.SUPPORT, ends, value)

    return _answer(request, db, who, "contribute/support.html", id, form, make)


def _answer(
    request: Request,
    db: Session,
    who: Signed,
    page: str,
    id: str,
    form: Bound[_F],
    make: Callable[[_F], str],
) -> Response:
    """On to where the new link stands; or the form as typed, with what is wrong with it."""
    value = form.value
    if value:
        try:
            with db.begin_nested():
                body = f"{page} {id} {value.model_dump_json()}".encode()
                by = who.user.id
                place = once(db, key=value.key, by_id=by, body=body, act=lambda: make(value))
            return see_other(place)
        except Refusal as error:
            form.reject(error)
    return _page(request, db, page, id, form, 422)


def _made(
    db: Session,
    who: Signed,
    card: Card,
    kind: Kind,
    ends: dict[str, Any],
    value: RebuttalForm | SupportForm,
) -> str:
    """Do it, or put it before the editors; the address that tells of it."""
    debate = debate_around(db, card.source_id)
    note = stating.note_of(db, value, ends.get("claim_id") or ends["conclusion_id"])
    fields = ends | {"basis": value.basis.value, "note": note}
    made = act(
        db,
        by=who.user,
        debate_id=debate.id,
        deed=Deed.CREATE,
        kind=kind,
        id=new_id(),
        fields=fields,
    )
    return urls.told(urls.claim(card), change_id=made.change_id, proposal_id=made.proposal_id)


def _check_claims(db: Session, ids: list[str]) -> None:
    """1 query. Raises Invalid."""
    if not ids or len(cards(db, ids)) < len(set(ids)):
        raise Invalid("claim", "Choose a claim that is here.")


def _begun(request: Request) -> Bound[Any]:
    """A form with what its address says already, and a key that no other has."""
    asked = request.query_params
    raw = {name: asked.getlist(name) for name in asked}
    return Bound({"key": [new_id()]} | raw)


def _page(
    request: Request, db: Session, page: str, id: str, form: Bound[Any], status: int = 200
) -> Response:
    """About 12 queries, however many claims there are."""
    card = card_by_id(db, id)
    debate = debate_around(db, card.source_id)
    meaning = request.app.state.meaning
    found = offered(db, card, debate.id, form.typed("q"), form.chosen("claim"), meaning)
    reasons = [r for r in links_of(db, [id]).reasons if r.conclusion_id == id]
    context = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "card": card,
        "offered": found,
        "reasons": reasons,
        "premises": cards(db, [each for reason in reasons for each in reason.premise_ids]),
        "form": form,
        "said": moves,
        "several": page == "contribute/support.html",
    }
    made = render(request, page, context, fragment=FOUND if status == 200 else None, status=status)
    made.headers["Cache-Control"] = "no-store"
    return made

"""/debates/…/claims/new: a claim from outside, which no text makes, signed by whoever brings it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.queries import Signed
from app.claims.queries import OUTSIDE, Card, cards
from app.db import now
from app.debates.models import Debate
from app.debates.queries import debate_by_slug, voices
from app.history.forms import once
from app.history.models import Kind
from app.ids import new_id
from app.proposals.acting import act
from app.proposals.models import Deed
from app.search.candidates import alike
from app.web import urls
from app.web.deps import READ, Db
from app.web.forms import Bound, Line, Optional, posted
from app.web.outside_words import OutsideWords, outside_fields
from app.web.permissions import Who, permitted
from app.web.render import see_other, unkept

router = APIRouter()


class OutsideForm(OutsideWords):
    """`known`: claims like this one were shown, and this is another."""

    known: Optional = ""
    key: Line


@router.api_route(
    "/debates/{slug}/claims/new",
    methods=READ,
    name="claims.outside",
    dependencies=[Depends(permitted)],
)
def new(request: Request, db: Db, slug: str) -> Response:
    asked = request.query_params
    raw = {name: asked.getlist(name) for name in asked}
    begun: Bound[OutsideForm] = Bound({"key": [new_id()], "year": [str(now().year)]} | raw)
    return _page(request, db, debate_by_slug(db, slug), begun)


@router.post("/debates/{slug}/claims", name="claims.bring")
def create(
    request: Request,
    db: Db,
    who: Who,
    slug: str,
    form: Annotated[Bound[OutsideForm], Depends(posted(OutsideForm))],
) -> Response:
    debate = debate_by_slug(db, slug)
    value, like = form.value, []
    if value:
        with form.refusals(db):
            fields = outside_fields(value) | {"debate_id": debate.id}
            like = [] if value.known else like_it(db, debate.id, value.statement)
            if not like:
                place = once(
                    db,
                    key=value.key,
                    by_id=who.user.id,
                    body=f"{slug} {value.model_dump_json()}".encode(),
                    act=lambda: _make(db, who, debate, fields),
                )
                return see_other(place)
    return _page(request, db, debate, form, 422, like)


def like_it(db: Session, debate_id: str, statement: str) -> list[Card]:
    """Claims of a debate that may say the same already. 4 queries."""
    ids = alike(db, statement, debate_id)
    shown = cards(db, ids)
    return [shown[id] for id in ids if id in shown]


def _make(db: Session, who: Signed, debate: Debate, fields: dict[str, Any]) -> str:
    by = who.user
    made = act(db, by=by, debate_id=debate.id, deed=Deed.CREATE, kind=Kind.CLAIM, fields=fields)
    waits = urls.claims(debate, source=OUTSIDE)
    path = waits if made.proposal_id else urls.thing(Kind.CLAIM, made.id)
    return urls.told(path, change_id=made.change_id, proposal_id=made.proposal_id)


def _page(
    request: Request,
    db: Session,
    debate: Debate,
    form: Bound[OutsideForm],
    status: int = 200,
    like: list[Card] | None = None,
) -> Response:
    context: dict[str, Any] = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "form": form,
        "like": like or [],
    }
    return unkept(request, "contribute/outside.html", context, status)

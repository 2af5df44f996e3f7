"""/claims/…/merging: a claim that says the same as another of its text becomes one with it."""

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.models import User
from app.accounts.policy import Act
from app.changes.merging import plan_merge
from app.changes.nouns import NOUNS
from app.changes.plans import Plan
from app.claims.queries import Card, card_by_id, cards
from app.debates.editors import may_in
from app.debates.queries import debate_of_claim, voices
from app.errors import Conflict, Invalid, NotFound, Refusal
from app.history.forms import once
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.ids import new_id
from app.proposals.acting import act
from app.proposals.commands import check_may
from app.proposals.models import Deed
from app.proposals.queries import Change, would
from app.web import choosing, urls
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Line, Optional, Prose, posted
from app.web.offering import Offered
from app.web.permissions import Who
from app.web.render import see_other, unkept

router = APIRouter()


class MergeForm(FormModel):
    """`into`: the claim that stays; `seen`: the last revision of the other."""

    into: Line
    reason: Prose
    seen: Optional = ""
    key: Line


class Carried(NamedTuple):
    """What becomes of one thing, in a sentence; what it says, and where."""

    fate: str
    words: str
    address: str


@router.api_route("/claims/{id}/merging", methods=READ, name="claims.merging")
def merging(request: Request, db: Db, who: Who, id: str) -> Response:
    asked = request.query_params
    raw = {name: asked.getlist(name) for name in asked}
    fresh = {"seen": [last_revision_id(db, id)], "key": [new_id()]}
    return _page(request, db, who.user, id, Bound(fresh | raw))


@router.post("/claims/{id}/merging", name="claims.merge")
def merge(
    request: Request,
    db: Db,
    who: Who,
    id: str,
    form: Annotated[Bound[MergeForm], Depends(posted(MergeForm))],
) -> Response:
    value = form.value
    if value:
        try:
            with db.begin_nested():
                body = f"merge {id} {value.model_dump_json()}".encode()
                by = who.user
                place = once(
                    db,
                    key=value.key,
                    by_id=by.id,
                    body=body,
                    act=lambda: _merged(db, by, id, value),
                )
            return see_other(place)
        except NotFound as error:
            if error.key == id:
                raise Conflict(f"{error} Somebody may have retired or merged it.") from None
            form.reject(Invalid("into", "That claim is not here: choose another."))
        except Refusal as error:
            form.reject(error)
            form.raw |= {"seen": [last_revision_id(db, id)], "key": [new_id()]}
    form.raw["look"] = ["yes"]
    return _page(request, db, who.user, id, form, 422)


def _merged(db: Session, by: User, id: str, value: MergeForm) -> str:
    """Do it, or put it before the editors; the address that tells of it."""
    card = card_by_id(db, id)
    done = act(
        db,
        by=by,
        debate_id=debate_of_claim(db, card.id).id,
        deed=Deed.MERGE,
        kind=Kind.CLAIM,
        id=card.id,
        fields={"into": value.into},
        seen=value.seen,
        why=value.reason,
    )
    place = urls.thing(Kind.CLAIM, value.into if done.change_id else card.id)
    return urls.told(place, change_id=done.change_id, proposal_id=done.proposal_id)


def _page(
    request: Request, db: Session, user: User, id: str, form: Bound[Any], status: int = 200
) -> Response:
    """About 15 queries where claims are offered, 25 where it is shown what would become one."""
    card = card_by_id(db, id)
    debate = debate_of_claim(db, card.id)
    check_may(db, user, Act.PROPOSE, debate.id)
    into = cards(db, [form.typed("into")]).get(form.typed("into")) if form.typed("look") else None
    if form.typed("look") and into is None and not form.errors:
        form.reject(Invalid("into", "Choose the claim that stays."))
    carried = _carried(db, card, into, form) if into else []
    shown = None if form.errors.get("into") else into
    context = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "card": card,
        "into": shown,
        "carried": carried,
        "offered": [] if shown else _offered(db, card, debate.id, form),
        "form": form,
        "publishes": may_in(db, user, Act.PUBLISH, debate.id),
    }
    fragment = "contribute/_same.html" if status == 200 and not shown else None
    return unkept(request, "contribute/merge.html", context, status, fragment)


def _offered(db: Session, card: Card, debate_id: str, form: Bound[Any]) -> list[Offered]:
    words = form.typed("find-into")
    if words.strip():
        return choosing.found_in(db, card, debate_id, words)
    return choosing.same_perhaps(db, card, debate_id)


def _carried(db: Session, card: Card, into: Card, form: Bound[Any]) -> list[Carried]:
    """What would become of all that the merge touches, these two claims left out. What refuses it
    is said at the field."""
    try:
        plan = plan_merge(db, id=card.id, into=into.id)
    except Refusal as error:
        form.reject(error)
        return []
    return [_told(plan, change) for change in would(db, plan) if change[0][0] != Kind.CLAIM]


def _told(plan: Plan, change: Change) -> Carried:
    (kind, id), before, after = change
    fate = f"The {kind} is carried over"
    if after is None:
        fate = (_TWIN if id in plan.into else _LOOP).format(kind)
    return Carried(fate, str((before or {})[NOUNS[kind].called]), urls.thing(kind, id))


_TWIN = "The {} says what another says already, and leads to that"
_LOOP = "The {} links the two to each other, and goes"

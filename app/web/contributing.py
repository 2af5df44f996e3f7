"""Taking back, restoring, retiring and flagging: what people do to what is there."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.attempts import count, flagging
from app.accounts.queries import user_by_id
from app.changes.nouns import NOUNS
from app.changes.plans import state_at
from app.changes.queries import debate_of
from app.debates.models import Debate
from app.debates.queries import Around, voices
from app.errors import Conflict
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.proposals.acting import Outcome, act, restore_revision, undo_change
from app.proposals.commands import flag
from app.proposals.models import Deed
from app.web import doors, urls
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Optional, Prose, posted
from app.web.permissions import Who, permitted
from app.web.proving import address_of
from app.web.render import see_other, unkept
from app.web.visitor import visitor

router = APIRouter()
RETIRE, FLAG = "contribute/retire.html", "contribute/flag.html"


class OnwardForm(FormModel):
    onward: Optional = ""
    seen: Optional = ""


class RetireForm(FormModel):
    why: Prose
    seen: Optional = ""


class FlagForm(FormModel):
    words: Prose


SIGNED = [Depends(permitted)]
Onward = Annotated[Bound[OnwardForm], Depends(posted(OnwardForm))]


@router.post("/changes/{id}/undo", name="changes.undo")
def undo(db: Db, who: Who, id: str, form: Onward) -> Response:
    change_id = undo_change(db, by=who.user, change_id=id)
    return see_other(urls.told(doors.here_or_home(form.typed("onward")), change_id=change_id))


@router.post("/revisions/{id}/restore", name="revisions.restore")
def restore(db: Db, who: Who, id: str, form: Onward) -> Response:
    seen, onward = form.typed("seen"), doors.here_or_home(form.typed("onward"))
    change_id = restore_revision(db, by=who.user, revision_id=id, seen=seen)
    return see_other(urls.told(onward, change_id=change_id))


@router.api_route(
    "/claims/{id}/retirement", methods=READ, name="claims.retirement", dependencies=SIGNED
)
@router.api_route(
    "/supports/{id}/retirement", methods=READ, name="supports.retirement", dependencies=SIGNED
)
@router.api_route(
    "/rebuttals/{id}/retirement", methods=READ, name="rebuttals.retirement", dependencies=SIGNED
)
@router.api_route(
    "/questions/{id}/retirement", methods=READ, name="questions.retirement", dependencies=SIGNED
)
@router.api_route(
    "/notes/{id}/retirement", methods=READ, name="notes.retirement", dependencies=SIGNED
)
def retirement(request: Request, db: Db, id: str) -> Response:
    form = Bound[RetireForm]({"seen": [last_revision_id(db, id)]})
    return _page(request, db, RETIRE, id, form)


@router.post("/claims/{id}/retirement", name="claims.retire")
@router.post("/supports/{id}/retirement", name="supports.retire")
@router.post("/rebuttals/{id}/retirement", name="rebuttals.retire")
@router.post("/questions/{id}/retirement", name="questions.retire")
@router.post("/notes/{id}/retirement", name="notes.retire")
def retire(
    request: Request,
    db: Db,
    who: Who,
    id: str,
    form: Annotated[Bound[RetireForm], Depends(posted(RetireForm))],
) -> Response:
    kind = urls.kind_at(request.url.path)
    debate = _around(db, kind, id)
    if form.value:
        with form.refusals(db):
            outcome = act(
                db,
                by=who.user,
                debate_id=debate.id,
                deed=Deed.RETIRE,
                kind=kind,
                id=id,
                fields={},
                seen=form.value.seen,
                why=form.value.why,
            )
            return led(urls.thing(kind, id), outcome)
    return _page(request, db, RETIRE, id, form, 422)


@router.api_route("/claims/{id}/flag", methods=READ, name="claims.flag")
@router.api_route("/supports/{id}/flag", methods=READ, name="supports.flag")
@router.api_route("/rebuttals/{id}/flag", methods=READ, name="rebuttals.flag")
@router.api_route("/questions/{id}/flag", methods=READ, name="questions.flag")
@router.api_route("/notes/{id}/flag", methods=READ, name="notes.flag")
def new_flag(request: Request, db: Db, id: str) -> Response:
    return _page(request, db, FLAG, id, Bound[FlagForm]())


def _is_sent(request: Request) -> bool:
    return request.query_params.get("sent") == "yes"


@router.post("/claims/{id}/flag", name="claims.flag.send")
@router.post("/supports/{id}/flag", name="supports.flag.send")
@router.post("/rebuttals/{id}/flag", name="rebuttals.flag.send")
@router.post("/questions/{id}/flag", name="questions.flag.send")
@router.post("/notes/{id}/flag", name="notes.flag.send")
def send_flag(
    request: Request,
    db: Db,
    id: str,
    form: Annotated[Bound[FlagForm], Depends(posted(FlagForm))],
) -> Response:
    """Also for readers who have not signed in, seldomer."""
    kind, who = urls.kind_at(request.url.path), visitor(request)
    debate = db.get_one(Debate, _around(db, kind, id).id)
    by = user_by_id(db, who.user_id) if who else None
    if form.value:
        with form.refusals(db):
            count(db, flagging(by, address_of(request)))
            flag(db, by=by, debate=debate, kind=kind, id=id, words=form.value.words)
            return see_other(urls.flag(kind, id, sent="yes"))
    return _page(request, db, FLAG, id, form, 422)


def led(path: str, outcome: Outcome) -> Response:
    """To a page, over which stands what was done."""
    told = urls.told(path, change_id=outcome.change_id, proposal_id=outcome.proposal_id)
    return see_other(told)


def _around(db: Session, kind: Kind, id: str) -> Around:
    debate = debate_of(db, state_at(db, kind, id))
    if debate is None:
        raise Conflict("This is in no debate.")
    return debate


def _page(
    request: Request,
    db: Session,
    page: str,
    id: str,
    form: Bound[Any],
    status: int = 200,
) -> Response:
    kind = urls.kind_at(request.url.path)
    state, debate = state_at(db, kind, id), _around(db, kind, id)
    context = {
        "kind": kind,
        "id": id,
        "called": state[NOUNS[kind].called],
        "debate": debate,
        "voices": voices(db, debate.id),
        "form": form,
        "is_sent": _is_sent(request),
    }
    return unkept(request, page, context, status)

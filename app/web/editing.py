"""/claims/…/edit and the like: other words for what is there; where another came first, both
versions, and nothing lost."""

import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.models import User
from app.accounts.policy import Act
from app.errors import Invalid, NotFound, Refusal, Stale
from app.history.forms import once
from app.history.models import Kind
from app.history.queries import last_known, last_revision_id
from app.history.since import since
from app.history.states import State
from app.ids import new_id
from app.proposals.acting import Outcome, act, edit_as_editor
from app.proposals.commands import check_may, check_signature
from app.proposals.models import Deed
from app.sources.queries import text_of
from app.web import edits, passages_typed, urls
from app.web.both import Both, both, typed_of_gone
from app.web.deps import READ, Db
from app.web.edit_forms import Edit, editable, of_a_text, otherwise
from app.web.edit_page import Thing, asked_for, page, place_of, thing_at
from app.web.forms import Bound, Raw, bind, fields_of
from app.web.permissions import Who
from app.web.render import see_other, unkept
from app.web.settling import decided, is_decided

router = APIRouter()
Typed = Annotated[Raw, Depends(fields_of)]
ABOUT = (Kind.SOURCE, Kind.DEBATE)
"""What editors alone change, at once."""


@router.api_route("/claims/{key}/edit", methods=READ, name="claims.edit")
@router.api_route("/supports/{key}/edit", methods=READ, name="supports.edit")
@router.api_route("/rebuttals/{key}/edit", methods=READ, name="rebuttals.edit")
@router.api_route("/questions/{key}/edit", methods=READ, name="questions.edit")
@router.api_route("/notes/{key}/edit", methods=READ, name="notes.edit")
@router.api_route("/sources/{key}/edit", methods=READ, name="sources.edit")
@router.api_route("/debates/{key}/edit", methods=READ, name="debates.edit")
def edit(request: Request, db: Db, who: Who, key: str) -> Response:
    thing = thing_at(db, urls.kind_at(request.url.path), key)
    _check(db, who.user, thing)
    filled = editable(thing.kind, thing.state).fill(thing.state)
    fresh = {"seen": [last_revision_id(db, thing.id)], "key": [new_id()]}
    form: Bound[Edit] = Bound(asked_for(request, db, thing, filled | fresh))
    return _page(request, db, who.user, thing, form)


@router.post("/claims/{key}/edit", name="claims.update")
@router.post("/supports/{key}/edit", name="supports.update")
@router.post("/rebuttals/{key}/edit", name="rebuttals.update")
@router.post("/questions/{key}/edit", name="questions.update")
@router.post("/notes/{key}/edit", name="notes.update")
@router.post("/sources/{key}/edit", name="sources.update")
@router.post("/debates/{key}/edit", name="debates.update")
def update(request: Request, db: Db, who: Who, key: str, typed: Typed) -> Response:
    kind = urls.kind_at(request.url.path)
    try:
        thing = thing_at(db, kind, key)
    except NotFound as error:
        return _gone(request, db, kind, key, typed, error)
    _check(db, who.user, thing)
    form = bind(editable(kind, thing.state).form, decided_in(db, thing, typed))
    if form.value:
        try:
            said = said_in(db, thing.kind, thing.state, form, form.value)
            fields = otherwise(said, thing.state)
            if not fields and is_decided(typed):
                return see_other(place_of(thing))  # all of it is as the other left it
            with db.begin_nested():
                place = _once(db, who.user, thing, form.raw, form.value, fields)
            return see_other(place)
        except Stale:
            return _overtaken(request, db, who.user, thing, form.raw, form.value)
        except Refusal as error:
            form.reject(error)
    return _page(request, db, who.user, thing, form, 422)


def said_in(
    db: Session,
    kind: Kind,
    state: State,
    form: Bound[Any],
    value: Edit,
    *,
    with_reason: bool = True,
) -> dict[str, Any]:
    """All that the form says, as its command takes it; passages whose words were pasted are
    stored. Raises Invalid."""
    if with_reason and not value.reason:
        raise Invalid("reason", "Say why: it stands in the history.")
    if of_a_text(kind, state):
        form.raw |= passages_typed.with_words(form.raw, text_of(db, state["source_id"]).text)
    return editable(kind, state).say(db, value, form.raw, state)


def _check(db: Session, user: User, thing: Thing) -> None:
    check_may(db, user, Act.PUBLISH if thing.kind in ABOUT else Act.PROPOSE, thing.debate.id)
    if thing.kind == Kind.CLAIM:
        check_signature(thing.state, user)


def decided_in(db: Session, thing: Thing, typed: Raw) -> Raw:
    """What is typed, with the other’s words where these were chosen. 1 query where it was asked."""
    if not is_decided(typed):
        return typed
    found = since(db, thing.kind, thing.id, (typed.get("seen") or [""])[-1])
    fill = editable(thing.kind, thing.state).fill
    return decided(typed, fill(found.seen or thing.state))


def _once(
    db: Session, by: User, thing: Thing, raw: Raw, value: Edit, fields: dict[str, Any]
) -> str:
    """Do it, or propose it, however often this very form is sent; where that is told."""
    body = json.dumps([thing.kind, thing.id, raw], sort_keys=True).encode()
    # Of the form and what is in it: whoever steps back and sends other words meets what they
    # themselves have changed since, and not a form that is used up.
    key = hashlib.sha256(body).hexdigest()

    def do() -> str:
        done = _do(db, by, thing, fields, value)
        return urls.told(place_of(thing), change_id=done.change_id, proposal_id=done.proposal_id)

    return once(db, key=key, by_id=by.id, body=body, act=do)


def _do(db: Session, by: User, thing: Thing, fields: dict[str, Any], value: Edit) -> Outcome:
    given: dict[str, Any] = {"by": by, "kind": thing.kind, "id": thing.id, "seen": value.seen}
    given |= {"fields": fields, "why": value.reason}
    if thing.kind in ABOUT:
        return edit_as_editor(db, **given)
    return act(db, debate_id=thing.debate.id, deed=Deed.EDIT, **given)


def _overtaken(
    request: Request, db: Session, user: User, thing: Thing, raw: Raw, value: Edit
) -> Response:
    """409: both versions, and the form with what of both stands together."""
    try:
        now, told, settled = versions(db, thing, raw, value)
    except NotFound as error:
        return _gone(request, db, thing.kind, thing.id, raw, error)
    form: Bound[Edit] = Bound(settled)
    action = edits.edit(now.kind, now.key)
    return page(request, db, user, now, form, action=action, both=told, status=409)


def versions(db: Session, thing: Thing, raw: Raw, value: Edit) -> tuple[Thing, Both, Raw]:
    """What is there now, both versions, and what stands in the form then. Raises NotFound if it is
    gone."""
    # It was read before this transaction waited for the other's to end.
    db.expire_all()
    now = thing_at(db, thing.kind, thing.key)
    found = since(db, now.kind, now.id, value.seen)
    base = {**now.state, **(found.seen or {})}
    said = editable(now.kind, base).say(db, value, raw, base)
    told = both(db, now.kind, found, now.state, otherwise(said, base))
    fresh = {"seen": [last_revision_id(db, now.id)], "key": [new_id()]}
    return now, told, told.settled.raw | fresh | {"reason": raw.get("reason", [])}


def _gone(
    request: Request, db: Session, kind: Kind, id: str, typed: Raw, error: NotFound
) -> Response:
    """409: what is edited was taken out meanwhile, by whom and why, and what was typed. Raises
    `error` if there was nothing."""
    gone = last_known(db, id) if kind not in ABOUT else None
    if gone is None:
        raise error
    found = since(db, kind, id, (typed.get("seen") or [""])[-1])
    own = editable(kind, gone.revision.before or {})
    form = bind(own.form, typed)
    said: dict[str, Any] = {}
    if form.value and found.seen:
        said = own.say(db, form.value, typed, found.seen)
    fields = typed_of_gone(db, kind, found, said)
    context = {
        "kind": kind,
        "id": id,
        "revision": gone.revision,
        "by": gone.by,
        "fields": fields,
        "typed": {} if form.value else typed,
    }
    return unkept(request, "contribute/gone.html", context, 409)


def _page(
    request: Request, db: Session, user: User, thing: Thing, form: Bound[Any], status: int = 200
) -> Response:
    return page(
        request, db, user, thing, form, action=edits.edit(thing.kind, thing.key), status=status
    )

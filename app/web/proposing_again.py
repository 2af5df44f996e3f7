"""/proposals/…/again: one’s own proposal in other words, or taken back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.models import User
from app.debates.models import Debate
from app.debates.queries import Around, voices
from app.errors import Conflict, NotFound, Refusal, Stale
from app.history.queries import last_revision_id
from app.history.since import since
from app.ids import new_id
from app.proposals.commands import check_own, plan_of, propose_again, withdraw_proposal
from app.proposals.models import Deed, Proposal
from app.proposals.queries import proposal_by_id
from app.web import edits, urls
from app.web.both import Both, both
from app.web.deps import READ, Db
from app.web.edit_forms import Edit, editable, otherwise
from app.web.edit_page import Thing, asked_for, page, thing_at
from app.web.editing import decided_in, said_in, versions
from app.web.forms import Bound, FormModel, Optional, Prose, Raw, bind, fields_of
from app.web.permissions import Who
from app.web.render import see_other, unkept

router = APIRouter()
WORDED = (Deed.CREATE, Deed.EDIT)
"""What says something of a thing; other deeds have but a reason."""


class ReasonForm(FormModel):
    reason: Prose
    seen: Optional = ""


@router.api_route("/proposals/{id}/again", methods=READ, name="proposals.again")
def again(request: Request, db: Db, who: Who, id: str) -> Response:
    proposal = proposal_by_id(db, id)
    check_own(who.user, proposal)
    if proposal.deed not in WORDED:
        given = {"reason": [proposal.why], "seen": [last_revision_id(db, proposal.entity_id)]}
        return _reason(request, db, proposal, Bound(given))
    thing = _thing(db, proposal)
    filled, told = _filled(db, thing, proposal)
    raw = asked_for(request, db, thing, filled)
    return _page(request, db, who.user, thing, proposal, Bound(raw), told)


@router.post("/proposals/{id}/again", name="proposals.say")
def say(
    request: Request, db: Db, who: Who, id: str, typed: Annotated[Raw, Depends(fields_of)]
) -> Response:
    proposal = proposal_by_id(db, id)
    check_own(who.user, proposal)
    if proposal.deed not in WORDED:
        return _say_why(request, db, who.user, proposal, bind(ReasonForm, typed))
    thing = _thing(db, proposal)
    form = bind(editable(thing.kind, thing.state).form, decided_in(db, thing, typed))
    if form.value:
        try:
            fields = _fields(db, thing, proposal, form, form.value)
            why = form.value.reason or proposal.why
            with db.begin_nested():
                propose_again(
                    db,
                    by=who.user,
                    proposal=proposal,
                    fields=fields,
                    seen=form.value.seen,
                    why=why,
                )
            return see_other(urls.proposal(id))
        except Stale:
            now, told, settled = versions(db, thing, form.raw, form.value)
            db.refresh(proposal)
            return _page(request, db, who.user, now, proposal, Bound(settled), told, status=409)
        except Refusal as error:
            db.refresh(proposal)
            form.reject(error)
    return _page(request, db, who.user, thing, proposal, form, status=422)


@router.post("/proposals/{id}/withdrawal", name="proposals.withdraw")
def withdraw(db: Db, who: Who, id: str) -> Response:
    withdraw_proposal(db, by=who.user, proposal=proposal_by_id(db, id))
    return see_other(urls.proposal(id))


def _thing(db: Session, proposal: Proposal) -> Thing:
    """What the proposal would change, as it is now; of something new, as it would be. Raises
    Conflict if it is gone."""
    if proposal.deed == Deed.EDIT:
        try:
            return thing_at(db, proposal.kind, proposal.entity_id)
        except NotFound:
            raise Conflict(f"The {proposal.kind} that this would change is gone.") from None
    state = plan_of(db, proposal).targets[proposal.kind, proposal.entity_id] or {}
    return Thing(
        proposal.kind, proposal.entity_id, proposal.entity_id, state, _debate(db, proposal)
    )


def _debate(db: Session, proposal: Proposal) -> Around:
    debate = db.get_one(Debate, proposal.debate_id)
    return Around._make(getattr(debate, name) for name in Around._fields)


def _filled(db: Session, thing: Thing, proposal: Proposal) -> tuple[Raw, Both | None]:
    """What was proposed, as fields; with what others have changed since, where they have."""
    fresh = {"seen": [proposal.seen], "key": [new_id()], "reason": [proposal.why]}
    fill = editable(thing.kind, thing.state).fill
    if proposal.deed == Deed.CREATE:
        return fill(thing.state) | fresh, None
    last = last_revision_id(db, thing.id)
    if last == proposal.seen:
        return fill({**thing.state, **proposal.fields}) | fresh, None
    found = since(db, thing.kind, thing.id, proposal.seen)
    told = both(db, thing.kind, found, thing.state, proposal.fields)
    return told.settled.raw | fresh | {"seen": [last]}, told


def _fields(
    db: Session, thing: Thing, proposal: Proposal, form: Bound[Any], value: Edit
) -> dict[str, Any]:
    is_new = proposal.deed == Deed.CREATE
    said = said_in(db, thing.kind, thing.state, form, value, with_reason=not is_new)
    return {**proposal.fields, **said} if is_new else otherwise(said, thing.state)


def _page(
    request: Request,
    db: Session,
    user: User,
    thing: Thing,
    proposal: Proposal,
    form: Bound[Any],
    told: Both | None = None,
    status: int = 200,
) -> Response:
    action = edits.again(proposal)
    given: dict[str, Any] = {"action": action, "both": told, "proposal": proposal}
    return page(request, db, user, thing, form, status=status, **given)


def _say_why(
    request: Request, db: Session, by: User, proposal: Proposal, form: Bound[ReasonForm]
) -> Response:
    if form.value:
        try:
            with db.begin_nested():
                propose_again(
                    db,
                    by=by,
                    proposal=proposal,
                    fields=proposal.fields,
                    seen=form.value.seen,
                    why=form.value.reason,
                )
            return see_other(urls.proposal(proposal.id))
        except Refusal as error:
            db.refresh(proposal)
            form.reject(error)
            form.raw["seen"] = [last_revision_id(db, proposal.entity_id)]
    return _reason(request, db, proposal, form, 422)


def _reason(
    request: Request, db: Session, proposal: Proposal, form: Bound[ReasonForm], status: int = 200
) -> Response:
    context = {
        "proposal": proposal,
        "debate": _debate(db, proposal),
        "voices": voices(db, proposal.debate_id),
        "form": form,
    }
    return unkept(request, "contribute/again.html", context, status)

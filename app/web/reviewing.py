"""What waits for an editor, one proposal, the decision on it; and what readers say is wrong."""

import enum
from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.models import User
from app.accounts.policy import Act
from app.changes.naming import known_in
from app.changes.nouns import NOUNS
from app.debates.editors import may_in
from app.debates.models import Debate
from app.debates.queries import debate_by_slug, voices
from app.errors import Forbidden, Refusal
from app.history.models import Kind
from app.history.states import State
from app.proposals.commands import (
    check_may,
    decline_proposal,
    handle_flag,
    publish_proposal,
    return_proposal,
)
from app.proposals.models import Proposal, Status
from app.proposals.queries import (
    Change,
    decided,
    flag_by_id,
    flags_open,
    proposal_by_id,
    waiting,
    would_do,
)
from app.web import urls
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Optional, posted
from app.web.permissions import Who
from app.web.recounting import Field, Names, compared
from app.web.render import see_other, unkept

router = APIRouter()


class Step(NamedTuple):
    """What a proposal would do to one thing: of which kind, what it would say, and by address what
    is there already at its ends."""

    kind: str
    told: list[Field]
    ends: dict[str, str]


class Decision(enum.StrEnum):
    PUBLISH = "publish"
    RETURN = "return"
    DECLINE = "decline"


class DecisionForm(FormModel):
    decision: Decision
    remark: Optional = ""


class HandledForm(FormModel):
    outcome: Optional = ""


@router.api_route("/debates/{slug}/review", methods=READ, name="debates.review")
def review(request: Request, db: Db, who: Who, slug: str) -> Response:
    """8 queries, however much waits."""
    debate = debate_by_slug(db, slug)
    check_may(db, who.user, Act.PUBLISH, debate.id)
    context = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "waiting": waiting(db, debate.id),
        "decided": decided(db, debate.id),
        "flags": flags_open(db, debate.id),
    }
    return unkept(request, "review/index.html", context)


@router.api_route("/proposals/{id}", methods=READ, name="proposals.show")
def show(request: Request, db: Db, who: Who, id: str) -> Response:
    return _page(request, db, who.user, proposal_by_id(db, id), Bound())


@router.post("/proposals/{id}", name="proposals.decide")
def decide(
    request: Request,
    db: Db,
    who: Who,
    id: str,
    form: Annotated[Bound[DecisionForm], Depends(posted(DecisionForm))],
) -> Response:
    proposal = proposal_by_id(db, id)
    if form.value:
        try:
            with db.begin_nested():
                _decide(db, who.user, proposal, form.value)
            return see_other(urls.proposal(id))
        except Forbidden:
            raise
        except Refusal as error:
            form.reject(error)
            db.refresh(proposal)
    return _page(request, db, who.user, proposal, form, 422)


def _decide(db: Session, by: User, proposal: Proposal, value: DecisionForm) -> None:
    if value.decision == Decision.PUBLISH:
        publish_proposal(db, by=by, proposal=proposal, remark=value.remark)
    elif value.decision == Decision.RETURN:
        return_proposal(db, by=by, proposal=proposal, remark=value.remark)
    else:
        decline_proposal(db, by=by, proposal=proposal, remark=value.remark)


@router.post("/flags/{id}", name="flags.handle")
def handle(
    db: Db, who: Who, id: str, form: Annotated[Bound[HandledForm], Depends(posted(HandledForm))]
) -> Response:
    flag = flag_by_id(db, id)
    handle_flag(db, by=who.user, flag=flag, outcome=form.typed("outcome"))
    return see_other(urls.review(db.get_one(Debate, flag.debate_id)))


def _page(
    request: Request,
    db: Session,
    user: User,
    proposal: Proposal,
    form: Bound[DecisionForm],
    status: int = 200,
) -> Response:
    """For the editors of its debate, and for whoever proposed it."""
    edits = may_in(db, user, Act.PUBLISH, proposal.debate_id)
    if not edits and proposal.by_id != user.id:
        raise Forbidden("Only an editor of its debate and whoever made it see a proposal.")
    debate = db.get_one(Debate, proposal.debate_id)
    steps, problem = _steps(db, proposal)
    decides = edits and proposal.status == Status.PENDING
    context = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "proposal": proposal,
        "by": db.get_one(User, proposal.by_id),
        "edits_it": edits,
        "decides": decides,
        "steps": steps,
        "problem": problem,
        "form": form,
    }
    return unkept(request, "review/proposal.html", context, status)


def _steps(db: Session, proposal: Proposal) -> tuple[list[Step], str]:
    """What it would change, by kind of thing; and why it cannot any more, if so. Of what is
    decided, nothing: its change tells."""
    if proposal.status not in (Status.PENDING, Status.RETURNED):
        return [], ""
    try:
        found = would_do(db, proposal)
    except Refusal as error:
        return [], str(error)
    states: list[Any] = [state for _, *both in found for state in both]
    new = {key[1]: str(after[NOUNS[key[0]].called]) for key, _, after in found if after}
    there = known_in(db, states).names
    return [_step(change, there, new) for change in found], ""


def _step(change: Change, there: Names, new: Names) -> Step:
    """What is new as a whole is told plainly: all of it would be marked as new."""
    (kind, id), before, after = change
    told = compared(kind, before or after, after or before, {**there, **new})
    ends = {address: said for end, said, address in _ends(after or before or {}) if end in there}
    if before:
        ends[urls.thing(kind, id)] = f"the {kind} as it is"
    return Step(str(kind), told, ends)


def _ends(state: State) -> Iterator[tuple[str, str, str]]:
    """The id, what it is in this link, and its address, of all that a link has at an end."""
    ends = [("claim_id", "the claim"), ("target_claim_id", "what it goes against")]
    for field, said in [*ends, ("conclusion_id", "what it is a reason for")]:
        if id := state.get(field):
            yield id, said, urls.thing(Kind.CLAIM, id)
    for number, id in enumerate(state.get("premise_ids", ()), 1):
        yield id, f"premise {number}", urls.thing(Kind.CLAIM, id)
    if id := state.get("target_support_id"):
        yield id, "the step that it denies", urls.thing(Kind.SUPPORT, id)

"""/log: what editors and admins did; and taking back all that somebody did of late."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session, select

from app.accounts.models import User
from app.accounts.policy import Act, may
from app.accounts.queries import Signed, user_by_name
from app.changes.nouns import NOUNS, Key, states_at
from app.changes.reverting import reversal, revert_users
from app.db import now
from app.debates.editors import edited_by
from app.debates.models import Debate
from app.errors import Forbidden, Invalid, NotFound, Refusal
from app.history.models import Kind
from app.history.queries import last_revisions
from app.logbook.queries import log, log_head
from app.proposals.commands import decline_all
from app.web import doors, urls
from app.web.deps import READ, Db
from app.web.filters import number_in
from app.web.forms import Bound, FormModel, Optional, Prose, posted
from app.web.permissions import Who
from app.web.render import see_other, unkept

router = APIRouter()
HOURS = {"1": "Last hour", "24": "Last day", "168": "Last week", "all": "All of it"}
SHOWN = 50
"""How many things are named of those that would be taken back."""


class ReversalForm(FormModel):
    """`since`: the moment, as the page that was looked at had it."""

    since: datetime
    names: Optional = ""
    why: Prose
    declines: Optional = ""


class Thing(NamedTuple):
    """What would be taken back, or left: it is gone now where nothing is there."""

    kind: Kind
    id: str
    called: str


@router.api_route("/log", methods=READ, name="log.index")
def index(request: Request, db: Db, who: Who) -> Response:
    """Everything for editors of all debates, and of single debates what was done in theirs.
    4 queries."""
    below = number_in(request.query_params.get("below"))
    whole = may(who.user.role, Act.PUBLISH)
    debates = None if whole else edited_by(db, who.user.id)
    context = {
        "listed": log(db, debates, below),
        "debates": {debate.id: debate for debate in db.exec(select(Debate))},
        "below": below,
        "head": log_head(db) if whole else None,
    }
    return unkept(request, "oversight/log.html", context)


@router.api_route("/users/{name}/reversal", methods=READ, name="users.reversal")
def look(request: Request, db: Db, who: Who, name: str) -> Response:
    """What would be taken back, by whom it was done and since when. A dozen queries, and those of
    `changes.reverting.reversal`."""
    names = request.query_params.get("names", "")
    return _page(request, db, who, name, Bound({"names": [names]}))


@router.post("/users/{name}/reversal", name="users.revert")
def revert(
    request: Request,
    db: Db,
    who: Who,
    name: str,
    form: Annotated[Bound[ReversalForm], Depends(posted(ReversalForm))],
) -> Response:
    _check_publishes(who)
    if form.value:
        with form.refusals(db):
            change_id = _revert(db, who.user, name, form.value)
            return see_other(urls.told(doors.reversal(name, "all"), change_id=change_id))
    return _page(request, db, who, name, form, 422)


def _revert(db: Session, by: User, name: str, value: ReversalForm) -> str:
    users = _people(db, name, value.names)
    if by.id in {user.id for user in users}:
        raise Invalid("names", "Your own acts are taken back one by one.")
    done = revert_users(db, by=by, users=users, since=value.since, why=value.why)
    if value.declines:
        decline_all(db, by=by, users=users, remark=value.why)
    return done.change_id


def _people(db: Session, name: str, others: str) -> list[User]:
    """Each once. 1 query for each. Raises Invalid for a name that nobody has."""
    found = {name: user_by_name(db, name)}
    for other in others.replace(",", " ").lower().split():
        try:
            found[other] = user_by_name(db, other)
        except NotFound:
            raise Invalid("names", f"Nobody signs in as “{other}”.") from None
    return list(found.values())


def _check_publishes(who: Signed) -> None:
    if not may(who.user.role, Act.PUBLISH):
        raise Forbidden("Only editors of all debates can do that. You can undo each act in yours.")


def _page(
    request: Request,
    db: Session,
    who: Signed,
    name: str,
    form: Bound[Any],
    status: int = 200,
) -> Response:
    _check_publishes(who)
    user = user_by_name(db, name)
    try:
        users = _people(db, name, form.typed("names"))
    except Invalid as error:
        form.reject(error)
        users = [user]
    hours = request.query_params.get("hours", "24")
    since = _since(form, hours)
    try:
        targets, left = reversal(db, users, since)
    except Refusal as error:
        form.reject(error)
        targets, left = {}, []
    context = {
        "user": user,
        "users": users,
        "hours": hours if hours in HOURS else "24",
        "choices": HOURS,
        "since": since,
        "back": _named(db, [*targets][:SHOWN]),
        "number": len(targets),
        "left": _named(db, left[:SHOWN]),
        "form": form,
    }
    return unkept(request, "oversight/reversal.html", context, status)


def _since(form: Bound[ReversalForm], hours: str) -> datetime:
    """As the form had it, else so long ago."""
    if form.value:
        return form.value.since
    if hours == "all":
        return datetime(2000, 1, 1, tzinfo=now().tzinfo)
    return now() - timedelta(hours=int(hours) if hours in HOURS else 24)


def _named(db: Session, keys: Sequence[Key]) -> list[Thing]:
    """What these are called, or were when they went. 1 query, and 1 to 3 a kind."""
    states = states_at(db, keys)
    last = last_revisions(db, [id for _, id in keys])
    return [
        Thing(kind, id, str(states[kind, id][NOUNS[kind].called]))
        if (kind, id) in states
        else Thing(kind, id, last[id].called if id in last else "")
        for kind, id in keys
    ]

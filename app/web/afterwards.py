"""What stands over the page to which somebody is led after an act: what they did, with Undo."""

from collections.abc import Sequence
from typing import NamedTuple

from fastapi import Request
from sqlmodel import Session

from app.accounts.models import User
from app.errors import NotFound
from app.history.models import Kind, Revision
from app.history.queries import change, debates_of_change
from app.ids import is_id
from app.proposals.acting import may_undo
from app.proposals.models import Proposal
from app.web.visitor import visitor


class Told(NamedTuple):
    """One of the two: the revisions of a change, or a proposal that waits."""

    revisions: Sequence[Revision] = ()
    can_undo: bool = False
    proposal: Proposal | None = None

    @property
    def made(self) -> frozenset[str]:
        """The links that are there because of it: pages show them where they are."""
        links = (Kind.SUPPORT, Kind.REBUTTAL)
        return frozenset(
            one.entity_id for one in self.revisions if one.kind in links and one.after is not None
        )


def told(request: Request) -> Told | None:
    """What whoever looks did just now, if the address names it. Nobody is told what others did. No
    query without such an address, or where nobody is signed in; else 1 to 4."""
    done = request.query_params.get("done", "")
    proposed = request.query_params.get("proposed", "")
    who = visitor(request) if is_id(done) or is_id(proposed) else None
    if who is None:
        return None
    with Session(request.app.state.engines.read, expire_on_commit=False) as db:
        user = db.get_one(User, who.user_id)
        return _proposed(db, user, proposed) if proposed else _done(db, user, done)


def _proposed(db: Session, user: User, id: str) -> Told | None:
    proposal = db.get(Proposal, id)
    return Told(proposal=proposal) if proposal and proposal.by_id == user.id else None


def _done(db: Session, user: User, id: str) -> Told | None:
    try:
        revisions = change(db, id)
        debates = debates_of_change(db, id)
    except NotFound:
        return None
    return Told(revisions, may_undo(db, user, debates)) if revisions[0].by_id == user.id else None

"""Who is looking, where somebody is signed in; and that nobody else is shown their pages.

What is made for somebody is never kept, neither here nor in any cache on its way, and nothing
that is kept is made for somebody. Without the cookie none of this costs anything.
"""

from typing import NamedTuple

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.accounts.commands import SEEN_EVERY, see
from app.accounts.models import LoginSession, Role
from app.accounts.policy import Act, may
from app.accounts.queries import Signed, signed_by
from app.db import now
from app.debates.editors import edited_by
from app.web.cookies import token_of
from app.web.deps import SAFE
from app.web.urls import Identified

VISITOR, UNSEEN = "visitor", "unseen"
MINE = [(b"cache-control", b"private, no-store"), (b"vary", b"Cookie")]
log = structlog.get_logger()


class Visitor(NamedTuple):
    """Somebody who is signed in, as pages show them; `edits`: the ids of the debates of which they
    are an editor without being one of all."""

    user_id: str
    display: str
    role: Role
    edits: frozenset[str] = frozenset()

    def proposes_in(self, debate: Identified) -> bool:
        """Whether pages of this debate offer to change what they show; the handlers ask again."""
        return may(self.role, Act.PROPOSE, edits_here=debate.id in self.edits)

    def publishes_in(self, debate: Identified) -> bool:
        return may(self.role, Act.PUBLISH, edits_here=debate.id in self.edits)

    @property
    def publishes(self) -> bool:
        """Whether they publish in whatever debate."""
        return may(self.role, Act.PUBLISH)


def visitor(request: Request) -> Visitor | None:
    """Who is signed in. 1 query where there is a cookie, once a request, 2 for who is neither
    editor nor admin; else none."""
    state = request.scope.setdefault("state", {})
    if VISITOR not in state:
        token = token_of(request)
        if not token:
            return None
        with Session(request.app.state.engines.read) as db:
            remember(request, db, signed_by(db, token))
    found: Visitor | None = state[VISITOR]
    return found


def remember(request: Request, db: Session, signed: Signed | None) -> None:
    """Note for the rest of the request who is signed in: its answer is for them alone. 1 query for
    who is neither editor nor admin."""
    state = request.scope.setdefault("state", {})
    state[VISITOR] = None
    if signed:
        user, session = signed
        edits = frozenset[str]() if may(user.role, Act.PUBLISH) else edited_by(db, user.id)
        state[VISITOR] = Visitor(user.id, user.display, user.role, edits)
        if request.method in SAFE and now() - session.seen_at >= SEEN_EVERY:
            state[UNSEEN] = session.id


class Personal:
    """Marks answers for somebody so that no cache keeps them; and after the answer, every few
    minutes, writes down that a session was seen. A GET itself cannot write."""

    def __init__(self, app: ASGIApp, writing: sa.Engine) -> None:
        self.app, self._writing = app, writing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not token_of(HTTPConnection(scope)):
            return await self.app(scope, receive, send)
        state = scope.setdefault("state", {})

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and state.get(VISITOR):
                kept = (b"cache-control", b"etag")
                headers = [pair for pair in message.get("headers", ()) if pair[0] not in kept]
                message["headers"] = headers + MINE
            await send(message)

        await self.app(scope, receive, marked)
        if UNSEEN in state:
            await run_in_threadpool(self._see, state[UNSEEN])
        return None

    def _see(self, session_id: str) -> None:
        try:
            with Session(self._writing) as db:
                session = db.get(LoginSession, session_id)
                if session:
                    see(db, session=session)
                    db.commit()
        except OperationalError as error:  # the answer is out; the next one will try again
            log.warning("unseen", reason=str(error.orig))

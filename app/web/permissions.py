"""What each route lets one do, and the guard in front of those that are not for everybody.

A route that is not in the table does not start. An editor of one debate is no editor of the site:
where that matters, the table says what every caller must be allowed, and the handler asks
`debates.editors.may_in` about the debate in hand.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

from app.accounts.commands import see
from app.accounts.policy import ALLOWED, Act, may
from app.accounts.queries import Signed, signed_by
from app.errors import Forbidden, SignInNeeded
from app.web.cookies import token_of
from app.web.deps import SAFE, Db
from app.web.visitor import remember, visitor

_READ = (
    "debates.index debates.show debates.questions debates.claims debates.rebuttals debates.about "
    "debates.json debates.apx debates.tgf questions.show questions.show.words sources.show "
    "sources.text sources.repairs sources.paragraph sources.passage sources.claim passages.show "
    "claims.show claims.show.words rebuttals.show rebuttals.show.words supports.show "
    "supports.show.words debates.coverage debates.dialogue debates.map debates.map.svg "
    "debates.side_by_side search.index standings.show standings.show.words standings.apx "
    "standings.tgf claims.history supports.history rebuttals.history questions.history "
    "sources.history debates.history notes.history notes.show "
    "revisions.show debates.changes users.contributions icon serve"
)
_ENTER = (
    "sessions.new sessions.create sessions.link sessions.enter sessions.elsewhere "
    "sessions.back users.new users.create "
    "invitations.show invitations.accept resets.new resets.create resets.show resets.use"
)
_KEEP_ACCOUNT = (
    "sessions.end account.show account.update account.password account.others.end "
    "account.sessions.end"
)
_ADMINISTER = (
    "users.index users.invite users.show users.role users.suspend users.readmit users.reset "
    "users.appoint users.dismiss"
)
_FLAG = (
    "claims.flag supports.flag rebuttals.flag questions.flag claims.flag.send supports.flag.send "
    "rebuttals.flag.send questions.flag.send notes.flag notes.flag.send"
)
_PROPOSE = (
    "claims.retirement supports.retirement rebuttals.retirement claims.retire supports.retire "
    "rebuttals.retire rebuttals.new rebuttals.create supports.new supports.create "
    "proposals.show claims.new claims.create claims.outside claims.bring links.new links.create"
    " claims.edit supports.edit rebuttals.edit questions.edit notes.edit "
    "claims.update supports.update rebuttals.update questions.update notes.update "
    "questions.retirement questions.retire notes.retirement notes.retire "
    "claims.merging claims.merge proposals.again proposals.say proposals.withdraw"
)
_PUBLISH = (
    "changes.undo revisions.restore debates.review proposals.decide flags.handle log.index "
    "users.reversal users.revert "
    "sources.edit sources.update debates.edit debates.update sources.address sources.rename "
    "debates.address debates.rename"
)
ROUTES: dict[str, Act] = {
    name: act
    for act, names in (
        (Act.READ, _READ),
        (Act.ENTER, _ENTER),
        (Act.KEEP_ACCOUNT, _KEEP_ACCOUNT),
        (Act.FLAG, _FLAG),
        (Act.PROPOSE, _PROPOSE),
        (Act.PUBLISH, _PUBLISH),
        (Act.ADMINISTER, _ADMINISTER),
    )
    for name in names.split()
}


def permitted(request: Request, db: Db) -> Signed:
    """Who is signed in, if this route lets them. 1 or 2 queries, in the transaction of the request.

    Raises SignInNeeded, or Forbidden.
    """
    signed = signed_by(db, token_of(request))
    remember(request, db, signed)
    if signed is None:
        raise SignInNeeded
    act = ROUTES[request.scope["route"].name]
    who = visitor(request)
    assert who is not None  # it was just remembered
    if not may(who.role, act, edits_here=bool(who.edits)):
        raise Forbidden(f"As {signed.user.role} you cannot {act}. Ask an admin of this site.")
    if request.method not in SAFE:
        see(db, session=signed.session)
    return signed


Who = Annotated[Signed, Depends(permitted)]
"""For handlers of routes that are not for everybody."""


def check(routes: Iterable[BaseRoute]) -> None:
    """Raise LookupError for a route without an entry, one that is not for everybody and has no
    guard, and one that lets everybody write though all they may is read."""
    for route in every(routes):
        name = route.name
        if name not in ROUTES:
            raise LookupError(f"The route “{name}” has no entry in web/permissions.py.")
        act = ROUTES[name]
        if (None in ALLOWED[act]) == is_guarded(route):
            raise LookupError(f"The route “{name}” is for “{act}”, and its guard says otherwise.")
        if act == Act.READ and not (route.methods or set()) <= SAFE:
            raise LookupError(f"The route “{name}” is for reading, and takes what may write.")


def every(routes: Iterable[BaseRoute]) -> Iterator[Route]:
    """The routes themselves, those of included routers too. Raises LookupError for what is
    neither and could hide more, such as a mounted application."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from every(included.routes)
        elif isinstance(route, Route | APIRoute):
            yield route
        else:
            raise LookupError(f"{route} is no route that web/permissions.py could have.")


def is_guarded(route: Route) -> bool:
    return isinstance(route, APIRoute) and any(
        each.call is permitted for each in route.dependant.dependencies
    )

"""What is answered where something was: on to what it is called or merged into now, or 410 with
what it was and why it went."""

from fastapi import Request, Response
from sqlmodel import Session

from app.changes.leading import Live, instead, renamed
from app.changes.queries import debate_of
from app.debates.queries import voices
from app.errors import NotFound
from app.history.models import Kind
from app.history.queries import Gone
from app.ids import is_id
from app.web import urls
from app.web.deps import SAFE
from app.web.render import moved, render

SLUGGED = {"debates": Kind.DEBATE, "sources": Kind.SOURCE}


def answer(request: Request, error: NotFound) -> Response | None:
    """What to answer instead of “not found”; None if nothing was ever there. Up to 8 queries."""
    if request.method not in SAFE:
        return None
    with Session(request.app.state.engines.read) as db:
        return _led_on(request, db) or _in_place(request, db, error.key)


def _led_on(request: Request, db: Session) -> Response | None:
    """From an old slug to the new one, all else being the same but a claim that was merged."""
    _, noun, *rest = request.url.path.split("/")
    if noun not in SLUGGED or not rest:
        return None
    old, dot, suffix = rest[0].partition(".")
    new = renamed(db, SLUGGED[noun], old)
    if new is None:
        return None
    parts = [_merged_into(db, part) for part in rest[1:]]
    return _moved(request, "/".join(["", noun, f"{new}{dot}{suffix}", *parts]))


def _merged_into(db: Session, part: str) -> str:
    found = instead(db, part) if is_id(part) else None
    return found.id if isinstance(found, Live) else part


def _in_place(request: Request, db: Session, key: str) -> Response | None:
    found = instead(db, key) if is_id(key) else None
    if isinstance(found, Live):
        if request.url.path.split("/")[2] == key:
            return _moved(request, _address(found))
        return _moved(request, request.url.path.replace(key, found.id))
    return _page(request, db, found) if found else None


def _address(live: Live) -> str:
    return urls.worded(urls.HISTORIES[live.kind], live.id, live.words)


def _moved(request: Request, path: str) -> Response:
    return moved(f"{path}?{request.url.query}" if request.url.query else path)


def _page(request: Request, db: Session, found: Gone) -> Response:
    debate = debate_of(db, found.revision.before or {})
    context = {
        "revision": found.revision,
        "by": found.by,
        "debate": debate,
        "voices": voices(db, debate.id) if debate else {},
    }
    made = render(request, "history/gone.html", context, status=410)
    made.headers["Cache-Control"] = "no-store"
    return made

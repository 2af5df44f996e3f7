"""Refusals as pages. No answer ever shows a traceback, or repeats a body it could not read."""

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlmodel import Session
from starlette.exceptions import HTTPException

from app.debates.queries import debates
from app.errors import (
    Conflict,
    Expired,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    SignInNeeded,
    Stale,
    TooOften,
)
from app.web import gone, signing
from app.web.deps import SAFE
from app.web.headers import HEADERS
from app.web.render import render

STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    Invalid: 422,
    Conflict: 409,
    Stale: 409,
    Forbidden: 403,
    Expired: 410,
    TooOften: 429,
}
WORDS = {
    404: "",
    405: "This address can be read, not written to.",
    413: "What was sent is longer than this site takes at once. Send less of it.",
    422: "Something in the request could not be read.",
    500: "Something went wrong here. It has been noted, and it is not your doing.",
    503: "The database is busy. Try again in a moment.",
}
log = structlog.get_logger()


def install(app: FastAPI) -> None:
    """Every way in which a request can fail, as a page with the right status."""

    @app.exception_handler(Refusal)
    def refused(request: Request, error: Refusal) -> Response:
        if isinstance(error, NotFound) and (instead := gone.answer(request, error)):
            return instead
        made = _page(request, STATUS.get(type(error), 422), str(error))
        if isinstance(error, TooOften):
            made.headers["Retry-After"] = str(error.wait)
        return made

    @app.exception_handler(SignInNeeded)
    async def unknown(request: Request, _error: SignInNeeded) -> Response:
        return await signing.ask(request)

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> HTMLResponse:
        made = _page(request, error.status_code, WORDS.get(error.status_code, error.detail))
        made.headers.update(error.headers or {})
        return made

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, _error: RequestValidationError) -> HTMLResponse:
        return _page(request, 422, WORDS[422])

    _install_database(app)


def _install_database(app: FastAPI) -> None:
    """What the database refuses or cannot do, and whatever else goes wrong."""

    @app.exception_handler(IntegrityError)
    def conflicting(request: Request, error: IntegrityError) -> HTMLResponse:
        log.warning("conflict", path=request.url.path, reason=str(error.orig))
        return _page(request, 409, "Someone has just changed the same thing. Look again.")

    @app.exception_handler(DataError)
    def unstorable(request: Request, _error: DataError) -> HTMLResponse:
        # A key that the database cannot even hold, such as one with NUL, is nobody's.
        status = 404 if request.method in SAFE else 422
        return _page(request, status, WORDS[status])

    @app.exception_handler(OperationalError)
    def busy(request: Request, error: OperationalError) -> HTMLResponse:
        log.error("database", path=request.url.path, reason=str(error.orig))
        made = _page(request, 503, WORDS[503])
        made.headers["Retry-After"] = "2"
        return made

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> HTMLResponse:
        log.error("broken", path=request.url.path, exc_info=error)
        made = _page(request, 500, WORDS[500])
        # This handler stands outside every middleware, so that nothing can break around it.
        made.headers.update(HEADERS)
        return made


def refusal(request: Request, status: int) -> HTMLResponse:
    """The page that goes with a status of WORDS, for what answers before any handler."""
    return _page(request, status, WORDS[status])


def _page(request: Request, status: int, message: str) -> HTMLResponse:
    context = {"status": status, "message": message, "debates": _debates(request, status)}
    if status >= 500:
        context["visitor"] = None  # the database may be what fails
    made = render(request, "error.html", context, fragment="shared/_error.html", status=status)
    made.headers["Cache-Control"] = "no-store"
    return made


def _debates(request: Request, status: int) -> list[object]:
    """Where a lost reader may go on from; nothing where the database is what fails."""
    if status >= 500:
        return []
    with Session(request.app.state.engines.read) as db:
        return list(debates(db))

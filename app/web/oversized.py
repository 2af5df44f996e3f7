"""Bodies that say they are too long, refused with a page before anything is read."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.errors import refusal


class Oversized:
    """Answers 413 to a declared length above `limit` bytes. A body that declares none is cut by
    Starlette's limit while it is read, and refused by the error pages."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _length(scope) <= self._limit:
            await self.app(scope, receive, send)
        else:
            answer = await run_in_threadpool(refusal, Request(scope), 413)
            await answer(scope, receive, send)


def _length(scope: Scope) -> int:
    declared = dict(scope["headers"]).get(b"content-length", b"")
    return int(declared) if declared.isdigit() else 0

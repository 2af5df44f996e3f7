"""Claims' pages that have not changed, answered before a route, a thread or a session is needed.

Pure ASGI. FastAPI's way to a handler and back costs ten times what such an answer does. A page that
supposes something is kept under another version than its claim's (`web.claims.show`), so that
nothing here matches it.
"""

import re
from typing import Any

import sqlalchemy as sa
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.claims.queries import VERSION
from app.web.caching import unchanged
from app.web.cookies import token_of
from app.web.deps import READ

_CLAIM = re.compile(r"/claims/([0-9a-z]{10})/")


class Versions:
    """Reads the versions of claims over a connection of its own, in the event loop.

    That is a step in an index, a hundredth of a millisecond, on SQLite. With PostgreSQL the
    loop would wait for the network: there it knows no version, and the route has to be asked.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine if engine.dialect.name == "sqlite" else None
        self._sql = str(VERSION.compile(dialect=engine.dialect))
        self._held: Any = None

    def of(self, id: str) -> int | None:
        if self._engine is None:
            return None
        if self._held is None:
            self._held = self._engine.raw_connection()
        # All rows are fetched: a statement left open would hold on to what the file once was.
        rows = self._held.driver_connection.execute(self._sql, (id,)).fetchall()
        return int(rows[0][0]) if rows else None

    def close(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


class Unchanged:
    """Answers for a claim's page with 304 or from memory, or passes the request on."""

    def __init__(self, app: ASGIApp, versions: Versions) -> None:
        self.app, self._versions = app, versions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = None
        if scope["type"] == "http" and scope["method"] in READ and not token_of(Request(scope)):
            found = _CLAIM.match(scope["path"])
            version = self._versions.of(found[1]) if found else None
            if version is not None:
                answer = unchanged(Request(scope), version)
        await (answer or self.app)(scope, receive, send)

"""Refuses what another site would have a reader's browser do here. Pure ASGI, no tokens.

A request that may change something must come from a page of this very origin. Browsers say so in
Sec-Fetch-Site, older ones in Origin; what says neither is no browser, and may not carry a cookie.

Source: Filippo Valsorda, Cross-Site Request Forgery, https://words.filippo.io/csrf/, made stricter
where both headers are missing.
"""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.deps import SAFE

OWN = frozenset({"same-origin", "none"})
REFUSED = "This was sent by a page of another site, and nothing was done. Open the form here.\n"


class SameOrigin:
    """Answers 403 to what may change something and does not come from a page of this origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE or is_own(scope):
            return await self.app(scope, receive, send)
        return await PlainTextResponse(REFUSED, 403)(scope, receive, send)


def is_own(scope: Scope) -> bool:
    """Whether an unsafe request comes from a page of this origin, or from no page at all."""
    headers = Headers(scope=scope)
    sites, origins = headers.getlist("sec-fetch-site"), headers.getlist("origin")
    if sites:
        return len(sites) == 1 and sites[0] in OWN
    if origins:
        return origins == [f"{scope['scheme']}://{headers.get('host', '')}"]
    return "cookie" not in headers

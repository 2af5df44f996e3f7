"""Rendered pages kept in memory, each checked against the database's version of it."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import brotli  # type: ignore[import-untyped]
from fastapi import Request, Response

from app.web.assets import takes_brotli
from app.web.render import VARY, wants_fragment
from app.web.visitor import visitor


class Stored(NamedTuple):
    """A page as it was made; `packed` is empty until someone asks for it compressed."""

    etag: str
    body: bytes
    headers: dict[str, str]
    packed: bytes = b""


class PageCache:
    """The most recently used pages, up to `limit` bytes. Safe among threads."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._pages: OrderedDict[str, Stored] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, etag: str) -> Stored | None:
        """The page at `key` if it is the one that `etag` names."""
        with self._lock:
            found = self._pages.get(key)
            if found is None or found.etag != etag:
                return None
            self._pages.move_to_end(key)
            return found

    def put(self, key: str, page: Stored) -> None:
        with self._lock:
            self._drop(self._pages.pop(key, None))
            self._pages[key] = page
            self._size += len(page.body) + len(page.packed)
            while self._size > self._limit:
                self._drop(self._pages.popitem(last=False)[1])

    def _drop(self, page: Stored | None) -> None:
        self._size -= len(page.body) + len(page.packed) if page else 0


def page(request: Request, version: object, build: Callable[[], Response]) -> Response:
    """Answer with the page that `build` makes, or without making it where that can be spared.

    `version` must change whenever what the page shows does; it costs the caller one indexed
    read. A matching If-None-Match is answered with 304; a page already made at this version
    comes from memory; anything but a 200 is passed through and not kept. For somebody who is
    signed in the page is made anew, and kept nowhere.
    """
    if visitor(request):
        return build()
    return unchanged(request, version) or _made(request, version, build)


def unchanged(request: Request, version: object) -> Response | None:
    """What can be answered without making the page: 304, or the page from memory."""
    key = _key(request)
    etag = _etag(request, key, version)
    if etag in _known(request):
        return Response(None, 304, _headers(etag))
    stored = _cache(request).get(key, etag)
    return _answer(request, key, stored) if stored else None


def _made(request: Request, version: object, build: Callable[[], Response]) -> Response:
    made = build()
    if made.status_code != 200:
        return made
    key, body = _key(request), bytes(made.body)
    etag = _etag(request, key, version)
    headers = _headers(etag) | {"Content-Type": made.headers["content-type"]}
    stored = Stored(etag, body, headers)
    _cache(request).put(key, stored)
    return _answer(request, key, stored)


LONG = 64_000
"""Bytes above which a page is worth the slowest useful compression: a long text is 14 percent
smaller for a tenth of a second of work, once a version. Not where the address has a query: it is
one of hundreds of views of the same, and each would cost that much."""
HUGE = 1_000_000
"""Bytes above which that would take seconds, while a reader waits."""


def _packed(body: bytes, *, is_a_view: bool) -> bytes:
    dense = LONG < len(body) <= HUGE and not is_a_view
    return bytes(brotli.compress(body, quality=10 if dense else 5))


def _answer(request: Request, key: str, stored: Stored) -> Response:
    if not takes_brotli(request):
        return Response(stored.body, 200, stored.headers)
    if not stored.packed:
        is_a_view = bool(request.scope["query_string"])
        stored = stored._replace(packed=_packed(stored.body, is_a_view=is_a_view))
        _cache(request).put(key, stored)
    return Response(stored.packed, 200, stored.headers | {"Content-Encoding": "br"})


def _cache(request: Request) -> PageCache:
    found: PageCache = request.app.state.pages
    return found


def _headers(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Vary": VARY, "Cache-Control": "no-cache"}


def _key(request: Request) -> str:
    kind = "fragment" if wants_fragment(request) else "page"
    scope = request.scope  # request.url would take apart and put together what stands here
    query = scope["query_string"].decode("latin-1")
    return f"{kind} {scope['scheme']}://{request.headers.get('host')}{scope['path']}?{query}"


def _etag(request: Request, key: str, version: object) -> str:
    # Weak: the same page has two bodies, compressed and not.
    named = f"{request.app.state.build} {key} {version}"
    return f'W/"{hashlib.sha256(named.encode()).hexdigest()[:20]}"'


def _known(request: Request) -> list[str]:
    asked = request.headers.get("if-none-match", "")
    return [part.strip() for part in asked.split(",")]

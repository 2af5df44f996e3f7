"""Rendered pages kept in memory, each checked against the database's version of it."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import brotli  # type: ignore[import-untyped]
from fastapi import Request, Response

from app.web.render import VARY, wants_fragment


class Stored(NamedTuple):
    etag: str
    body: bytes
    packed: bytes
    headers: dict[str, str]


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
    comes from memory; anything but a 200 is passed through and not kept.
    """
    key = _key(request)
    etag = _etag(request, key, version)
    headers = {"ETag": etag, "Vary": VARY, "Cache-Control": "no-cache"}
    if etag in _known(request):
        return Response(None, 304, headers)
    cache: PageCache = request.app.state.pages
    stored = cache.get(key, etag)
    if stored is None:
        made = build()
        if made.status_code != 200:
            return made
        body = bytes(made.body)
        media = {"Content-Type": made.headers["content-type"]}
        stored = Stored(etag, body, _packed(body), headers | media)
        cache.put(key, stored)
    if "br" in request.headers.get("accept-encoding", ""):
        return Response(stored.packed, 200, stored.headers | {"Content-Encoding": "br"})
    return Response(stored.body, 200, stored.headers)


LONG = 64_000
"""Bytes above which a page is worth the slowest useful compression: a long text is 14 percent
smaller for a tenth of a second of work, once a version."""


def _packed(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=10 if len(body) > LONG else 5))


def _key(request: Request) -> str:
    kind = "fragment" if wants_fragment(request) else "page"
    url = request.url
    return f"{kind} {url.scheme}://{url.netloc}{url.path}?{url.query}"


def _etag(request: Request, key: str, version: object) -> str:
    # Weak: the same page has two bodies, compressed and not.
    named = f"{request.app.state.build} {key} {version}"
    return f'W/"{hashlib.sha256(named.encode()).hexdigest()[:20]}"'


def _known(request: Request) -> list[str]:
    asked = request.headers.get("if-none-match", "")
    return [part.strip() for part in asked.split(",")]

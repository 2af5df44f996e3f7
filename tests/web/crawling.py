"""The links of a page, as a crawler sees them, and the pages that they lead to."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin

from starlette.testclient import TestClient

FRONT = "/debates/china-cyber-espionage"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
PLACE = re.compile(r"/sources/[^/]+/(claims|passages|paragraphs)/")


class Links(NamedTuple):
    """`paths`: addresses here, without fragments; `anchored`: (path, fragment) of links to
    other pages; `missing`: fragments that links name on this very page and that it lacks."""

    paths: set[str]
    anchored: set[tuple[str, str]]
    missing: set[str]


# What Jinja escapes holds no quotation mark, so nothing that looks like this stands in a text.
_NAMED = re.compile(r'\s(id|href|src|hx-get|action)="([^"]+)"')
# Suppositions, of which there is no end.
_NOT_FOLLOWED = re.compile(r'<a [^>]*rel="nofollow"[^>]*>')


# Maps of claims, graphs for solvers, places side by side and combined filters: each has tests of
# its own.
MANY = re.compile(
    r"/claims\?.*coverage=.*&|/claims\?.*&coverage=|/map(\.svg)?\?(claim|.*&)"
    r"|/standings/.*\.|/history$|/search\?(.*&){2}|/side-by-side\?"
)


def links(html: str, path: str) -> Links:
    named: dict[str, set[str]] = defaultdict(set)
    for name, value in _NAMED.findall(_NOT_FOLLOWED.sub("", html)):
        named["id" if name == "id" else "target"].add(unescape(value))
    paths, anchored, missing = set(), set(), set()
    for target in named["target"]:
        whole, fragment = urldefrag(urljoin(f"http://testserver{path}", target))
        if not whole.startswith("http://testserver"):
            continue
        local = whole.removeprefix("http://testserver")
        paths.add(local)
        if fragment and local == path and fragment not in named["id"]:
            missing.add(fragment)
        elif fragment and local != path:
            anchored.add((local, fragment))
    return Links(paths, anchored, missing)


def crawled(client: TestClient) -> Iterator[tuple[str, dict[str, str], Any, Links]]:
    """Every path that can be reached from the front page, with the headers it was asked for with,
    the answer and its links; of a place in a text, the paragraph alone."""
    seen, todo = set(), {FRONT}
    while todo:
        path = todo.pop()
        seen.add(path)
        headers = HTMX if PLACE.match(path) else {}
        answer = client.get(path, follow_redirects=True, headers=headers)
        is_page = answer.headers["content-type"].startswith("text/html")
        found = links(answer.text, path) if is_page else Links(set(), set(), set())
        yield path, headers, answer, found
        todo |= {path for path in found.paths - seen if not MANY.search(path)}

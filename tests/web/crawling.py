"""The links of a page, as a crawler sees them."""

from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin


class Links(NamedTuple):
    """`paths`: addresses here, without fragments; `anchored`: (path, fragment) of links to
    other pages; `missing`: fragments that links name on this very page and that it lacks."""

    paths: set[str]
    anchored: set[tuple[str, str]]
    missing: set[str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(given["id"] or "")
        for name in ("href", "src", "hx-get", "action"):
            if given.get("rel") == "nofollow":
                continue  # suppositions, of which there is no end
            if given.get(name) and tag != "base":
                self.targets.append(given[name] or "")


def links(html: str, path: str) -> Links:
    reader = _Reader()
    reader.feed(html)
    paths, anchored, missing = set(), set(), set()
    for target in reader.targets:
        whole, fragment = urldefrag(urljoin(f"http://testserver{path}", target))
        if not whole.startswith("http://testserver"):
            continue
        local = whole.removeprefix("http://testserver")
        paths.add(local)
        if fragment and local == path and fragment not in reader.ids:
            missing.add(fragment)
        elif fragment and local != path:
            anchored.add((local, fragment))
    return Links(paths, anchored, missing)

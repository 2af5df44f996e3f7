"""What every kind of page must be: accessible, valid, within its width and its weight."""

import json
import subprocess
import urllib.error
import urllib.request
from functools import cache
from itertools import pairwise

import pytest

from tests.browser.conftest import NARROW, WIDE
from tests.browser.kinds import KINDS, address

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe(folder) -> str:
    return str((folder / "axe-core" / "axe.min.js").read_text("utf-8"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing(open_page, site, tools, viewport, dark):
    page = open_page(viewport=viewport, dark=dark)
    found = {}
    for kind in KINDS:
        page.goto(address(site, kind))
        page.evaluate(axe(tools))
        result = page.evaluate(
            "tags => axe.run({runOnly: {type: 'tag', values: tags}})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)]))",
            WCAG,
        )
        if result:
            found[kind] = result
    assert found == {}


def test_axe_would_have_found_something(open_page, site, tools):
    page = open_page(address(site, "claim"))
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate(axe(tools))
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")


def test_html_is_valid(site, tools, tmp_path):
    for kind in KINDS:
        name = kind.replace(" ", "-").replace(",", "")
        (tmp_path / f"{name}.html").write_text(fetch(site + address(site, kind)), "utf-8")
    rules = {"extends": ["html-validate:recommended"], "rules": EXCEPTED}
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(rules), "utf-8")
    done = subprocess.run(
        [tools / ".bin" / "html-validate", "--formatter", "text", *tmp_path.glob("*.html")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


EXCEPTED = {
    "doctype-style": "off",  # lower case is as valid
    "long-title": "off",  # a title names the argument, however long its statement
}


@pytest.mark.parametrize("width", [320, 360, 640, 768, 1024, 1280, 1440])
def test_nothing_scrolls_sideways(open_page, site, width):
    """640 is a window of 1280 at 200 percent."""
    page = open_page(viewport={"width": width, "height": 700})
    for kind in KINDS:
        page.goto(address(site, kind))
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (kind, wide)


def test_each_page_has_one_h1_and_its_headings_step_down_one_at_a_time(open_page, site):
    page = open_page(scripts=False)
    for kind in KINDS:
        page.goto(address(site, kind))
        levels = _levels(page)
        assert levels.count(1) == 1, (kind, levels)
        assert all(b - a <= 1 for a, b in pairwise(levels)), (kind, levels)


def _levels(page) -> list[int]:
    tags = page.locator("h1,h2,h3,h4,h5,h6").evaluate_all("all => all.map(one => one.tagName)")
    return [int(tag[1]) for tag in tags]


def test_a_first_view_is_under_105_kilobytes_and_the_next_page_under_25(open_page, site):
    """Bytes over the wire, bodies as they are compressed. The article alone is over 15: its bare
    words are 15 KB in Brotli."""
    for kind in KINDS:
        page = open_page()
        first = _bytes_of(page, address(site, kind))
        assert first < 105_000, (kind, first)
        limit = 26_000 if kind == "article" else 15_000
        again = _bytes_of(page, address(site, "about"))
        if kind == "about":
            again = _bytes_of(page, address(site, "debate"))
        assert again < 15_000, (kind, again)
        assert _bytes_of(page, address(site, kind)) < limit, kind


def _bytes_of(page, path: str) -> int:
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    session.detach()
    return int(sum(sizes))


def fetch(url: str) -> str:
    """The page at an address, whatever its status."""
    try:
        with urllib.request.urlopen(url) as answer:
            return str(answer.read().decode("utf-8"))
    except urllib.error.HTTPError as error:
        return str(error.read().decode("utf-8"))

"""What every kind of page must be: accessible, valid, within its width and its weight."""

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import MISSING, NARROW, WIDE, Window
from tests.browser.kinds import KINDS, address
from tests.browser.seeing import ARTICLE, sign

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WCAG = {"type": "tag", "values": TAGS}
COLOURS = ["color-contrast", "link-in-text-block"]
BY_WIDTH = ["target-size", "scrollable-region-focusable", "region", "link-name", "list"]
LIKE_ANOTHER = ("questions of a kind", "claims filtered", "paragraph", "passage", "claim reported")


@cache
def axe(folder: Path) -> str:
    return (folder / "axe-core" / "axe.min.js").read_text("utf-8")


def violations(page: Page, rules: object, within: str = "html") -> list[object]:
    """What axe finds. It need not fetch the style files: no rule of TAGS asks for them."""
    found: list[object] = page.evaluate(
        "([runOnly, within]) => axe.run(within, {runOnly, resultTypes: ['violations'], "
        "preload: false})"
        ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)]))",
        [rules, within],
    )
    return found


@pytest.fixture(scope="module")
def second(browser: Browser, site: str) -> Iterator[Window]:
    """A window that has seen one page, and so has all that the pages share."""
    window = Window(browser, site, scripts=True)
    bytes_of(window.page, MISSING)
    yield window
    window.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_light_accessible_and_no_wider_than_its_window(
    second, open_page, site, tools, kind
):
    """In one visit with scripts and one without, since visits are most of the work; every fault
    is told under its name. Axe: every rule in light and wide; then `once_more`, but for what is
    like another kind."""
    page = second.page
    second.clear(WIDE)
    weight = bytes_of(page, address(site, kind))
    page.evaluate(axe(tools))
    plain = open_page(address(site, kind), {"width": 320, "height": 700}, scripts=False)
    faults: dict[str, object] = {
        "weight": 0 if 1000 < weight < HEAVIER.get(kind, 15_000) else weight,
        "axe": violations(page, WCAG),
        "too wide": too_wide(page),
        "too wide without scripts": beyond_the_edge(plain),
        "axe once more": [] if kind in LIKE_ANOTHER else once_more(page),
        "in the console": second.went_wrong(),
    }
    assert {name: found for name, found in faults.items() if found} == {}


HEAVIER = {
    "new rebuttal": 24_000,  # not compressed, as no page is that is made for somebody
    "new link": 24_000,
    "edited question": 25_000,
    "merge": 20_000,
    "article": 25_000,
    "dialogue": 25_000,
    "side by side": 40_000,
    "side by side, chosen": 30_000,
}
"""The article's bare words are 15 KB when they are compressed; the others have those of both."""


def once_more(page: Page) -> list[object]:
    """The colours again in dark, what depends on width again in narrow; of long lists, whose
    entries are like each other, only the beginning."""
    page.locator(":is(ol, ul) > li:nth-child(n + 9)").evaluate_all(
        "all => all.forEach(one => one.remove())"
    )
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    return violations(page, [*COLOURS, *BY_WIDTH])


def test_axe_finds_nothing_where_a_note_and_a_mark_are_open(open_page, tools):
    page = open_page(ARTICLE)
    page.evaluate(axe(tools))
    page.get_by_role("link", name="Footnote 17", exact=True).click()
    expect(page.get_by_role("note")).to_be_visible()
    assert violations(page, WCAG, ".prose") == []
    sign(page, "B38").click()
    expect(page.locator(".counterpart")).to_be_visible()
    assert violations(page, WCAG, ".prose > :has(.counterpart)") == []


@pytest.mark.parametrize(
    ("fault", "rules", "dark"),
    [
        ("removeAttribute('lang')", WCAG, False),
        ("style.setProperty('--ink-soft', '#444')", COLOURS, True),
        ("querySelector('.masthead a').textContent = ''", BY_WIDTH, False),
    ],
)
def test_axe_would_have_found_something(open_page, site, tools, fault, rules, dark):
    page = open_page(address(site, "claim"), NARROW, dark=dark)
    page.evaluate(f"document.documentElement.{fault}")
    page.evaluate(axe(tools))
    assert violations(page, rules)


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


EXCEPTED: dict[str, object] = {
    # Of several that are ticked each is sent under the one name.
    "form-dup-name": ["error", {"shared": ["radio", "checkbox", "button", "reset", "submit"]}],
    "doctype-style": "off",  # lower case is as valid
    "no-trailing-whitespace": "off",  # what is not offered leaves its line blank
    "long-title": "off",  # a title names the argument, however long its statement
}


def too_wide(page: Page) -> dict[str, list[str]]:
    """What makes the page wider than its window, by the window. In narrow ones, and with letters
    twice as large in a wide one, no word may be cut off either; 640 is 1280 at 200 percent."""
    found = {}
    for width in (320, 360, 640, 768, 1024, 1440, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        beyond = beyond_the_edge(page)
        found[f"{width}"] = beyond if width <= 640 else [b for b in beyond if SCROLLS in b]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["200%"] = beyond_the_edge(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return {window: beyond for window, beyond in found.items() if beyond}


SCROLLS = "the page scrolls to "


def beyond_the_edge(page: Page) -> list[str]:
    """The words that begin or end outside the window, and how wide the page is if it scrolls. The
    map lies in a window of its own."""
    found: list[str] = page.evaluate(
        """scrolls => {
          const { clientWidth, scrollWidth } = document.documentElement;
          const found = scrollWidth > clientWidth ? [scrolls + scrollWidth] : [];
          const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const words = document.createRange();
          while (all.nextNode()) {
            if (!all.currentNode.data.trim()) continue;
            if (all.currentNode.parentElement.closest(".unseen, .map__window")) continue;
            words.selectNodeContents(all.currentNode);
            const { left, right } = words.getBoundingClientRect();
            if (left < -0.5 || right > clientWidth + 0.5) found.push(all.currentNode.data.trim());
          }
          return found;
        }""",
        SCROLLS,
    )
    return found


def test_each_page_has_one_h1_and_its_headings_step_down_one_at_a_time(site):
    for kind in KINDS:
        levels = [int(n) for n in re.findall(r"<h([1-6])\b", fetch(site + address(site, kind)))]
        assert levels.count(1) == 1, (kind, levels)
        assert all(b - a <= 1 for a, b in pairwise(levels)), (kind, levels)


@pytest.mark.parametrize("kind", ["debate", "article", "rebuttals"])
def test_a_first_view_is_under_105_kilobytes(open_page, site, kind):
    """Over the wire, headers and all; the fonts and whatever else a page asks for."""
    assert bytes_of(open_page(fresh=True), address(site, kind)) < 105_000


def test_a_first_view_of_both_texts_is_under_130_kilobytes(open_page, site):
    assert bytes_of(open_page(fresh=True), address(site, "side by side")) < 130_000


def bytes_of(page: Page, path: str) -> int:
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(path, wait_until="load")
    page.evaluate(
        "document.fonts.ready.then(() => fetch(document.querySelector('[rel=icon]').href))"
    )
    session.detach()
    return int(sum(sizes))


def fetch(url: str) -> str:
    """The page at an address, whatever its status."""
    try:
        with urllib.request.urlopen(url) as answer:
            return str(answer.read().decode("utf-8"))
    except urllib.error.HTTPError as error:
        return str(error.read().decode("utf-8"))

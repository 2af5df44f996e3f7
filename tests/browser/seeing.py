"""What a reader meets on a page, measured: the marked words, the place of a line, the focus."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE

OP_ED, ARTICLE = "/sources/akoto-2025", "/sources/alternative-roles-2016"


def marked(page: Page) -> str:
    """The words under the marker, the pieces of overlapping passages joined."""
    return "".join(page.locator(".passage--chosen").all_text_contents())


def sign(page: Page, label: str) -> Locator:
    """The sign in the margin that opens the claim with this label."""
    return page.locator(f'.margin-sign[aria-label^="Claim {label},"]')


def line_of(sign: Locator) -> float:
    """How far below the window's edge the line stands on which the sign's passage begins."""
    return float(sign.evaluate("sign => sign.parentElement.getClientRects()[0].top"))


def top_of(place: Locator) -> float:
    """How far below the window's edge it begins."""
    return float(place.evaluate("place => place.getBoundingClientRect().top"))


def put_in_the_middle(place: Locator) -> None:
    place.evaluate("place => place.scrollIntoView({block: 'center', behavior: 'instant'})")


def scrolled(page: Page) -> float:
    return float(page.evaluate("scrollY"))


def comes_back_to(place: float, measure: Callable[..., float], of: object) -> bool:
    """Whether `measure(of)` is `place`, at once or after a while: a browser restores where one
    was a moment after all else."""
    until = time.monotonic() + PATIENCE / 1000
    while measure(of) != place:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def becomes(check: Callable[[], bool]) -> bool:
    """Whether it is so, at once or within two seconds: a browser scrolls when it next draws."""
    until = time.monotonic() + 2
    while not check():
        if time.monotonic() > until:
            return False
    return True


def quotation(page: Page, words: str) -> Locator:
    """The first quotation in which these words stand."""
    return page.locator("figure.quotation, .counterpart__case", has_text=words).first


def copied(place: Locator, what: str) -> str:
    """Press the first “Copy link” or “Copy quotation” there, and read the clipboard."""
    words = {"link": '[data-copy=""]', "quotation": '[data-copy^="“"]'}[what]
    button = place.locator(words).first
    expect(button).to_have_text(f"Copy {what}")
    button.click()
    expect(button).to_have_text("Copied")
    return str(button.page.evaluate("navigator.clipboard.readText()"))


FOCUSED = """() => {
  const held = document.activeElement;
  if (held === document.body || !held.matches(":focus-visible")) return false;
  if (getComputedStyle(held).outlineStyle === "none") return false;
  const { left, top, width, height } = held.getClientRects()[0];
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return held.contains(seen);
}"""


def has_visible_focus(page: Page) -> bool:
    """Whether something has the focus, is in the window, uncovered, and drawn as focused."""
    return bool(page.evaluate(FOCUSED))


def tab_to(page: Page, place: Locator, limit: int = 80) -> None:
    """Press Tab until the focus is on it; the focus must be in sight at every step."""
    wanted = place.element_handle()
    look = (
        f"wanted => [({FOCUSED})(), wanted === document.activeElement,"
        " document.activeElement.outerHTML.slice(0, 120)]"
    )
    for _ in range(limit):
        page.keyboard.press("Tab")
        in_sight, reached, where = page.evaluate(look, wanted)
        assert in_sight, where
        if reached:
            return
    raise AssertionError(f"{limit} presses of Tab did not reach {place}")

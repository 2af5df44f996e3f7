"""Two whole texts side by side: the line that is read stays, the other text comes beside it, and
the address brings it all back. Positions are in pixels below the window's edge."""

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from app.db import open_engines
from tests.browser.conftest import NARROW, WIDE, both_widths, serving
from tests.browser.kinds import DEBATE, address
from tests.browser.seeing import (
    comes_back_to,
    has_visible_focus,
    line_of,
    put_in_the_middle,
    sign,
    tab_to,
    top_of,
)
from tests.factories import Make

PATH = f"{DEBATE}/side-by-side"
LEAPFROG = (
    "China was building its own solar industry, so it hacked a US rival to leapfrog in technology."
)
EVIDENCE = "However, no evidence has been conclusive in supporting those accusations so far."


def is_wide(page: Page) -> bool:
    return bool(page.evaluate("matchMedia('(width >= 900px)').matches"))


def card(page: Page) -> Locator:
    return page.locator("#card")


def marked_in(page: Page, text: str) -> str:
    return "".join(page.locator(f'[data-text="{text}"] .passage--chosen').all_text_contents())


def first_line(page: Page, text: str) -> float:
    """Where the marked words of a text begin."""
    words = page.locator(f'[data-text="{text}"] .passage--chosen').first
    return float(words.evaluate("words => words.getClientRects()[0].top"))


def both_are_marked_and_in_view(page: Page, within: int = 0) -> None:
    """`within`: pixels by which a late font may part the lines, where no script mends it."""
    expect(card(page)).to_be_visible()
    expect(page.locator('[data-text="akoto-2025"] .passage--chosen').first).to_be_in_viewport()
    assert marked_in(page, "akoto-2025") == LEAPFROG
    assert marked_in(page, "alternative-roles-2016") == EVIDENCE
    if is_wide(page):
        assert within or comes_back_to(0, _apart, page)
        assert _apart(page) <= within
        expect(page.locator('[data-text^="alt"] .passage--chosen').first).to_be_in_viewport()
    else:
        expect(card(page).locator(".quotation__words").first).to_have_text(f"“{EVIDENCE}”")
        expect(page.locator('[data-text^="alt"]')).to_be_hidden()


def _apart(page: Page) -> float:
    """How far from each other the two marked passages begin: less than a pixel is nothing."""
    two = first_line(page, "akoto-2025"), first_line(page, "alternative-roles-2016")
    return float(int(abs(two[0] - two[1])))


@both_widths
def test_2_a_mark_brings_the_other_text_and_the_line_that_was_read_does_not_move(
    open_page, viewport
):
    page = open_page(PATH, viewport)
    leapfrog = sign(page, "A27")
    expect(leapfrog).to_have_attribute(
        "aria-label", "Claim A27, asserted by the author; the article of 2016 contradicts it"
    )
    put_in_the_middle(leapfrog)
    line = line_of(leapfrog)
    leapfrog.click()
    both_are_marked_and_in_view(page)
    assert line_of(leapfrog) == line
    expect(card(page).locator("[data-focus]")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(
        re.compile("A27: the article of 2016 contradicts it; 1 of 19")
    )
    opened, title = page.url, page.title()

    page.keyboard.press("n")
    expect(page).to_have_title(re.compile("^A27 beside B37"))
    assert line_of(leapfrog) == line
    page.go_back()
    expect(page).to_have_title(title)
    both_are_marked_and_in_view(page)
    assert comes_back_to(line, line_of, leapfrog)
    expect(leapfrog).to_be_focused()
    page.go_back()
    expect(card(page)).to_have_count(0)
    assert comes_back_to(line, line_of, leapfrog)
    page.go_forward()
    expect(page).to_have_url(opened)
    both_are_marked_and_in_view(page)
    assert comes_back_to(line, line_of, leapfrog)


@both_widths
def test_2_a_card_is_opened_by_its_words_and_closed_by_its_sign_or_a_key(open_page, viewport):
    page = open_page(PATH, viewport)
    leapfrog = sign(page, "A27")
    put_in_the_middle(leapfrog)
    line = line_of(leapfrog)
    leapfrog.click()
    both_are_marked_and_in_view(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(leapfrog).to_be_focused()
    assert line_of(leapfrog) == line
    expect(page).to_have_url(re.compile(f"{PATH}$"))
    last = (
        "sign => { const r = [...sign.parentElement.getClientRects()].at(-1); return [r.x, r.y] }"
    )
    left, top = leapfrog.evaluate(last)
    page.mouse.click(left + 9, top + 9)
    expect(card(page)).to_be_visible()
    leapfrog.click()
    expect(card(page)).to_have_count(0)
    assert line_of(leapfrog) == line


def test_19_and_20_a_link_opened_elsewhere_is_the_same_view_at_either_width(open_page, site):
    link = address(site, "side by side, chosen")
    for width, other in ((WIDE, NARROW), (NARROW, WIDE)):
        page = open_page(link, width, fresh=True)
        both_are_marked_and_in_view(page)
        page.set_viewport_size(other)
        both_are_marked_and_in_view(page)
        both_are_marked_and_in_view(open_page(link, width, scripts=False), within=60)


def test_a_view_that_was_left_is_as_it_was_left(open_page, site):
    page = open_page(address(site, "side by side, chosen"))
    both_are_marked_and_in_view(page)
    page.locator('[data-text="akoto-2025"]').evaluate("text => text.scrollBy(0, -120)")
    assert comes_back_to(True, lambda page: page.evaluate("history.state.lines[0][1] > 300"), page)
    line = first_line(page, "akoto-2025")
    entries = page.evaluate("history.length")
    card(page).get_by_role("link", name="This exchange").click()
    expect(page).to_have_url(re.compile("/rebuttals/"))
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    expect(card(page)).to_be_visible()
    assert comes_back_to(line, lambda page: first_line(page, "akoto-2025"), page)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_without_a_script_links_do_what_the_script_does(open_page, viewport):
    page = open_page(PATH, viewport, scripts=False)
    sign(page, "A27").click()
    both_are_marked_and_in_view(page)
    card(page).get_by_role("link", name="Next", exact=True).click()
    expect(page).to_have_title(re.compile("^A27 beside B37"))
    card(page).get_by_role("link", name="Close").click()
    expect(card(page)).to_have_count(0)
    if viewport == WIDE:
        page.get_by_role("link", name="Swap sides").click()
        expect(page.locator(".beside__text").first).to_have_attribute("data-text", re.compile("^a"))
        expect(page).to_have_title(re.compile("^The article of 2016 and the op-ed of 2025"))
    else:
        page.get_by_role("link", name="Read the article instead").click()
        expect(page.locator('[data-text^="alternative"]')).to_be_visible()
        expect(page.locator('[data-text^="akoto"]')).to_be_hidden()


def test_14_the_keys_walk_through_marks_and_counterparts(open_page):
    page = open_page(PATH)
    tab_to(page, page.locator('[data-text="akoto-2025"]'))
    marks = page.locator('[data-text="akoto-2025"] .margin-sign[data-with]')
    for number in range(3):
        page.keyboard.press("j")
        expect(marks.nth(number)).to_be_focused()
        assert has_visible_focus(page)
    page.keyboard.press("k")
    second = marks.nth(1)
    expect(second).to_be_focused()
    line = line_of(second)
    page.keyboard.press("Enter")
    expect(card(page).locator("[data-focus]")).to_be_focused()
    assert line_of(second) == line
    assert has_visible_focus(page)
    of = card(page).locator(".beside__steps span")
    page.keyboard.press("n")
    expect(of).to_have_text(re.compile("^2 of"))
    page.keyboard.press("p")
    expect(of).to_have_text(re.compile("^1 of"))
    page.keyboard.press("c")
    expect(card(page).get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.keyboard.press("Escape")
    expect(second).to_be_focused()
    assert line_of(second) == line


def test_14_the_keys_are_listed_and_can_be_switched_off(open_page, site):
    page = open_page(address(site, "side by side, chosen"))
    before = page.url
    keys = page.get_by_role("dialog", name="Keys")
    page.get_by_role("button", name="Keys").click()
    expect(keys).to_be_visible()
    page.keyboard.press("s")
    keys.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(card(page)).to_be_visible()
    page.keyboard.press("o")
    page.reload()
    page.keyboard.press("o")
    page.keyboard.press("?")
    expect(keys.get_by_role("checkbox")).not_to_be_checked()
    assert page.url == before
    keys.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("Control+o")
    assert page.url == before
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/rebuttals/"))


def test_the_sides_swap_and_each_text_stays_where_it_was(open_page):
    page = open_page(PATH)
    leapfrog = sign(page, "A27")
    put_in_the_middle(leapfrog)
    leapfrog.click()
    both_are_marked_and_in_view(page)
    line = line_of(leapfrog)
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile(r"\?left=alternative-roles-2016&right=akoto-2025&at="))
    expect(page.locator(".beside__text").first).to_have_attribute("data-text", re.compile("^alt"))
    both_are_marked_and_in_view(page)
    assert line_of(leapfrog) == line
    expect(page.get_by_role("link", name="Swap sides")).to_be_focused()
    # From this side with equal right, and the address still says which is on the left.
    evidence = sign(page, "B37")
    theirs = line_of(evidence)
    evidence.click()
    expect(page).to_have_title(re.compile("^B37 beside A"))
    expect(page).to_have_url(re.compile(r"\?left=alternative-roles-2016&right=akoto-2025&at="))
    assert line_of(evidence) == theirs
    page.go_back()
    expect(page).to_have_title(re.compile("^A27 beside B36"))
    both_are_marked_and_in_view(page)
    page.go_back()
    expect(page.locator(".beside__text").first).to_have_attribute("data-text", re.compile("^akoto"))
    assert comes_back_to(line, line_of, leapfrog)


def _top(words: Locator) -> float:
    return float(words.evaluate("words => words.getClientRects()[0].top"))


def test_one_text_leads_and_the_other_follows_and_that_is_remembered(open_page):
    page = open_page(PATH)
    page.evaluate("localStorage.clear()")
    op_ed, article = page.locator(".beside__text").all()
    scroll = "(text, by) => text.scrollBy(0, by)"
    op_ed.evaluate(scroll, 300)
    expect(op_ed.locator("[data-position]")).to_have_text(re.compile("paragraph [3-7] of 25"))
    assert article.evaluate("text => text.scrollTop") == 0

    entries = page.evaluate("history.length")
    page.get_by_role("link", name="the op-ed leads").click()
    expect(page).to_have_url(re.compile(r"\?lead=left$"))
    op_ed.evaluate("text => text.scrollTo(0, 0)")
    for _ in range(3):
        op_ed.evaluate(scroll, 400)
        expect(page.locator(".passage--same").nth(1)).to_be_visible()
        led, follows = (text.locator(".passage--same").first for text in (op_ed, article))
        assert comes_back_to(0, lambda two: int(abs(_top(two[0]) - _top(two[1]))), (led, follows))
        assert _top(led) <= 272
    assert page.evaluate("history.length") == entries
    # A passage chosen in the text that follows leads for once, and stays where it is.
    other = article.locator(".margin-sign[data-with]").nth(20)
    put_in_the_middle(other)
    line = line_of(other)
    other.click()
    expect(card(page)).to_be_visible()
    assert comes_back_to(0, _apart, page)
    assert line_of(other) == line
    page.goto(PATH)
    expect(page).to_have_url(re.compile(r"\?lead=left$"))
    page.get_by_role("link", name="neither leads").click()
    page.goto(f"{PATH}?lead=right")
    expect(page.get_by_role("link", name="the article leads")).to_have_attribute(
        "aria-current", "true"
    )
    page.evaluate("localStorage.clear()")


def test_4_in_a_narrow_window_the_other_text_is_read_from_where_the_card_is(open_page, site):
    page = open_page(address(site, "side by side, chosen"), NARROW)
    for width in (320, 890):
        page.set_viewport_size({"width": width, "height": 740})
        both_are_marked_and_in_view(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        head = page.locator('[data-text="akoto-2025"] .beside__head')
        expect(head).to_contain_text("William Akoto · op-ed, 2025")
        page.evaluate("scrollBy(0, 500)")
        assert top_of(head) == 0
        card(page).get_by_role("link", name="Read the article from there").click()
        expect(page).to_have_title(re.compile("^B36 beside A27"))
        expect(page.locator('[data-text^="alt"] .passage--chosen').first).to_be_in_viewport()
        expect(card(page)).to_contain_text("William Akoto, op-ed, 2025, asserts")
        expect(page.locator('[data-text^="akoto"]')).to_be_hidden()
        page.go_back()
        expect(page).to_have_title(re.compile("^A27 beside B36"))
        expect(page.locator('[data-text^="akoto"]')).to_be_visible()
        page.evaluate("scrollBy(0, -500)")


@both_widths
def test_on_paper_are_both_passages_and_the_card_with_the_address(open_page, site, viewport):
    page = open_page(address(site, "side by side, chosen"), viewport)
    both_are_marked_and_in_view(page)
    page.emulate_media(media="print")
    for text in ("akoto-2025", "alternative-roles-2016"):
        expect(page.locator(f'[data-text="{text}"] .passage--chosen').first).to_be_visible()
        expect(page.locator(f'[data-text="{text}"] .prose > :visible')).to_have_count(1)
    expect(card(page).locator(".counterpart__line")).to_be_visible()
    expect(page.locator(".beside__address")).to_have_text(page.url)
    expect(page.locator(".beside__ways")).to_be_hidden()


def test_3_and_9_what_is_hidden_in_a_dialogue_is_revealed_one_by_one(open_page):
    page = open_page(DEBATE, scripts=False)
    page.get_by_role("link", name="as a dialogue", exact=True).click()
    page.get_by_role("link", name="the article", exact=True).first.click()
    question = page.locator(".dialogue").first
    theirs = question.locator(".quotation--b")
    expect(theirs.first).to_be_hidden()
    question.get_by_text("What does the article say?").click()
    for width in (WIDE, NARROW):
        page.set_viewport_size(width)
        expect(theirs.first).to_contain_text("The article’s author, journal article, 2016, asserts")
        expect(theirs.first).to_be_visible()
        expect(theirs.nth(1)).to_be_hidden()
    page.get_by_role("link", name="who speaks").click()
    said = page.locator(".dialogue").first
    expect(said.locator(".quotation__words").first).to_have_text(f"“{LEAPFROG}”")
    expect(said.get_by_text("William Akoto, op-ed, 2025, asserts").first).to_be_hidden()
    said.get_by_text("Who says this, and how?").first.click()
    for width in (NARROW, WIDE):
        page.set_viewport_size(width)
        expect(said.get_by_text("William Akoto, op-ed, 2025, asserts").first).to_be_visible()


@pytest.fixture
def three(databases_of) -> Iterator[str]:
    """A site over a debate of three texts of a sentence each, any two of which contradict."""
    sqlite = databases_of("sqlite")
    url = sqlite.new(sqlite.migrated)
    engines = open_engines(url)
    with Session(engines.write) as db:
        make = Make(db)
        sources = [
            make.source(short_name=name) for name in ("The letter", "The essay", "The reply")
        ]
        make.debate(*sources, slug="three")
        claims = [make.claim(source) for source in sources]
        for one, other in itertools.combinations(claims, 2):
            make.rebuttal(claim=one, target=other, mutual=True)
        db.commit()
    engines.read.dispose()
    with serving(url) as address:
        yield address


def test_of_three_texts_one_chooses_which_two(open_page, three):
    page = open_page("/debates/three/side-by-side", elsewhere=three)
    shown = page.locator(".beside__text")
    expect(shown).to_have_count(2)
    expect(page).to_have_title(re.compile("^The letter of 2000 and the essay of 2000"))
    shown.first.get_by_text("Outline").click()
    shown.first.get_by_role("link", name="The reply of 2000 here instead").click()
    expect(page).to_have_url(re.compile(r"\?left=source-3&right=source-2$"))
    sign = shown.first.locator(".margin-sign")
    expect(sign).to_have_accessible_name(re.compile("the essay of 2000 contradicts it"))
    sign.click()
    expect(page).to_have_url(re.compile(r"\?left=source-3&right=source-2&at="))
    expect(page.locator(".passage--chosen")).to_have_count(2)
    expect(card(page).get_by_role("link", name="Next", exact=True)).to_have_count(0)
    assert comes_back_to(
        0, lambda two: int(abs(_top(two.first) - _top(two.last))), page.locator(".passage--chosen")
    )
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile(r"\?left=source-2&right=source-3&at="))
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?left=source-3&right=source-2$"))
    expect(card(page)).to_have_count(0)

"""Reading a text straight through: a mark opens and closes under its line, and history keeps up."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import both_widths, each_way
from tests.browser.kinds import DEBATE
from tests.browser.seeing import (
    ARTICLE,
    OP_ED,
    comes_back_to,
    line_of,
    marked,
    put_in_the_middle,
    scrolled,
    sign,
)

LEAPFROG = (
    "China was building its own solar industry, so it hacked a US rival to leapfrog in technology."
)


@both_widths
def test_2_reading_straight_through_a_mark_opens_and_closes_without_moving_the_line(
    open_page, viewport
):
    page = open_page(DEBATE, viewport)
    page.get_by_role("link", name="Read the op-ed").click()
    leapfrog = sign(page, "A27")
    put_in_the_middle(leapfrog)
    line = line_of(leapfrog)

    leapfrog.click()
    card = page.get_by_role("group", name=re.compile("Claim A27"))
    expect(card.locator("[data-focus]")).to_be_focused()
    expect(card).to_contain_text("The article’s author, journal article, 2016, asserts")
    assert line_of(leapfrog) == line
    assert marked(page) == LEAPFROG
    expect(page).to_have_url(re.compile(rf"{OP_ED}/claims/\w+#claim-\w+$"))
    expect(page).to_have_title(re.compile("^A27 in the op-ed of 2025: .*leapfrog in technology"))

    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(leapfrog).to_be_focused()
    assert line_of(leapfrog) == line

    leapfrog.click()
    expect(card).to_be_visible()
    leapfrog.click()
    expect(card).to_have_count(0)
    assert line_of(leapfrog) == line


@each_way
def test_2_back_forward_and_reload_keep_what_was_open_and_where(open_page, viewport, scripts):
    page = open_page(OP_ED, viewport, scripts)
    leapfrog = sign(page, "A27")
    put_in_the_middle(leapfrog)
    before, line = scrolled(page), line_of(leapfrog)
    leapfrog.click()
    card = page.locator(".counterpart")
    expect(card).to_be_visible()
    opened, address, title = line_of(leapfrog), page.url, page.title()
    assert scripts is False or opened == line

    page.go_back()
    expect(card).to_have_count(0)
    assert comes_back_to(line, line_of, leapfrog)
    assert scrolled(page) == before
    expect(page).to_have_title(re.compile("^US missing the point"))

    page.go_forward()
    expect(card).to_be_visible()
    assert comes_back_to(opened, line_of, leapfrog)
    assert (page.url, page.title()) == (address, title)
    assert marked(page) == LEAPFROG

    page.reload()
    expect(card).to_be_visible()
    assert comes_back_to(opened, line_of, leapfrog)
    assert (page.url, marked(page)) == (address, LEAPFROG)


@each_way
def test_2_at_the_end_of_the_one_text_the_other_is_offered(open_page, viewport, scripts):
    page = open_page(OP_ED, viewport, scripts)
    page.get_by_role("link", name="Read the article from its beginning").click()
    expect(page).to_have_url(re.compile(f"{ARTICLE}$"))
    expect(page.locator("h1")).to_have_text(re.compile("^China’s Alternative Roles"))
    expect(page.locator("h1")).to_be_in_viewport()

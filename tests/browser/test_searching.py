"""Looking for words: as one types, by key, without scripts; and from a hit to its place."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, both_widths, each_way
from tests.browser.kinds import DEBATE
from tests.browser.seeing import has_visible_focus


def field(page: Page):
    return page.get_by_role("searchbox", name="Words to find")


def hit(page: Page, words: str):
    return page.locator(".hits figure", has_text=words)


@each_way
def test_5_a_journalist_finds_a_number_in_both_texts(open_page, viewport, scripts):
    page = open_page(f"{DEBATE}", viewport, scripts)
    page.get_by_role("navigation", name="This debate").get_by_role("link", name="Search").click()
    field(page).fill("billion")
    field(page).press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=billion"))
    for words, speaker in (
        ("hundreds of billions of dollars per year", "William Akoto, op-ed, 2025, reports"),
        ("modified the number to $100 billion", "The article’s author, journal article, 2016"),
        ("tens of billions of dollars a year", "reports the view of Cai Mingzhao"),
        ("$35 billion sales revenue", "The article’s author, journal article, 2016"),
    ):
        expect(hit(page, words).locator(".quotation__speaker")).to_contain_text(speaker)
        expect(hit(page, words).locator("mark")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    hit(page, "$100 billion").get_by_role("link", name="In its place").click()
    expect(page.locator(".passage--chosen").first).to_be_in_viewport()
    page.go_back()
    expect(field(page)).to_have_value("billion")
    page.get_by_role("link", name="How large are the losses").first.click()
    expect(page.locator("h1")).to_contain_text("How large are the losses")


@both_widths
def test_while_one_types_the_hits_and_the_address_follow_and_the_focus_stays(open_page, viewport):
    page = open_page("/search", viewport)
    expect(field(page)).to_be_focused()
    field(page).press_sequentially("cyber espion", delay=20)
    expect(page).to_have_url(re.compile(r"/search\?q=cyber\+espion$"))
    expect(hit(page, "industrial cyberespionage").first).to_be_visible()
    expect(page.locator("#announcement")).to_have_text(re.compile(r"\d+ found"))
    expect(field(page)).to_be_focused()

    page.locator(".filters").get_by_role("link", name="the op-ed").click()
    expect(page).to_have_url(re.compile(r"source=akoto-2025"))
    field(page).fill("billion")
    expect(page).to_have_url(
        re.compile(r"q=billion.*source=akoto-2025|source=akoto-2025.*q=billion")
    )
    expect(page.locator(".hits figure")).to_have_count(1)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/search\?q=cyber"))
    expect(page.locator(".hits figure").nth(5)).to_be_visible()


def test_the_key_leads_to_the_search_but_not_from_a_field(open_page):
    page = open_page(DEBATE, WIDE)
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile(r"/search"))
    expect(field(page)).to_be_focused()
    assert has_visible_focus(page)
    page.keyboard.type("a/b")
    expect(field(page)).to_have_value("a/b")
    page.goto("/nonsense")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")


def test_a_mistyped_word_is_put_right(open_page):
    page = open_page("/search?q=decopuling", NARROW)
    page.get_by_role("link", name="decoupling").click()
    expect(page.locator(".hits mark").first).to_have_text(re.compile("decoupling", re.IGNORECASE))

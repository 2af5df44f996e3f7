"""Journey 14: without a mouse, and without eyes."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import both_widths
from tests.browser.kinds import DEBATE, question
from tests.browser.seeing import OP_ED, has_visible_focus, sign, tab_to

PRESSURE = "Is economic pressure on China a good answer to cyber espionage?"


@both_widths
def test_14_a_question_a_passage_in_its_source_and_back_with_the_focus_where_it_was(
    open_page, viewport
):
    page = open_page(DEBATE, viewport)
    tab_to(page, page.get_by_role("link", name=PRESSURE))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(PRESSURE)

    place = page.get_by_role("link", name="In its place").first
    tab_to(page, place)
    page.keyboard.press("Enter")
    words = page.locator(".passage--chosen").first
    expect(words).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert has_visible_focus(page)
    held = page.locator(":focus")
    assert words.evaluate("(words, held) => words.contains(held)", held.element_handle())

    page.go_back()
    expect(page.locator("h1")).to_have_text(PRESSURE)
    expect(place).to_be_focused()
    assert has_visible_focus(page)


@both_widths
def test_14_a_mark_opens_is_walked_through_and_closes(open_page, viewport):
    page = open_page(f"{OP_ED}/paragraphs/13#paragraph-13", viewport)
    leapfrog = sign(page, "A27")
    tab_to(page, leapfrog)
    page.keyboard.press("Enter")
    card = page.locator(".counterpart")
    expect(card.locator("[data-focus]")).to_be_focused()
    assert has_visible_focus(page)
    tab_to(page, card.get_by_role("link", name="Close"))
    page.keyboard.press("Enter")
    expect(card).to_have_count(0)
    expect(leapfrog).to_be_focused()
    assert has_visible_focus(page)


@both_widths
def test_14_a_footnote_opens_and_closes(open_page, viewport):
    page = open_page("/sources/alternative-roles-2016/paragraphs/26#paragraph-26", viewport)
    call = page.get_by_role("link", name="Footnote 17", exact=True)
    call.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("note")).to_contain_text("Baker")
    tab_to(page, page.get_by_role("button", name="Close"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("note")).to_have_count(0)
    expect(call).to_be_focused()
    assert has_visible_focus(page)


def test_14_a_choice_of_a_filter_keeps_the_focus(open_page):
    page = open_page(f"{DEBATE}/questions")
    tab_to(page, page.get_by_role("link", name="agreement, three"))
    page.keyboard.press("Enter")
    expect(page.locator(".answers__question")).to_have_count(3)
    expect(page.get_by_role("link", name="agreement, three")).to_be_focused()
    assert has_visible_focus(page)


def test_14_the_first_stop_leads_past_the_masthead(open_page):
    page = open_page(DEBATE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the page")).to_be_focused()
    assert has_visible_focus(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.get_by_role("main").evaluate("main => main.contains(document.activeElement)")


def test_14_headings_lead_from_the_question_to_each_text(open_page, site):
    page = open_page(f"/questions/{question(site, PRESSURE)['id']}")
    heard = re.findall(r'heading "(.+?)"', page.get_by_role("main").aria_snapshot())
    assert heard == [PRESSURE, "The op-ed", "The article"]


def test_14_speaker_and_stance_are_heard_before_each_quotation(open_page, site):
    page = open_page(f"/questions/{question(site, PRESSURE)['id']}")
    _each_is_announced(page, "figure.quotation")
    page.goto(OP_ED)
    sign(page, "A27").click()
    expect(page.locator(".counterpart")).to_be_visible()
    _each_is_announced(page, ".counterpart__case")


def _each_is_announced(page: Page, quotations: str) -> None:
    every = page.locator(quotations)
    assert every.count() > 1
    for one in every.all():
        heard = one.aria_snapshot()
        words = one.locator(".quotation__words").inner_text().strip("“”")[:40]
        speaker = re.search(
            r"(William Akoto|The article’s author).*?(20\d\d).*?, (\w+)", heard, re.S
        )
        assert speaker, heard
        assert speaker[3] in ("asserts", "reports", "rejects", "concedes")
        assert speaker.end() < heard.index(words)

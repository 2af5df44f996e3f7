"""The whole way from a claim to a rebuttal of it and back: with scripts, and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.kinds import claim

NOTE = "Fragments that come at random do not add up to a lead."


@pytest.mark.parametrize(
    ("viewport", "scripts"), [(WIDE, True), (NARROW, False)], ids=["wide", "narrow-no-js"]
)
def test_a_rebuttal_is_linked_in_three_steps_and_undone(site, open_page, viewport, scripts):
    target = claim(site, "leapfrog in technology")["id"]
    page = open_page(f"/claims/{target}/rebuttals/new", viewport, scripts=scripts)
    page.get_by_label("Why?").fill(NOTE)
    page.get_by_label("Find a claim by its words").fill("fragmented")
    if not scripts:
        page.get_by_role("button", name="Find").click()
    offered = page.locator("#candidates input")
    expect(page.locator("#candidates")).not_to_contain_text("May be relevant")
    offered.first.check()
    page.get_by_label("It narrows the claim").check()
    expect(page.get_by_label("Why?")).to_have_value(NOTE)
    page.get_by_role("button", name="Link the rebuttal").click()
    expect(page.locator("#told")).to_contain_text(f"Rebuttal made: “{NOTE}”")
    expect(page.locator(".bearing")).to_contain_text([re.compile(re.escape(NOTE))])
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#told")).to_contain_text("Rebuttal retired")


def test_selected_words_are_offered_to_be_made_a_claim_of(open_page):
    page = open_page("/sources/akoto-2025?done=0000000000", WIDE)
    bar = page.get_by_role("complementary", name="The selected words")
    expect(bar).to_be_hidden()
    page.evaluate("getSelection().selectAllChildren(document.getElementById('paragraph-5'))")
    bar.get_by_role("link", name="Make a claim of these words").click()
    expect(page.get_by_label("The words of the text")).not_to_be_empty()
    expect(page.get_by_text("They stand here")).to_be_visible()

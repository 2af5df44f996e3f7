"""Two windows edit one claim: the second is shown both versions and chooses."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.kinds import claim
from tests.browser.seeing import tab_to
from tests.browser.test_every_kind import WCAG, axe, violations

WORDS = "competing products based on the stolen designs"


def say(page: Page, statement: str, why: str) -> None:
    page.get_by_label("What it states, in your words").fill(statement)
    page.get_by_label("Why do you change it?").fill(why)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def arrange(page: Page) -> None:
    """Add a passage, and put it first."""
    page.get_by_label("Another passage").fill(WORDS)
    page.get_by_role("button", name="Add this passage").click()
    expect(page.locator(".arranged > li")).to_have_count(2)
    page.get_by_role("button", name="Passage 2 up").click()
    expect(page.locator(".arranged > li").first).to_contain_text(WORDS)


@pytest.fixture
def claim_id(site, open_page):
    """A claim, that is in the end as it was."""
    id = claim(site, "leapfrog in technology")["id"]
    page = open_page(f"/claims/{id}/edit")
    before = page.get_by_label("What it states").input_value()
    yield id
    page.goto(f"/claims/{id}/edit")
    say(page, before, "As it was.")
    save(page)
    expect(page.locator("h1")).to_have_text(before)


@pytest.mark.parametrize(
    ("viewport", "scripts"), [(WIDE, True), (NARROW, False)], ids=["wide", "narrow-no-js"]
)
def test_the_second_of_two_windows_loses_nothing(open_page, claim_id, viewport, scripts):
    path = f"/claims/{claim_id}/edit"
    mine, other = open_page(path, viewport, scripts=scripts), open_page(path)
    say(other, "Theirs it is.", "A hedge was lost.")
    save(other)
    expect(other.locator("#told")).to_contain_text("Claim edited")
    say(mine, "Mine it is.", "It was too long.")
    arrange(mine)
    if scripts:
        expect(mine.locator(".arranged > li p").first).to_be_focused()
    save(mine)
    expect(mine.get_by_role("alert")).to_contain_text("A hedge was lost.")
    expect(mine.get_by_label("What it states, in your words")).to_have_value("Mine it is.")
    mine.get_by_label("Take the other’s").check()
    save(mine)
    expect(mine.locator("h1")).to_have_text("Theirs it is.")
    mine.get_by_role("button", name="Undo").click()
    expect(mine.locator("#told")).to_contain_text("Claim changed back")


def test_both_versions_are_accessible_and_chosen_by_keyboard(open_page, claim_id, tools):
    path = f"/claims/{claim_id}/edit"
    mine, other = open_page(path, NARROW), open_page(path)
    say(other, "Theirs it is.", "A hedge was lost.")
    save(other)
    say(mine, "Mine it is.", "It was too long.")
    mine.keyboard.press("Tab")
    mine.keyboard.press("Enter")
    expect(mine.get_by_role("alert")).to_contain_text("A hedge was lost.")
    mine.evaluate(axe(tools))
    assert violations(mine, WCAG) == []
    tab_to(mine, mine.locator("#take-statement input").first)
    mine.keyboard.press("ArrowDown")
    mine.keyboard.press("Enter")
    expect(mine.locator("h1")).to_have_text("Theirs it is.")

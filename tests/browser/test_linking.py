"""The whole way from reading a passage to a rebuttal that stands, and back: with a mouse, with the
keyboard alone, by touch, and without scripts. Whatever is chosen or said on it is a step."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import FLAGS, NARROW, WIDE, Window
from tests.browser.kinds import claim
from tests.browser.seeing import tab_to

NOTE = "Fragments that come at random do not add up to a lead."
READING = "/sources/akoto-2025?done=0000000000#paragraph-5"
"""At a paragraph, signed in."""
BESIDE = "/debates/china-cyber-espionage/side-by-side?done=0000000000#a-paragraph-5"


class Steps(list[str]):
    """What was chosen or said between the words and the link: three, whatever the way."""

    def take(self, step: str) -> None:
        self.append(step)

    def check(self) -> None:
        assert self == ["the other end", "the move", "why"]


@pytest.fixture
def steps() -> Steps:
    return Steps()


def bar(page: Page, name: str) -> Locator:
    words = page.get_by_role("complementary", name="The selected words")
    return words.get_by_role("link", name=name)


def find(page: Page, words: str) -> None:
    """Type words of the other end, and wait for what is found."""
    page.get_by_label("Find a claim or").fill(words)
    expect(page.locator("#candidates")).not_to_contain_text("May be relevant")


def say_the_rest(page: Page, steps: Steps, press: str = "click") -> None:
    """The move, and why; then send it."""
    getattr(page.get_by_label("It narrows the claim"), press)()
    steps.take("the move")
    page.get_by_label("Why?").fill(NOTE)
    steps.take("why")
    getattr(page.get_by_role("button", name="Make the link"), press)()


def undo(page: Page, steps: Steps, press: str = "click") -> None:
    """See what was made in its place, and undo it."""
    steps.check()
    new = page.locator("#new")
    expect(new).to_contain_text("You linked this just now.")
    expect(new).to_be_in_viewport()
    expect(page.locator("#told")).to_contain_text(f"Rebuttal made: “{NOTE}”")
    getattr(new.get_by_role("button", name="Undo"), press)()
    expect(page.locator("#told")).to_contain_text("Rebuttal retired")
    expect(new).to_have_count(0)


def test_a_rebuttal_is_linked_from_words_with_a_mouse(open_page, steps):
    page = open_page(BESIDE, WIDE)
    box = page.locator("#a-paragraph-5").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 3, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 12)
    page.mouse.up()
    bar(page, "Link").click()
    expect(page.locator("[name=own]:checked")).not_to_have_value("new")
    find(page, "fragmented")
    page.locator("#candidates input").first.check()
    steps.take("the other end")
    say_the_rest(page, steps)
    undo(page, steps)


@pytest.fixture
def caret(browser: Browser, site: str) -> Iterator[Page]:
    """A window in which arrows move a caret through a text, as after F7."""
    launched = browser.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        args=[*FLAGS, "--enable-caret-browsing"],
    )
    window = Window(launched, site, scripts=True)
    yield window.page
    wrong = window.went_wrong()
    launched.close()
    assert wrong == []


def select_words(page: Page) -> None:
    for _ in range(5):
        page.keyboard.press("Control+Shift+ArrowRight")
    expect(bar(page, "Link")).to_be_visible()


def press_at(page: Page, place: str, keys: str) -> None:
    tab_to(page, page.locator(place).first)
    page.keyboard.press(keys)


def test_a_rebuttal_is_linked_from_words_with_the_keyboard_alone(caret, steps):
    caret.set_viewport_size({"width": 1280, "height": 1400})  # a field half in sight stays so
    caret.goto(READING)
    select_words(caret)
    caret.keyboard.press("Escape")
    expect(bar(caret, "Link")).to_be_hidden()
    select_words(caret)
    caret.keyboard.press("Tab")
    expect(bar(caret, "Make a claim")).to_be_focused()
    caret.keyboard.press("Tab")
    caret.keyboard.press("Enter")
    press_at(caret, "[name=own]", "ArrowDown")
    tab_to(caret, caret.locator("#statement"))
    caret.keyboard.type("Tariffs came in early.")
    tab_to(caret, caret.locator("#q"))
    caret.keyboard.type("fragmented")
    expect(caret.locator("#candidates")).not_to_contain_text("May be relevant")
    press_at(caret, "#candidates input", "Space")
    steps.take("the other end")
    press_at(caret, "[name=move]", "ArrowUp")
    steps.take("the move")
    tab_to(caret, caret.locator("#note"))
    caret.keyboard.type(NOTE)
    steps.take("why")
    press_at(caret, "form [type=submit]:text('Make the link')", "Enter")
    steps.check()
    expect(caret.locator("#told")).to_contain_text("and 1 more with it")
    press_at(caret, "#new button", "Enter")
    expect(caret.locator("#told")).to_be_focused()
    expect(caret.locator("#announcement")).to_contain_text("retired")


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport=NARROW, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def hold(page: Page, place: str) -> None:
    """Select a paragraph. A browser without a screen has no handles to drag."""
    page.locator(place).evaluate("place => getSelection().selectAllChildren(place)")


def has_room_for_the_system(page: Page) -> bool:
    """Whether the bar leaves the selection a hand’s breadth, and is as large as a finger."""
    words = page.locator("#paragraph-5").bounding_box()
    place = page.locator("#selected").bounding_box()
    assert words is not None
    assert place is not None
    return place["y"] - words["y"] - words["height"] > 100 and place["height"] >= 44


def test_a_rebuttal_is_linked_from_words_by_touch(phone, steps):
    phone.goto(READING)
    hold(phone, "#paragraph-5")
    expect(bar(phone, "Link")).to_be_in_viewport(ratio=1)
    assert has_room_for_the_system(phone)
    bar(phone, "Link").tap()
    phone.get_by_role("button", name="the article, 2016").tap()
    expect(phone.get_by_text("Select the words that it goes to")).to_be_in_viewport()
    hold(phone, "#paragraph-9")
    bar(phone, "Take these words").tap()
    expect(phone.locator("[name=claim]:checked")).to_have_count(1)
    if phone.locator(".end__new[name=claim]:checked").count():
        phone.locator("#other_statement").fill("It is so.")
    steps.take("the other end")
    assert phone.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    say_the_rest(phone, steps, "tap")
    undo(phone, steps, "tap")


def test_a_form_on_the_page_of_a_claim_whose_sign_in_ran_out_is_kept(site, phone):
    target = claim(site, "leapfrog in technology")["id"]
    phone.goto(f"/claims/{target}?done=0000000000")
    phone.get_by_role("link", name="Rebut", exact=True).tap()
    phone.locator("#candidates input").first.check()
    phone.get_by_label("It narrows the claim").check()
    phone.get_by_label("Why?").fill(NOTE)
    port = site.rpartition(":")[2]
    phone.context.add_cookies([{"name": f"counterpoint-{port}", "value": "over", "url": site}])
    phone.get_by_role("button", name="Link the rebuttal").tap()
    expect(phone.get_by_text("What you wrote is kept")).to_be_visible()
    expect(phone.get_by_label("Password")).to_be_visible()
    assert NOTE in phone.content()


def test_a_rebuttal_is_linked_from_words_without_scripts(open_page, steps):
    path = "/sources/akoto-2025/paragraphs/5?done=0000000000"
    page = open_page(path, NARROW, scripts=False)
    page.get_by_role("link", name="Link words of this paragraph").click()
    page.get_by_label("Find a claim or").fill("fragmented")
    page.get_by_role("button", name="Find", exact=True).click()
    page.locator("#candidates input").first.check()
    steps.take("the other end")
    say_the_rest(page, steps)
    undo(page, steps)


def test_a_rebuttal_is_linked_on_the_page_of_its_claim_which_stays(site, open_page, steps):
    target = claim(site, "leapfrog in technology")["id"]
    page = open_page(f"/claims/{target}?done=0000000000", WIDE)
    page.evaluate("window.stays = true")
    page.get_by_role("link", name="Rebut", exact=True).click()
    expect(page.locator("#claim")).to_be_focused()
    page.get_by_label("Why?").fill(NOTE)
    send = page.get_by_role("button", name="Link the rebuttal")
    send.click()
    expect(page.get_by_role("heading", name="The rebuttal is not linked yet")).to_be_focused()
    expect(page.get_by_label("Why?")).to_have_value(NOTE)
    find(page, "fragmented")
    page.locator("#candidates input").first.check()
    page.get_by_label("It narrows the claim").check()
    send.click()
    steps += ["the other end", "the move", "why"]
    expect(page.locator("#new")).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("Linked, and shown here")
    expect(page.locator(".bearing")).to_contain_text([re.compile(re.escape(NOTE))])
    undo(page, steps)
    expect(page.locator("#told")).to_be_focused()
    assert page.evaluate("window.stays")

"""The map under keys, mouse and no script; what is missing, from the figures to the paragraph."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, both_widths
from tests.browser.kinds import DEBATE, claim
from tests.browser.seeing import becomes, has_visible_focus, put_in_the_middle, tab_to

both_ways = pytest.mark.parametrize(
    ("viewport", "scripts"), [(WIDE, True), (NARROW, False)], ids=["wide", "narrow-no-js"]
)


def wide_of(page: Page) -> float:
    return float(page.locator(".map__drawing").evaluate("it => it.getBoundingClientRect().width"))


def moved_to(page: Page) -> list[float]:
    found: list[float] = page.locator(".map__window").evaluate(
        "it => [it.scrollLeft, it.scrollTop]"
    )
    return found


@both_widths
def test_the_map_is_read_moved_and_passed_by_keyboard(open_page, site, viewport):
    held = claim(site, "leapfrog in technology")
    page = open_page(f"{DEBATE}/map?claim={held['id']}&steps=2", viewport)
    frame = page.locator(".map__window")
    tab_to(page, frame)
    put_in_the_middle(frame)
    expect(page.locator(".map__node--focus")).to_be_in_viewport()
    page.keyboard.press("0")
    as_drawn = wide_of(page)
    for keys, wanted in (("+", 1.25), ("-", 1.0), ("-", 0.8), ("0", 1.0)):
        page.keyboard.press(keys)
        assert abs(wide_of(page) / as_drawn - wanted) < 0.01, keys
    before = moved_to(page)
    page.keyboard.press("ArrowRight")
    assert becomes(lambda: moved_to(page)[0] > before[0])
    tab_to(page, page.locator(".map__node--focus"), limit=1)
    expect(page.locator(".map__node--focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(held["statement"])
    page.go_back()
    page.get_by_role("link", name="Past the map").focus()
    assert has_visible_focus(page)
    page.keyboard.press("Enter")
    expect(page.locator("#outline-title")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
def test_a_phone_shows_the_claim_in_hand_before_anything_is_moved(open_page, site, scripts):
    held = claim(site, "leapfrog in technology")
    page = open_page(f"{DEBATE}/map?claim={held['id']}", NARROW, scripts=scripts)
    expect(page.locator(".map__node--focus .map__box")).to_be_in_viewport(ratio=0.95)
    assert page.evaluate("scrollY") == 0


def test_a_reader_supposes_on_the_map_by_keyboard(open_page, site):
    held = claim(site, "leapfrog in technology")
    page = open_page(f"{DEBATE}/map?claim={held['id']}#outline", NARROW)
    own = page.locator(f'#outline li[data-node="{held["id"]}"] li', has_text="contradict each")
    tab_to(page, own.get_by_role("link", name="Suppose it is set aside"))
    places = page.locator(".map__drawing .map__box").evaluate_all(PLACES)
    page.keyboard.press("Enter")
    banner = page.locator(".supposed")
    expect(banner).to_contain_text("is set aside")
    expect(page.locator(".map__node--focus .map__stands")).to_have_text("Would stand; is contested")
    assert page.locator(".map__drawing .map__box").evaluate_all(PLACES) == places
    tab_to(page, banner.get_by_role("link", name="Take this back"), limit=12)
    page.keyboard.press("Enter")
    expect(page.locator(".map__node--focus .map__stands")).to_have_text("Contested")


PLACES = "all => all.map(one => [one.getAttribute('x'), one.getAttribute('y')].join())"


def test_words_stay_inside_and_the_map_is_dragged_and_resized_by_mouse(open_page, site):
    path = f"{DEBATE}/map?claim={claim(site, 'leapfrog in technology')['id']}&steps=2"
    page = open_page(path)
    node = page.locator(".map__node--focus")
    put_in_the_middle(page.locator(".map__window"))
    assert page.locator(".map__drawing :is(.map__node, .map__word)").evaluate_all(BEYOND) == []
    page.get_by_role("button", name="As drawn").click()
    as_drawn = wide_of(page)
    page.get_by_role("link", name="To A27").click()
    expect(node).to_be_in_viewport()
    put_in_the_middle(page.locator(".map__window"))
    before, box = moved_to(page), node.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] - 10, steps=5)
    page.mouse.up()
    assert [a - b for a, b in zip(moved_to(page), before, strict=True)] == [100, 50]
    assert page.url.endswith(f"{path}#in-hand")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    assert becomes(lambda: wide_of(page) > as_drawn * 1.5)
    page.get_by_role("button", name="Whole").click()
    frame = page.locator(".map__window").bounding_box()
    assert frame
    assert wide_of(page) <= frame["width"]
    page.get_by_role("button", name="As drawn").click()
    assert wide_of(page) == as_drawn
    page.locator(".map__word").first.click()
    expect(page.locator("h1")).not_to_have_text("What bears on what")


@both_ways
def test_from_the_questions_to_a_claim_and_on(open_page, viewport, scripts):
    page = open_page(f"{DEBATE}/map", viewport, scripts)
    assert page.locator(".map__node--question").count() == 20
    page.locator("#question").select_option(label="How capable is China of cyber espionage?")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#results h2").first).to_have_text(
        "How capable is China of cyber espionage?"
    )
    assert "question=" in page.url
    page.get_by_text("Leave something out").click()
    page.get_by_role("link", name="rebuttals", exact=True).click()
    expect(page.locator(".map__node--reason")).to_have_count(0)
    assert "relations=rebuttals" in page.url
    page.locator(".outlined__open").first.click()
    expect(page.locator(".map__node--focus")).to_have_count(1)
    expect(page.locator(".map__zoom")).to_be_visible(visible=scripts)
    expect(page.locator(".map__window")).to_be_in_viewport(ratio=0.3)
    label = page.locator(".map__node--focus .map__facts").first.text_content() or ""
    page.get_by_role("link", name=f"not accepted, {label.split(' ')[0]}").click()
    expect(page.locator(".supposed")).to_contain_text("is not accepted")
    page.get_by_role("link", name="two steps").click()
    expect(page.locator("#steps-2")).to_have_attribute("aria-current", "true")
    expect(page.locator(".supposed")).to_contain_text("is not accepted")
    expect(page.locator(".map__node--focus .map__stands")).to_have_text("Supposed not accepted")
    page.get_by_role("link", name="Take this back").first.click()
    expect(page.locator(".supposed")).to_have_count(0)
    assert "steps=2" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


BEYOND = """all => all.flatMap(one => {
  const box = one.querySelector("rect").getBoundingClientRect();
  return [...one.querySelectorAll("text, .map__sign")].filter(text => {
    const line = text.getBoundingClientRect();
    return line.left < box.left || line.right > box.right || line.bottom > box.bottom + 1;
  }).map(text => text.textContent);
})"""
"""The words of nodes and relations that are not inside their boxes."""


@both_ways
def test_10_a_teacher_asks_what_is_missing(open_page, viewport, scripts):
    page = open_page(DEBATE, viewport, scripts)
    page.get_by_role("link", name="What nobody answers").first.click()
    nothing = page.locator("#figures tr", has=page.locator("[href*='coverage=nothing']"))
    expect(nothing.get_by_role("link")).to_have_text(["9", "52"])
    cells = page.locator(".strip__cell")
    assert all(box["height"] >= 24 for cell in cells.all()[:30] if (box := cell.bounding_box()))
    nothing.get_by_role("link").first.click()
    expect(page.locator(".claims__link")).to_have_count(9)
    page.go_back()
    cells.nth(8).click()
    assert "/paragraphs/" in page.url
    expect(page.locator(".prose__marked, :target").first).to_be_in_viewport()


def test_10_what_is_missing_prints_in_black_and_white(open_page):
    page = open_page(f"{DEBATE}/coverage")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    for kind in ("answered", "qualified", "nothing"):
        expect(page.locator(f'.strip__drawing [fill="url(#met-{kind})"]').first).to_be_visible()
    expect(page.get_by_role("navigation", name="What is compared")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def test_8_a_teacher_prints_the_contradictions(open_page):
    page = open_page(f"{DEBATE}/questions?kind=contradiction", NARROW)
    expect(page.locator(".answers__question")).to_have_count(5)
    page.emulate_media(media="print")
    page.set_viewport_size(WIDE)
    for each in page.locator(".answers__question").all():
        expect(each.locator(".quotation__speaker")).to_have_count(2)
        expect(each.locator(".quotation__speaker").first).to_contain_text("2025")
        expect(each.locator(".quotation__speaker").last).to_contain_text("2016")

"""What a reviewer checks everywhere: going back, taking along, provenance, widths, paper, no net.
The numbers are those of the checks in the readers' needs."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, both_widths, with_and_without_scripts
from tests.browser.kinds import DEBATE, address, claim, published, question
from tests.browser.seeing import (
    ARTICLE,
    OP_ED,
    comes_back_to,
    copied,
    line_of,
    marked,
    put_in_the_middle,
    quotation,
    scrolled,
    sign,
)


@with_and_without_scripts
def test_21_of_three_questions_back_twice_is_the_first_at_its_place(open_page, site, scripts):
    page = open_page(f"/questions/{published(site)['questions'][2]['id']}", scripts=scripts)
    titles, places = [], []
    for _ in range(3):
        onward = page.get_by_role("navigation", name="Other questions").get_by_role("link").last
        put_in_the_middle(onward)
        titles.append(page.title())
        places.append(scrolled(page))
        onward.click()
        expect(page).not_to_have_title(titles[-1])
    for title, place in reversed(list(zip(titles, places, strict=True))):
        page.go_back()
        expect(page).to_have_title(title)
        assert comes_back_to(place, scrolled, page)
    page.reload()
    assert page.title() == titles[0]
    assert comes_back_to(places[0], scrolled, page)


@pytest.mark.parametrize("anchor", ["auto", "none"])
@both_widths
def test_21_of_three_marks_back_twice_is_the_first_at_its_place(open_page, viewport, anchor):
    """Also in a browser that does not itself hold a line where it is."""
    page = open_page(OP_ED, viewport)
    page.evaluate("anchor => { document.documentElement.style.overflowAnchor = anchor }", anchor)
    card = page.locator(".counterpart")
    lines = {}
    for label in ("A9", "A19", "A27"):
        put_in_the_middle(sign(page, label))
        lines[label] = line_of(sign(page, label))
        sign(page, label).click()
        expect(page.get_by_role("group", name=f"Claim {label},")).to_be_visible()
        expect(card).to_have_count(1)
        assert line_of(sign(page, label)) == lines[label]
    for label, pressed in (("A19", "A27"), ("A9", "A19")):
        page.go_back()
        expect(card).to_have_attribute("aria-label", re.compile(f"Claim {label},"))
        expect(page).to_have_title(re.compile(f"^{label} in the op-ed of 2025"))
        assert comes_back_to(lines[pressed], line_of, sign(page, pressed))
    page.reload()
    assert "hundreds of billions of dollars per year" in marked(page)
    assert comes_back_to(lines["A19"], line_of, sign(page, "A19"))


@with_and_without_scripts
def test_21_a_filter_is_in_the_address_and_goes_back_and_forward(open_page, scripts):
    page = open_page(f"{DEBATE}/questions", NARROW, scripts)
    entries = page.locator(".answers__question")
    expect(entries).to_have_count(20)
    page.get_by_role("link", name="agreement, three").click()
    for _ in range(2):
        expect(entries).to_have_count(3)
        expect(page).to_have_url(re.compile(r"\?kind=agreement$"))
        expect(page).to_have_title(re.compile("^Agreement: three of twenty questions"))
        page.go_back()
        expect(entries).to_have_count(20)
        expect(page).to_have_title(re.compile("^Twenty questions"))
        page.go_forward()


def test_22_a_quotation_is_copied_with_its_speaker_wherever_it_stands(open_page, site):
    cop = claim(site, "a robber acting like a cop")
    (exact,) = [passage["exact"] for passage in cop["passages"]]
    whole = re.compile(
        rf"^“{re.escape(exact)}” \(China’s Ministry of Foreign Affairs \(MFA\), as reported by the "
        rf"article’s author, “China’s Alternative Roles .*”, 2016\) "
        rf"{re.escape(site)}/claims/{cop['id']}/"
    )
    page = open_page(f"/claims/{cop['id']}")
    assert whole.match(copied(page.locator(".claim__head"), "quotation"))
    page.goto(f"/questions/{question(site, 'economic pressure')['id']}")
    own = copied(quotation(page, "tariff blows"), "quotation")
    assert re.search(r"” \(William Akoto, “US missing the point .*”, 2025\) http", own)
    page.goto(address(site, "claim opened"))
    other = copied(page.locator(".counterpart"), "quotation")
    assert re.match(
        r"^“However, no evidence .*” \(the article’s author, “China.*2016\) http", other
    )


@both_widths
def test_24_a_reader_soon_learns_of_the_years_the_pairing_and_how(open_page, site, viewport):
    page = open_page(DEBATE, viewport, scripts=False)
    frame = page.get_by_role("complementary", name="About this pairing")
    for said in ("nine years apart", "not cite each other", "An editor paired"):
        expect(frame).to_contain_text(re.compile(said, re.IGNORECASE))
    assert frame.evaluate("frame => frame.getBoundingClientRect().top / innerHeight") < 1.5
    frame.get_by_role("link", name="How they were paired").click()
    expect(page.get_by_role("heading", name="How the texts were paired")).to_be_in_viewport()
    page.goto(f"/questions/{question(site, 'decoupling')['id']}")
    why = page.locator(".question__why")
    expect(why).to_contain_text("nine years apart and do not cite each other")
    expect(why.get_by_role("link")).to_be_in_viewport()


def test_25_the_data_can_be_had_and_each_quotation_is_found_in_the_clean_text(open_page, site):
    page = open_page(f"{DEBATE}/about", scripts=False)
    for words, path in (
        ("The whole debate as data", f"{DEBATE}.json"),
        ("The op-ed as plain text", f"{OP_ED}.txt"),
        ("The article as plain text", f"{ARTICLE}.txt"),
    ):
        link = page.get_by_role("main").get_by_role("link", name=words)
        expect(link).to_have_attribute("href", path)
    data = json.loads(_downloaded(f"{site}{DEBATE}.json"))
    texts = {s["slug"]: _downloaded(f"{site}/sources/{s['slug']}.txt") for s in data["sources"]}
    for held in data["claims"]:
        for passage in held["passages"]:
            text = texts[held["source"]]
            assert text[passage["start"] : passage["end"]] == passage["exact"]
            around = passage["prefix"] + passage["exact"] + passage["suffix"]
            assert text.count(around) == 1, held["label"]


def _downloaded(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode("utf-8"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_27_marked_words_are_told_by_a_ground_and_a_line_of_their_own(open_page, site, scheme):
    page = open_page(address(site, "claim opened"), scripts=False, dark=scheme == "dark")
    look = _look(page)
    assert look["ground"] not in (look["paper"], "rgba(0, 0, 0, 0)")
    assert look["line"] == "underline solid 2px"
    page.goto(f"{ARTICLE}/passages/{claim(site, 'PLA')['passages'][0]['id']}")
    assert _look(page)["line"].startswith("underline dotted")


def test_27_marked_words_are_told_on_grey_paper_and_where_colours_are_forced(open_page, site):
    page = open_page(address(site, "claim opened"), scripts=False)
    page.emulate_media(media="print")
    look = _look(page)
    assert look["line"] == "underline solid 2px"
    assert look["line_colour"] == "rgb(0, 0, 0)"
    page.emulate_media(media="screen", forced_colors="active")
    assert _look(page)["outline"] == "solid"


def _look(page: Page) -> dict[str, str]:
    """How the marked words are drawn."""
    look: dict[str, str] = page.locator(".passage--chosen").first.evaluate(
        """words => {
          const style = getComputedStyle(words);
          return {
            ground: style.backgroundColor,
            paper: getComputedStyle(document.documentElement).backgroundColor,
            line: [style.textDecorationLine, style.textDecorationStyle,
                   style.textDecorationThickness].join(" "),
            line_colour: style.textDecorationColor,
            outline: style.outlineStyle,
          };
        }"""
    )
    return look


def test_28_each_question_prints_on_one_page(open_page, site):
    page = open_page(scripts=False)
    for asked in published(site)["questions"]:
        page.goto(f"/questions/{asked['id']}")
        assert _sheets(page.pdf(format="A4")) == 1, asked["text"]
        claims = sum(len(position["claims"]) for position in asked["positions"])
        assert claims < 8 or _sheets(page.pdf(format="Letter")) == 1, asked["text"]


def _sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_28_a_printed_question_has_all_but_the_menus(open_page, site):
    page = open_page(address(site, "question"), NARROW, scripts=False)
    page.emulate_media(media="print")
    for printed in ("h1", ".question__why", ".voice__facts", ".quotation__words", ".share__link"):
        expect(page.locator(printed).first).to_be_visible()
    for menu in (".masthead", ".contents", ".trail", ".neighbours", ".copy", ".quotation__place"):
        for part in page.locator(menu).all():
            expect(part).to_be_hidden()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_28_without_a_net_what_is_loaded_still_works(open_page, site, viewport):
    page = open_page(address(site, "claim opened"), viewport)
    expect(page.locator(".copy").first).to_be_visible()
    page.context.set_offline(True)
    assert copied(page.locator(".counterpart"), "link").startswith(page.url)
    assert copied(page.locator(".counterpart"), "quotation").startswith("“")
    page.context.set_offline(False)
    page.goto(ARTICLE)
    page.context.set_offline(True)
    page.get_by_role("link", name="Footnote 17", exact=True).click()
    expect(page.get_by_role("note")).to_contain_text("Baker")
    page.get_by_role("link", name="Conclusion").first.click()
    expect(page.get_by_role("heading", name="Conclusion")).to_be_in_viewport()

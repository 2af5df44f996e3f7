"""The journeys of readers, from where each begins to what each came for."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    NARROW,
    WIDE,
    both_widths,
    each_way,
    with_and_without_scripts,
)
from tests.browser.kinds import DEBATE, claim, published, question
from tests.browser.seeing import (
    ARTICLE,
    comes_back_to,
    copied,
    marked,
    put_in_the_middle,
    quotation,
    scrolled,
    sign,
    top_of,
)

PRESSURE = "Is economic pressure on China a good answer to cyber espionage?"


@each_way
def test_1_a_student_goes_from_nothing_to_an_outline(open_page, viewport, scripts):
    page = open_page("/", viewport, scripts)
    both_theses_are_on_the_first_page(page)
    the_questions_say_their_kinds_in_words(page)
    page.get_by_role("link", name=PRESSURE).click()
    two_positions_stand_face_to_face(page, beside=viewport == WIDE)
    expect(page.locator(".question__why")).to_contain_text("Different framing")
    expect(page.locator(".question__why")).to_contain_text(
        "for reasons that do not help each other"
    )
    a_passage_opens_in_its_source_and_back_is_the_same_place(page)
    if scripts:
        words = copied(quotation(page, "tariff blows"), "quotation")
        assert words.startswith("“When the US and China exchange tariff blows")
    page.get_by_role("navigation", name="Other questions").get_by_role("link").last.click()
    expect(page.locator("h1")).to_contain_text("?")
    expect(page.locator("h1")).not_to_have_text(PRESSURE)


def both_theses_are_on_the_first_page(page: Page) -> None:
    theses = page.get_by_role("region", name="What each text holds").get_by_role("article")
    expect(theses).to_have_count(2)
    for text in ("US missing the point", "William Akoto", "op-ed", "2025", "In our words"):
        expect(theses.first).to_contain_text(text)
    for text in ("China’s Alternative Roles", "not named", "journal article", "2016"):
        expect(theses.last).to_contain_text(text)


def the_questions_say_their_kinds_in_words(page: Page) -> None:
    kinds = page.locator(".questions__group h3").all_inner_texts()
    named = ["Contradiction", "Different framing", "Agreement", "One text is silent"]
    assert [kind.strip().rsplit(maxsplit=1)[0] for kind in kinds] == named


def two_positions_stand_face_to_face(page: Page, *, beside: bool) -> None:
    sides = page.locator(".question .facing__side")
    expect(sides).to_have_count(2)
    first, second = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert first
    assert second
    if beside:
        assert first["y"] == second["y"]
        assert first["x"] + first["width"] <= second["x"]
    else:
        assert first["y"] + first["height"] <= second["y"]
    for side in sides.all():
        assert side.locator(".question__position").inner_text()
        assert side.locator("figure.quotation").count() >= 1


def a_passage_opens_in_its_source_and_back_is_the_same_place(page: Page) -> None:
    place = quotation(page, "political willingness").or_(quotation(page, "blaming each other"))
    place = place.first.get_by_role("link", name="In its place")
    put_in_the_middle(place)
    before = scrolled(page)
    place.click()
    expect(page.locator(".passage--chosen").first).to_be_in_viewport()
    page.go_back()
    expect(page.locator("h1")).to_have_text(PRESSURE)
    assert comes_back_to(before, scrolled, page)


@with_and_without_scripts
def test_4_a_seminar_opens_the_posted_link_on_a_phone(open_page, site, scripts):
    asked = question(site, "Can stealing technology")
    page = open_page(f"/questions/{asked['id']}", NARROW, scripts)
    expect(page.locator("h1")).to_have_text(asked["text"])
    two_positions_stand_face_to_face(page, beside=False)

    label = page.locator("#position-b .voice--stays")
    put_in_the_middle(page.locator("#position-b figure.quotation").last)
    assert 0 <= top_of(label) < 8, "the label of the lower text does not stay put"

    before = scrolled(page)
    page.locator("#position-b figure.quotation").last.get_by_text("In its place").click()
    expect(page.locator(".passage--chosen").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.go_back()
    expect(page.locator("h1")).to_have_text(asked["text"])
    assert comes_back_to(before, scrolled, page)


@each_way
def test_5_a_journalist_checks_a_number(open_page, viewport, scripts):
    page = open_page(f"{DEBATE}/questions", viewport, scripts)
    page.get_by_role("link", name="How large are the losses").click()
    for words, speaker in (
        (
            "hundreds of billions of dollars per year",
            "op-ed, 2025, reports the view of those who made",
        ),
        ("modified the number to $100 billion", "The article’s author, journal article, 2016"),
        ("tens of billions of dollars a year", "2016, reports the view of Cai Mingzhao"),
    ):
        expect(quotation(page, words).locator(".quotation__speaker")).to_contain_text(speaker)
    expect(page.locator(".question__why")).to_contain_text("do not")

    quotation(page, "$100 billion").get_by_role("link", name="In its place").click()
    expect(page.locator(".passage--chosen").last).to_be_in_viewport()
    call = page.get_by_role("link", name="Footnote 17", exact=True)
    put_in_the_middle(call)
    line = top_of(call)
    call.click()
    if scripts:
        expect(page.get_by_role("note")).to_contain_text("Lewis and")
        expect(page.get_by_role("note")).to_contain_text("Baker")
        page.get_by_role("note").get_by_role("button", name="Close").click()
        expect(page.get_by_role("note")).to_have_count(0)
        assert top_of(call) == line
    else:
        expect(page.locator("#note-17")).to_contain_text("Baker")
        expect(page.locator("#note-17")).to_be_in_viewport()
        page.get_by_role("link", name="Back to the text at footnote 17").click()
        expect(call).to_be_in_viewport()


@each_way
def test_6_a_journalist_quotes_without_distorting(open_page, site, viewport, scripts):
    held = claim(site, "fabricating an atmosphere of cyber threats from China")
    page = open_page(f"{DEBATE}/claims?source=alternative-roles-2016", viewport, scripts)
    page.locator(f'.claims__link[href^="/claims/{held["id"]}"]').click()
    expect(page.locator("h1")).to_have_text(held["statement"])
    assert "it is likely that the so-called intelligence-complex" in marked(page)
    expect(page.locator(".claim__speaker")).to_have_text(
        "The article’s author, in 2016, asserts this."
    )
    if scripts:
        words = copied(page.locator(".claim__head"), "quotation")
        assert words == (
            f"“{held['passages'][0]['exact']}” (the article’s author, “China’s Alternative Roles "
            f"in Countering International Economic Cyber Espionage”, 2016) {page.url}"
        )


@both_widths
def test_6_words_that_are_not_the_authors_carry_their_speaker(open_page, site, viewport):
    page = open_page(viewport=viewport)
    for words, speaker in (
        ("a robber acting like a cop", "China’s Ministry of Foreign Affairs"),
        ("tip of the iceberg", "Mike Rogers"),
    ):
        held = claim(site, words)
        page.goto(f"/claims/{held['id']}")
        expect(page.locator(".claim__speaker")).to_contain_text(speaker)
        taken = copied(page.locator(".claim__head"), "quotation")
        assert taken.startswith(f"“{held['passages'][0]['exact']}” ({speaker}")
        assert taken.endswith(f"2016) {page.url}")
        assert "as reported by the article’s author" in taken


@pytest.mark.parametrize(("here", "there"), [(WIDE, NARROW), (NARROW, WIDE)])
def test_7_one_question_is_sent_to_the_desk(open_page, site, here, there):
    asked = question(site, "Would decoupling keep American technology safe")
    sender = open_page(f"/questions/{asked['id']}", here)
    link = copied(sender.locator(".share"), "link")
    assert link == sender.url

    editor = open_page(link, there)
    expect(editor.locator("h1")).to_have_text(asked["text"])
    for page in (sender, editor):
        quoted = page.locator(".quotation__words").all_inner_texts()
        assert len(quoted) == sum(len(position["claims"]) for position in asked["positions"])
    preview = editor.locator('meta[property="og:title"]')
    assert preview.get_attribute("content") == asked["text"]


@pytest.mark.parametrize(("here", "there"), [(WIDE, NARROW), (NARROW, WIDE)])
@with_and_without_scripts
def test_7_a_mark_opened_in_a_text_is_sent_to_the_desk(open_page, here, there, scripts):
    sender = open_page(ARTICLE, here)
    put_in_the_middle(sign(sender, "B38"))
    sign(sender, "B38").click()
    link = copied(sender.locator(".counterpart"), "link")
    assert link == sender.url

    editor = open_page(link, there, scripts)
    assert marked(editor) == marked(sender)
    assert "random and fragmented" in marked(editor)
    expect(editor.locator(".passage--chosen").first).to_be_in_viewport()
    sent, met = (page.locator(".counterpart .quotation__words") for page in (sender, editor))
    assert met.all_inner_texts() == sent.all_inner_texts()
    if scripts:
        editor.goto(link.partition("#")[0])
        expect(editor.locator(".passage--chosen").first).to_be_in_viewport()


def test_11_a_scholar_audits_a_pairing(open_page, site):
    asked = question(site, "How capable is China of cyber espionage")
    page = open_page(f"/questions/{asked['id']}", scripts=False)
    expect(page.locator(".question__why")).to_contain_text("Different framing")
    expect(page.locator(".question__why")).to_contain_text("They speak of different years")
    every = {claim["id"]: claim for claim in published(site)["claims"]}
    places = page.get_by_role("link", name="In its place").evaluate_all(
        "all => all.map(a => a.href)"
    )
    under = [every[id] for position in asked["positions"] for id in position["claims"]]
    for address, held in zip(places, under, strict=True):
        page.goto(address)
        words = page.locator(".passage--chosen").first
        expect(words).to_be_in_viewport()
        assert marked(page) == held["passages"][0]["exact"]
        paragraph = page.locator(".prose > *", has=words)
        expect(paragraph.locator("xpath=preceding-sibling::*[1]")).not_to_be_empty()
        expect(paragraph.locator("xpath=following-sibling::*[1]")).not_to_be_empty()


def test_11_the_scholar_finds_the_claim_in_the_data(open_page, site):
    page = open_page(f"{DEBATE}/about")
    data = page.request.get(
        page.get_by_role("main")
        .get_by_role("link", name="The whole debate as data")
        .get_attribute("href")
        or ""
    ).json()
    plain = page.get_by_role("link", name="The article as plain text").get_attribute("href")
    text = page.request.get(plain or "").body().decode("utf-8")
    doubtful = "it is doubtful that undertaking highly complex ECE activities"
    held = next(c for c in data["claims"] if doubtful in c["passages"][0]["exact"])
    (passage,) = held["passages"]
    assert text[passage["start"] : passage["end"]] == passage["exact"]
    assert any(held["id"] in (r["claim"], r["target"].get("claim")) for r in data["rebuttals"])


@each_way
def test_13_a_scholar_follows_the_evidence(open_page, site, viewport, scripts):
    held = claim(site, "modified the number to $100 billion")
    page = open_page(f"/claims/{held['id']}", viewport, scripts)
    page.get_by_role("link", name="Footnote 17", exact=True).click()
    note = page.locator("#note-17")
    expect(note).to_be_in_viewport()
    address = note.get_by_role("link").last
    expect(address).to_have_attribute("href", re.compile(r"^https?://.*csis\.org/"))
    expect(address).to_have_text(re.compile("csis.org"))
    note.get_by_role("link", name="Back to the text at footnote 17").click()
    expect(page.locator("#call-17")).to_be_in_viewport()


def test_13_the_sources_own_slips_stay_with_a_note(open_page):
    page = open_page(ARTICLE)
    expect(page.locator(".prose")).to_contain_text("February 8, 2007, when The Mirror Newspapers")
    noted = page.get_by_role("region", name="Left as it stands in the file").get_by_role("listitem")
    expect(noted.filter(has_text="The Mirror Newspapers")).to_contain_text("late August 2007")
    expect(noted.filter(has_text="McAfee and CSIS")).to_contain_text("Canadian Security Intell")
    noted.get_by_role("link", name="The Mirror Newspapers").click()
    expect(page.get_by_text("when The Mirror Newspapers reported").first).to_be_in_viewport()


@with_and_without_scripts
def test_12_a_tension_inside_one_text_is_kept_apart_from_what_its_author_answers(
    open_page, site, scripts
):
    held = claim(site, "it is doubtful that undertaking highly complex ECE activities")
    page = open_page(f"/claims/{held['id']}", scripts=scripts)
    against = page.locator(".bearing > li", has_text="As the world’s strongest cyber powers")
    expect(against.first).to_contain_text("from inside the same text; the author does not say so")
    standing = page.get_by_role("region", name="Where it stands")
    expect(standing.get_by_role("heading", name="Contested")).to_be_visible()
    expect(standing).to_contain_text("B93 contradicts it, and is contradicted by it")
    expect(standing.locator(".chain .quotation")).to_contain_text("strongest cyber powers")
    standing.get_by_role("link", name="The whole chain").click()
    expect(page.locator("h1")).to_have_text(held["statement"])
    expect(page.get_by_role("main")).to_contain_text("B55 contradicts B93")


@each_way
def test_a_reader_supposes_and_sends_it(open_page, site, viewport, scripts):
    held = claim(site, "driven by very real concerns")
    page = open_page(f"/claims/{held['id']}", viewport, scripts)
    plain = page.url
    standing = page.get_by_role("region", name="Where it stands")
    expect(standing.get_by_role("heading", name="Contested")).to_be_visible()
    standing.get_by_role("link", name="Suppose this rebuttal is set aside").click()
    banner = page.get_by_role("region", name="What this page supposes")
    expect(banner).to_contain_text("That the rebuttal by A8 is set aside")
    expect(standing.get_by_role("heading", name="Would stand")).to_be_visible()
    expect(banner).to_contain_text("would stand; as it is recorded it is contested")
    if scripts:
        assert copied(banner, "link") == page.url

    other = open_page(page.url, NARROW, scripts=False)
    sent = other.get_by_role("region", name="What this page supposes")
    expect(sent).to_contain_text("That the rebuttal by A8 is set aside")
    sent.get_by_role("link", name="Take this back").click()
    assert other.url == plain
    expect(other.get_by_role("heading", name="Contested")).to_be_visible()

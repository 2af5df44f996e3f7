"""What a reviewer checks by reading: the texts, who says what, questions and positions.
The numbers are those of the checks in the readers' needs."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDE, both_widths
from tests.browser.kinds import DEBATE, address, claim, published, question
from tests.browser.seeing import ARTICLE, OP_ED, marked, sign
from tests.conftest import SEED


@pytest.fixture(scope="module")
def shown(browser: Browser, site: str) -> Iterator[dict[str, Page]]:
    """Pages that are looked at by many tests and changed by none."""
    context = browser.new_context(base_url=site, viewport=WIDE, java_script_enabled=False)
    pages = {}
    for path in (OP_ED, ARTICLE, f"{DEBATE}/questions"):
        pages[path] = context.new_page()
        pages[path].goto(path)
    yield pages
    context.close()


def test_01_the_op_ed_ends_with_its_licence_and_nothing_of_the_web_page(shown):
    last = shown[OP_ED].locator(".prose > *").last
    expect(last).to_have_text(
        re.compile(
            r"^\s*This article is republished from The Conversation under a Creative Commons "
            r"license\. Read the original article\.\d*\s*$"
        )
    )
    page = shown[OP_ED].locator("body").inner_text()
    for residue in ("Hashtags", "Daily8", "Miss Hong Kong", "Tehran", "Related articles"):
        assert residue not in page


def test_02_the_sentence_reads_without_a_break_and_no_pull_quote_stands_in_it(shown):
    whole = (
        "it is likely that the so-called intelligence-complex, which consists of intelligence "
        "agencies, related Congress members and cyber security companies, plays a key role in "
        "fabricating an atmosphere of cyber threats from China."
    )
    expect(shown[ARTICLE].locator(".prose > p", has_text=whole)).to_have_count(1)
    expect(shown[ARTICLE].locator(".prose")).not_to_contain_text("dubious research methods")


def test_words_that_are_selected_come_without_numbers(shown):
    select = "element => { getSelection().selectAllChildren(element); return `${getSelection()}`; }"
    selected = shown[ARTICLE].locator("#paragraph-7").evaluate(select)
    assert "geopolitical concerns. Foreign companies" in selected
    assert selected.rstrip().endswith("whole “863 Project” is actually an espionage program.")


def test_03_no_pull_quote_is_a_claim_or_a_passage(site):
    repairs = json.loads((SEED / f"{ARTICLE[1:]}.repairs.json").read_text("utf-8"))
    pulled = [" ".join(r["before"].split()) for r in repairs if r["kind"] == "pull quote removed"]
    assert len(pulled) == 5
    for held in published(site)["claims"]:
        quoted = [passage["exact"] for passage in held["passages"]]
        assert not {held["statement"], *quoted} & set(pulled)


def test_04_footnotes_1_to_37_are_called_once_each_in_order(shown):
    called = shown[ARTICLE].locator(".prose .note-ref").all_text_contents()
    assert called == [str(number) for number in range(1, 38)]
    noted = shown[ARTICLE].locator(".notes__back").all_text_contents()
    assert noted == called
    expect(shown[ARTICLE].locator("#note-17")).to_contain_text("Lewis and Stewart Baker")


def test_05_the_block_quotations_are_set_off_and_carry_their_speakers(shown):
    quoted = shown[ARTICLE].locator(".prose__quotation")
    expect(quoted).to_have_count(2)
    for block, words, speaker in zip(
        quoted.all(),
        ("The United States should stop playing victim", "Between January and August this year"),
        ("Hua Chunying", "Cai Mingzhao"),
        strict=True,
    ):
        expect(block.locator("blockquote")).to_contain_text(words)
        expect(block.locator("figcaption")).to_contain_text(speaker)


def test_06_the_articles_headings_are_five_and_the_op_ed_has_none(shown):
    headings = [h.strip() for h in shown[ARTICLE].locator(".prose > h2").all_inner_texts()]
    assert len(headings) == 5
    assert headings[0] == "Suspicion of China’s Involvement in International ECE Activities"
    assert headings[-1] == "Conclusion"
    expect(shown[OP_ED].locator(".prose :is(h2, h3, h4)")).to_have_count(0)


@both_widths
def test_07_industrial_similarity_is_marked_whole_and_alone_and_in_view(open_page, site, viewport):
    similarity = (
        "However, in a recent study, I show that a more powerful predictor of cyberespionage is "
        "industrial similarity."
    )
    page = open_page(f"/claims/{claim(site, similarity)['id']}", viewport)
    assert marked(page) == similarity
    page.get_by_role("link", name="Open it in the text").click()
    expect(page.locator(".counterpart")).to_be_visible()
    expect(page.locator(".passage--chosen").first).to_be_in_viewport(ratio=1)
    assert marked(page) == similarity
    paragraph = page.locator(".prose > p", has=page.locator(".passage--chosen"))
    expect(paragraph).to_contain_text("Countries with overlapping advanced industries")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The second assumption", "rejects this, the view of those who suspect China"),
        ("empire of hackers", "reports this as the view of the Chinese government"),
        ("tip of the iceberg", "reports this as the view of Mike Rogers"),
        ("statutory goal", "reports this as the view of Katherine Tai"),
        ("very real concerns", "concedes this"),
        ("consistent but evasive", "concedes this"),
    ],
)
def test_08_to_10_a_claim_says_who_holds_it_and_with_what_stance(open_page, site, words, told):
    page = open_page(f"/claims/{claim(site, words)['id']}", scripts=False)
    expect(page.locator(".claim__speaker")).to_contain_text(told)
    expect(page.locator(".claim__context")).to_contain_text(words)


@both_widths
def test_12_a_claim_that_nothing_is_set_beside_says_so(open_page, viewport):
    page = open_page(OP_ED, viewport)
    alone = page.locator(".margin-sign--alone").first
    expect(alone).to_have_attribute(
        "aria-label", re.compile("nothing in the article is set beside it yet")
    )
    alone.click()
    card = page.locator(".counterpart")
    expect(card).to_contain_text("Nothing in the article is set beside this yet.")
    expect(card.locator(".quotation")).to_have_count(0)
    card.get_by_role("link", name="All that bears on").click()
    expect(page.locator(".standing")).to_contain_text(
        "Nothing in the article is set beside this yet"
    )
    expect(page.locator(".standing > .quotation")).to_have_count(0)


def test_13_to_15_each_question_shows_its_kind_and_both_positions(shown, site):
    entries = shown[f"{DEBATE}/questions"].locator(".answers__question")
    assert 12 <= entries.count() <= 20
    asked = {q["text"]: q for q in published(site)["questions"]}
    words = {
        "contradiction": "Contradiction",
        "framing": "Different framing",
        "agreement": "Agreement",
        "silence": "One text is silent",
    }
    for entry in entries.all():
        text = entry.locator("h2").inner_text()
        assert text.endswith("?")
        assert entry.locator(".kind").inner_text().strip() == words[asked[text]["kind"]]
        for side in entry.locator(".facing__side").all():
            position = side.locator(".answers__position").inner_text()
            assert len(position) > 20
            assert "silent" in position or side.locator("figure.quotation").count()


def test_15_a_question_page_states_the_silence_in_words(open_page, site):
    page = open_page(address(site, "silence"), scripts=False)
    silent = page.locator(".question .facing__side", has=page.locator(".silence"))
    expect(silent).to_have_count(1)
    expect(silent.locator(".silence")).to_contain_text("says nothing of China as a victim")
    expect(silent.locator("figure.quotation")).to_have_count(0)


def test_16_each_question_says_why_in_one_to_three_sentences(site):
    for asked in published(site)["questions"]:
        assert 1 <= len(re.findall(r"[.?!](?=\s|$)", asked["why"])) <= 3, asked["text"]
    assert "2025" in question(site, "How capable is China")["why"]
    assert "ten years after" in question(site, "the pledges of 2015")["why"]


@both_widths
@pytest.mark.parametrize(
    ("text", "words", "met"),
    [
        (OP_ED, "leapfrog in technology", "The article’s author, journal article, 2016"),
        (ARTICLE, "by and large groundless", "William Akoto, op-ed, 2025"),
    ],
)
def test_17_one_press_shows_what_the_other_text_says(open_page, site, viewport, text, words, met):
    page = open_page(text, viewport)
    sign(page, claim(site, words)["label"]).click()
    expect(page.locator(".counterpart__case").first).to_contain_text(met)
    assert words in marked(page)


def test_18_author_and_year_stand_beside_each_quotation(open_page, site):
    page = open_page(scripts=False)
    pattern = r"(William Akoto, op-ed, 2025|The article’s author, journal article, 2016), \w+"
    for kind in QUOTING:
        page.goto(address(site, kind))
        speakers = page.locator(".quotation, .claims > li").evaluate_all(
            "all => all.map(one => one.querySelector('.quotation__speaker, .claims__facts')"
            "?.textContent ?? one.outerHTML)"
        )
        assert speakers, kind
        assert [told for told in speakers if not re.match(pattern, told.strip())] == []


QUOTING = (
    "debate",
    "questions",
    "claims",
    "rebuttals",
    "claim opened",
    "claim",
    "claim reported",
    "rebuttal",
    "undercut",
    "support",
    "question",
    "silence",
)

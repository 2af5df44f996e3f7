"""The structure of the first debate's reading texts, and what a reader is told of their repair."""

import re

import pytest

from .article_footnotes import FOOTNOTES
from .reading_texts import ARTICLE, OP_ED, SLUGS, committed, given, letters

HEADINGS = [
    "Suspicion of China’s Involvement in International ECE Activities",
    "China’s Response to Western Accusations",
    "China’s Stakes in Countering International ECE",
    "China as a Key Stakeholder in Cyberspace",
    "Conclusion",
]
MARKED = {
    *(
        f"{kind} marked"
        for kind in ["title", "abstract", "keywords", "heading", "byline", "licence"]
    ),
    "quotation set off",
}
"""Repairs that change nothing but what kind of block the words are."""


# --- Structure. ---


@pytest.mark.parametrize("slug", SLUGS)
def test_the_blocks_tile_the_text(slug: str) -> None:
    source = committed(slug)
    at = 0
    for block in source.blocks:
        assert block["start"] == at
        assert block["end"] > at
        at = block["end"] + len("\n\n")
    assert at - len("\n\n") == len(source.text)
    words = [source.text[block["start"] : block["end"]] for block in source.blocks]
    assert "\n\n".join(words) == source.text


@pytest.mark.parametrize("slug", SLUGS)
def test_blocks_are_numbered_and_notes_come_last(slug: str) -> None:
    blocks = committed(slug).blocks
    body = [block for block in blocks if block["kind"] != "note"]
    notes = [block for block in blocks if block["kind"] == "note"]
    assert blocks == body + notes
    assert [block["number"] for block in body] == list(range(1, len(body) + 1))
    assert [block["number"] for block in notes] == list(range(1, len(notes) + 1))


def test_the_article_has_its_five_headings_and_the_op_ed_none() -> None:
    assert committed(ARTICLE).words_of("heading") == HEADINGS
    assert committed(OP_ED).words_of("heading") == []
    assert {block["kind"] for block in committed(OP_ED).blocks} == {
        "title", "paragraph", "byline", "licence",
    }  # fmt: skip


def test_the_block_quotations_have_their_speakers() -> None:
    quoted = [block for block in committed(ARTICLE).blocks if block["kind"] == "quotation"]
    assert [bool(block.get("speaker")) for block in quoted] == [True, True]
    hua, cai = quoted
    assert "Chinese government" in hua["speaker"]
    assert "Hua Chunying" in hua["speaker"]
    assert "Cai Mingzhao" in cai["speaker"]
    words = committed(ARTICLE).words_of("quotation")
    assert words[0].startswith("The United States should stop playing victim, because it [is]")
    assert words[0].endswith("It is not constructive at all.")
    assert words[1].startswith("Between January and August this year, more than 20,000 websites")
    assert words[1].endswith(
        "The annual economic losses run to tens of billions of dollars a year."
    )


def test_every_paragraph_ends_like_one() -> None:
    """But for the two lead-ins of block quotations, each ends a sentence."""
    for slug in SLUGS:
        for words in committed(slug).words_of("paragraph"):
            lead_in = words.endswith(("declared", "November 5, 2013,"))
            assert lead_in or re.search(r"[.?!][”']?$", words), words[-40:]


def test_the_footnotes_are_called_once_each_in_order_after_their_words() -> None:
    source = committed(ARTICLE)
    assert [call["number"] for call in source.calls] == list(range(1, 38))
    for call, (before, _, _) in zip(source.calls, FOOTNOTES, strict=True):
        assert letters(source.text[: call["at"]]).endswith(letters(before))
        assert source.text[call["at"] - 1] == before[-1]
        assert source.text[call["at"]] in " \n"
    assert [call["at"] for call in source.calls] == sorted({c["at"] for c in source.calls})
    assert source.calls[-1]["at"] <= len(source.body)
    assert committed(OP_ED).calls == []


def test_no_marker_is_left_at_a_word() -> None:
    assert not re.search(r"(?<!\d)[.,;”)]\d{1,2}(?=\s)", committed(ARTICLE).body)


# --- What is told of it. ---


@pytest.mark.parametrize("slug", SLUGS)
def test_what_a_repair_says_stands_there(slug: str) -> None:
    source, as_given = committed(slug), given(slug)
    for repair in source.repairs:
        assert repair["why"]
        if repair["at"] is not None:
            assert source.text.startswith(repair["after"], repair["at"]), repair
        if repair["kind"] != "residue cut":
            for part in repair["before"].split(" […] "):
                assert part in as_given, repair
        if repair["kind"] not in MARKED:
            assert repair["before"] != repair["after"], repair


def test_every_line_end_with_a_hyphen_is_told_one_by_one() -> None:
    """Each hyphen at a line end of the given file is in exactly one repair of its own kind."""
    hyphens = len(re.findall(r"-\n", given(ARTICLE)))
    told = [repair for repair in committed(ARTICLE).repairs if "-\n" in repair["before"]]
    own = [r for r in told if r["kind"] in {"word rejoined", "hyphen kept", "page break mended"}]
    assert len(own) == hyphens


def test_every_lost_sign_is_told_one_by_one() -> None:
    runs = re.findall("\ufffd+", given(ARTICLE))
    told = [repair for repair in committed(ARTICLE).repairs if "\ufffd" in repair["before"]]
    assert [len(re.findall("\ufffd+", repair["before"])) for repair in told] == [1] * len(runs)
    assert [repair["after"].count("—") for repair in told if "x86" not in repair["after"]] == (
        [1] * (len(runs) - 1)
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_a_remark_is_on_words_of_the_text(slug: str) -> None:
    source = committed(slug)
    assert source.remarks
    for remark in source.remarks:
        assert source.text.count(remark["exact"]) == 1, remark["exact"]
        assert remark["body"].endswith((".", "”"))

"""The reading texts of the first debate, against the files as they were given.

A word that is lost, doubled, moved, run together or broken fails.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from app.sources.reading import cleaned, files, rebuild, recipes

from .reading_texts import (
    ARTICLE,
    DEBATE,
    OP_ED,
    PULL_QUOTES,
    SLUGS,
    article_as_given,
    committed,
    given,
    letters,
    op_ed_as_given,
)

LICENCE_LINE = (
    "This article is republished from The Conversation under a Creative Commons license. "
    "Read the original article."
)


# --- The made files. ---


def test_every_source_has_a_recipe() -> None:
    assert [slug for slug, _ in recipes(DEBATE)] == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_the_given_file_and_the_recipe_make_the_committed_files(slug: str) -> None:
    recipe = dict(recipes(DEBATE))[slug]
    for name, content in files(slug, cleaned(DEBATE, recipe)).items():
        assert (DEBATE / "sources" / name).read_bytes() == content, name


def test_rebuilding_writes_only_what_has_changed(tmp_path: Path) -> None:
    for path in [*DEBATE.glob("given/*"), *DEBATE.glob("sources/*")]:
        copy = tmp_path / path.relative_to(DEBATE)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert rebuild(tmp_path) == []
    spoilt = tmp_path / "sources" / f"{OP_ED}.txt"
    spoilt.write_text("spoilt", "utf-8")
    assert rebuild(tmp_path) == [spoilt]
    assert spoilt.read_bytes() == (DEBATE / "sources" / spoilt.name).read_bytes()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_given_file_is_the_one_that_was_given(slug: str) -> None:
    about = committed(slug).about
    content = (DEBATE / "given" / about["given_file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == about["given_sha256"]
    assert dict(recipes(DEBATE))[slug].given == about["given_file"]


# --- Nothing lost, doubled or moved. ---


def test_the_op_ed_has_the_words_of_the_given_file_in_their_order() -> None:
    assert committed(OP_ED).text.split() == op_ed_as_given().split()


def test_the_op_ed_has_a_paragraph_for_every_line() -> None:
    assert committed(OP_ED).text.split("\n\n") == op_ed_as_given().strip().split("\n")


def test_the_articles_body_has_the_letters_of_the_given_file_in_their_order() -> None:
    body, _ = article_as_given()
    assert letters(committed(ARTICLE).body) == letters(body)


def test_each_footnote_has_the_letters_of_the_given_file_in_their_order() -> None:
    _, notes = article_as_given()
    assert [letters(n) for n in committed(ARTICLE).words_of("note")] == [letters(n) for n in notes]


def drop(words: list[str], at: int) -> list[str]:
    return words[:at] + words[at + 1 :]


def double(words: list[str], at: int) -> list[str]:
    return words[: at + 1] + words[at:]


def swap(words: list[str], at: int) -> list[str]:
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


@pytest.mark.parametrize("spoil", [drop, double, swap])
def test_the_comparison_notices_a_word_that_is_lost_doubled_or_moved(
    spoil: Callable[[list[str], int], list[str]],
) -> None:
    words = committed(ARTICLE).body.split()
    expected = letters(article_as_given()[0])
    for at in range(0, len(words) - 1, 97):
        if letters(words[at]) and letters(words[at]) != letters(words[at + 1]):
            assert letters(" ".join(spoil(words, at))) != expected, words[at]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_word_that_the_given_file_lacks_stands_in_a_listed_repair(slug: str) -> None:
    source = committed(slug)
    known = set(given(slug).split())
    repaired = [
        (repair["at"], repair["at"] + len(repair["after"]))
        for repair in source.repairs
        if repair["at"] is not None
    ]
    for word in re.finditer(r"\S+", source.text):
        told = any(start < word.end() and word.start() < end for start, end in repaired)
        assert told or word[0] in known, word[0]


# --- What a reader must and must not see. ---


@pytest.mark.parametrize("slug", SLUGS)
def test_the_clean_text_is_well_formed(slug: str) -> None:
    text = committed(slug).text
    assert unicodedata.is_normalized("NFC", text)
    assert text == text.strip()
    for wrong in [
        "\ufffd",
        "  ",
        "\n\n\n",
        "\r",
        "\t",
        " \n",
        "\n ",
        "-\n",
        " ,",
        " .",
        "( ",
        " )",
    ]:
        assert wrong not in text, repr(wrong)
    assert not re.search(r"[^\n]\n[^\n]", text)


RUN_TOGETHER = [
    "amilitary", "TheMirror", "streammedia", "OnMay", "TheU", "Chinesemilitary", "clarifywhether",
    "MFAvoiced", "fromWestern", "M-Trendsr",
]  # fmt: skip


@pytest.mark.parametrize("wrong", RUN_TOGETHER)
def test_no_words_run_together(wrong: str) -> None:
    assert wrong in given(ARTICLE)
    assert wrong not in committed(ARTICLE).text


@pytest.mark.parametrize(
    "words",
    [
        "plays a key role in fabricating an atmosphere of cyber threats from China.",
        "collecting U.S. high-tech intelligence by any means",
        "Western mainstream media have swung into concerted actions",
        "when they are funded by the government or have a military background.",
        "acquisition of IBM x86 low-end server business sectors",
        "participating in — or at least sponsoring — ECE activities",
        "either state-sponsored or state-owned.",
        "rule-making and dispute-resolution.",
        "China-based advanced threat actors",
        "originated from a McAfee report. President Obama repeated this number",
        "all cyber espionage is unacceptable. Does China really employ",
        "“M-Trends® 2014: Beyond the Breach,”",
        "Hacking,” Reuters, June 10, 2014, http://www.reuters.com/article/2014/06/10/",
        "us-cybersecurity-china-idUSKBN0EL0N420140610.",
        "http://www.fmprc.gov.cn/mfa_eng/xwfw_665399/s2510_665401/2511_665403/t1164254.shtml.",
    ],
)
def test_the_article_reads_without_a_break(words: str) -> None:
    assert committed(ARTICLE).text.count(words) == 1


def test_no_address_has_a_space_in_it() -> None:
    """An address ends with a full stop and its footnote; one alone ends without."""
    for note in committed(ARTICLE).words_of("note"):
        if address := re.search(r"https?://.*", note):
            assert re.fullmatch(r"https?://[\w./-]+", address[0]), address[0]


@pytest.mark.parametrize("quote", PULL_QUOTES)
def test_no_pull_quote_is_left(quote: str) -> None:
    assert quote not in committed(ARTICLE).text


def test_the_pull_quotes_are_told() -> None:
    listed = [r for r in committed(ARTICLE).repairs if r["kind"] == "pull quote removed"]
    assert [" ".join(repair["before"].split()) for repair in listed] == PULL_QUOTES


def test_the_op_ed_ends_with_its_licence() -> None:
    assert committed(OP_ED).text.endswith("\n\n" + LICENCE_LINE)
    assert committed(OP_ED).words_of("licence") == [LICENCE_LINE]


@pytest.mark.parametrize("word", ["Hashtags", "Daily8", "Miss Hong Kong", "Tehran", "Comments"])
def test_nothing_of_the_web_page_is_left_even_in_what_is_told_of_it(word: str) -> None:
    assert word in given(OP_ED)
    for path in (DEBATE / "sources").glob(f"{OP_ED}*"):
        if path.name != f"{OP_ED}.cleaning.toml":
            assert word not in path.read_text("utf-8"), path.name

"""The words of a text as they are looked for, and its sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.sentences import sentences
from app.text.words import _words_of_any_script, fold, words_in

FOLDED = {
    "Élite’s": ["elite"],
    "ELITE'S": ["elite"],
    "cyber-espionage": ["cyber", "espionage"],
    "cyber—espionage": ["cyber", "espionage"],
    "the U.S. and the UK": ["the", "us", "and", "the", "uk"],
    "$1.25 billion": ["1", "25", "billion"],
    "don’t": ["don", "t"],
    "ﬁne Ｆｕｌｌ straße": ["fine", "full", "strasse"],
    "网络 spy": ["网", "络", "spy"],
    "…—“ ”\x00\ud800": [],
}


@pytest.mark.parametrize("text", FOLDED)
def test_what_does_not_matter_is_folded_away(text):
    assert fold(text) == FOLDED[text]


@given(st.one_of(st.text(max_size=60), st.text(alphabet="aSB9_.'’ʼ‘“”–—… \u00a0é", max_size=12)))
def test_the_short_way_and_the_long_way_find_the_same_words(text):
    assert words_in(text) == _words_of_any_script(text)
    assert fold(text) == [word.folded for word in words_in(text)]


@given(st.text(max_size=60))
def test_each_word_is_a_stretch_of_the_text_and_folds_to_itself(text):
    for word in words_in(text):
        assert word.folded in fold(text[word.start : word.end])
        assert word.folded.isalnum()
        assert fold(word.folded) in ([word.folded], list(word.folded))


def cut(words: str) -> list[str]:
    return [words[start:end] for start, end in sentences(words)]


def test_sentences_end_where_a_reader_would_end_them():
    assert cut("It is so. “Is it?” It is! (See below.) No.") == [
        "It is so.",
        "“Is it?”",
        "It is!",
        "(See below.)",
        "No.",
    ]


def test_an_abbreviation_an_initial_or_a_number_ends_no_sentence():
    for whole in (
        "Mr. Akoto wrote to the U.S. Congress in vol. 2, No. 4.",
        "It fell from $3.7 billion, by J. R. Smith et al. 2013.",
    ):
        assert cut(whole) == [whole]


@given(st.text(alphabet="ab A.?!”“ 1\n", max_size=50))
def test_sentences_hold_all_that_is_not_blank_in_order(text):
    assert "".join("".join(cut(text)).split()) == "".join(text.split())

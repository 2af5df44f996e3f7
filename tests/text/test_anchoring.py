"""Quotations and places, by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.anchoring import (
    PassageAmbiguous,
    PassageNotFound,
    Quote,
    Span,
    cuts_a_word,
    describe,
    locate,
)

TEXT = "Ab ab. Ab ab!"
texts = st.text(alphabet="ab .é🦊", min_size=1, max_size=60)


def test_every_span_survives_being_quoted_and_found_again():
    for start in range(len(TEXT)):
        for end in range(start + 1, len(TEXT) + 1):
            span = Span(start, end)
            assert locate(TEXT, describe(TEXT, span)) == span


@given(texts, st.data())
def test_any_span_of_any_text_survives_unless_the_text_repeats_itself_whole(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = describe(text, Span(start, end))
    assert quote.exact == text[start:end]
    try:
        assert locate(text, quote) == Span(start, end)
    except PassageAmbiguous:
        assert text.count(quote.exact) > 1 or len(set(text)) < len(text)


@given(texts, texts)
def test_what_is_located_holds_the_words(text, exact):
    try:
        span = locate(text, Quote(exact))
    except PassageNotFound:
        assert exact not in text
    except PassageAmbiguous:
        assert text.find(exact) != text.rfind(exact)
    else:
        assert text[span.start : span.end] == exact


def test_offsets_count_code_points():
    assert locate("a🦊é b", Quote("b")) == Span(4, 5)


def test_the_neighbourhood_decides_between_two_places():
    text = "one might. two might."
    assert locate(text, Quote("might", prefix="two ")) == Span(15, 20)
    assert locate(text, Quote("might", suffix=". two")) == Span(4, 9)


def test_words_that_stand_twice_without_neighbourhood_are_refused():
    with pytest.raises(PassageAmbiguous, match="more than once"):
        locate("might, might", Quote("might"))


def test_words_that_do_not_stand_there_are_refused():
    for exact in ("mights", "", "Might"):
        with pytest.raises(PassageNotFound):
            locate("might", Quote(exact))


def test_half_a_word_is_told_from_a_whole_one():
    text = "unlikely, but likely"
    assert cuts_a_word(text, Span(2, 8))
    assert not cuts_a_word(text, Span(14, 20))
    assert not cuts_a_word(text, Span(0, 8))

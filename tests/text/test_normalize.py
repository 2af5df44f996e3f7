"""What a text may be made of, and slugs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.text.normalize import normalize, sha256, slug


def test_nul_and_half_a_surrogate_are_refused():
    for text in ("a\x00b", "a\ud800b"):
        with pytest.raises(Invalid, match="NUL or half a surrogate"):
            normalize(text)


def test_line_ends_and_composition_are_made_one():
    assert normalize("e\u0301\r\nx\ry") == "é\nx\ny"


@given(st.text())
def test_a_normal_text_stays_as_it_is(text):
    try:
        once = normalize(text)
    except Invalid:
        return
    assert normalize(once) == once


def test_the_hash_is_that_of_the_utf_8_form():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256("") == empty


@given(st.text())
def test_a_slug_is_always_safe_in_a_path(text):
    made = slug(text)
    assert 0 < len(made) <= 60
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_slug_keeps_whole_words():
    assert slug("China’s “leap” forward") == "chinas-leap-forward"
    assert slug("one two three", 8) == "one-two"
    assert slug("网络") == "untitled"

"""Words cut into lines that fit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mapping.lines import TEXT, UI, legible, width, wrapped

FACES = pytest.mark.parametrize("face", [TEXT, UI], ids=["text", "ui"])


@FACES
@given(words=st.text(max_size=120))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(face, words):
    lines = wrapped(words, face, 90)
    assert lines
    assert all(width(line, face) <= 90 for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


@FACES
def test_lines_break_between_words_and_are_as_full_as_they_can_be(face):
    words = "The United States and China are the world’s strongest cyber powers."
    lines = wrapped(words, face, 200)
    assert " ".join(lines) == words
    for line, after in pairwise(lines):
        assert width(f"{line} {after.split()[0]}", face) > 200


def test_a_letter_of_another_script_counts_as_wide_as_it_is_high():
    assert width("中", TEXT) == TEXT.size
    assert width("é", TEXT) == width("e", TEXT)


def test_what_no_xml_may_hold_is_taken_out():
    assert legible("a\x00b\x1fc\ufffed\ud800e\tf") == "a b c d e f"

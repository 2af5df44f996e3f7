"""Word-level differences: what stayed, went and came."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.diff import LONGEST, Piece, difference

words = st.lists(
    st.sampled_from(["a", "b", "don’t", " ", "  ", "\n", ",", "é", "e\u0301", "🦊", "ש"])
)
texts = st.one_of(st.text(max_size=40), words.map("".join))


@given(texts, texts)
@settings(max_examples=60, deadline=None)
def test_both_texts_are_in_the_difference_whole_and_in_order(before, after):
    pieces = difference(before, after)
    assert "".join(piece.words for piece in pieces if piece.what != "new") == before
    assert "".join(piece.words for piece in pieces if piece.what != "gone") == after
    assert all(piece.words for piece in pieces)


@given(texts)
@settings(max_examples=15, deadline=None)
def test_a_text_does_not_differ_from_itself(text):
    assert difference(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("It may be so.", "It might be so.", "It [may|might] be so."),
        ("It is so.", "It is not so.", "It is [|not ]so."),
        ("one two three", "four five three", "[one two|four five] three"),
        ("Don’t go", "Do go", "[Don’t|Do] go"),
        ("", "New.", "[|New.]"),
    ],
)
def test_words_change_whole_and_a_phrase_as_one(before, after, told):
    shown = ""
    pieces = difference(before, after)
    for at, piece in enumerate(pieces):
        follows = at and pieces[at - 1].what == "gone"
        goes_on = at + 1 < len(pieces) and pieces[at + 1].what == "new"
        shown += {
            "same": piece.words,
            "gone": f"[{piece.words}" + ("" if goes_on else "|]"),
            "new": ("|" if follows else "[|") + f"{piece.words}]",
        }[piece.what]
    assert shown == told


def test_of_very_long_texts_the_common_ends_are_told_apart():
    middle = " ".join(str(number) for number in range(LONGEST))
    pieces = difference(f"a b {middle} c", f"a x {middle[::-1]} c")
    assert [piece.what for piece in pieces] == ["same", "gone", "new", "same"]
    assert (pieces[0].words, pieces[-1].words) == ("a ", " c")

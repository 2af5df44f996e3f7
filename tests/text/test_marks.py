"""Pieces of a paragraph under overlapping marks."""

from hypothesis import given
from hypothesis import strategies as st

from app.text.marks import Mark, pieces

WORDS = "The quick brown fox"


@st.composite
def marked(draw):
    words = draw(st.text(min_size=1, max_size=40))
    base = draw(st.integers(0, 50))
    marks = []
    for number in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, base + len(words) + 5))
        marks.append(Mark(start, start + draw(st.integers(1, 30)), str(number)))
    calls = [(n, base + draw(st.integers(1, len(words)))) for n in range(draw(st.integers(0, 3)))]
    return words, base, marks, calls


@given(marked())
def test_the_pieces_are_the_words_again(case):
    words, base, marks, calls = case
    cut = pieces(words, base, marks, calls)
    assert "".join(piece.words for piece in cut) == words
    assert all(piece.words for piece in cut)


@given(marked())
def test_each_mark_covers_just_its_own_words(case):
    words, base, marks, calls = case
    cut = pieces(words, base, marks, calls)
    for mark in marks:
        covered = "".join(piece.words for piece in cut if mark.id in piece.inside)
        assert covered == words[max(0, mark.start - base) : max(0, mark.end - base)]
        near = mark.start < base + len(words) and mark.end > base
        assert sum(mark.id in piece.opens for piece in cut) == near
        assert sum(mark.id in piece.closes for piece in cut) == near


@given(marked())
def test_each_footnote_is_called_once_and_in_its_place(case):
    words, base, marks, calls = case
    called = [
        (number, piece.start + len(piece.words))
        for piece in pieces(words, base, marks, calls)
        for number in piece.calls
    ]
    assert sorted(called) == sorted(calls)


def test_marks_that_overlap_share_the_words_between():
    cut = pieces(WORDS, 100, [Mark(104, 115, "a"), Mark(110, 119, "b")])
    assert [(piece.words, piece.inside) for piece in cut] == [
        ("The ", ()),
        ("quick ", ("a",)),
        ("brown", ("a", "b")),
        (" fox", ("b",)),
    ]

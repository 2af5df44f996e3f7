import pytest

from app.text.anchoring import Span
from app.text.pasting import nearest, places

TEXT = "It was “new” — so they said.\n\nIt was cheap, they said. Nobody’s own words stay."


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ('was "new" - so', ["was “new” — so"]),
        ("Nobody's\n own  words", ["Nobody’s own words"]),
        ("they said", ["they said", "they said"]),
        ("“they said.”", ["they said.", "they said."]),
        ("they say", []),
        ("  ", []),
        ("(", []),
    ],
)
def test_words_are_found_whatever_blanks_and_marks_they_were_pasted_with(pasted, found):
    assert [TEXT[span.start : span.end] for span in places(TEXT, pasted)] == found


def test_the_nearest_sentence_is_found_and_none_where_nothing_is_like_it():
    span = nearest(TEXT, "It was very cheap, they said.")
    assert span == Span(30, 54)
    assert TEXT[30:54] == "It was cheap, they said."
    assert nearest(TEXT, "Rivers carry sand") is None

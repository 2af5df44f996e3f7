"""Words of a text as they are pasted into a form, a passage a field: where they stand."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from app.errors import Invalid
from app.text.anchoring import Span, cuts_a_word
from app.text.pasting import Place, near_words, places, shown
from app.web.forms import Bound

MOST = 8
"""How many passages a form takes."""
LONGEST = 10_000
_FIELD = re.compile(r"words(?:-[2-8])?\Z")


class Pasted(NamedTuple):
    """A field with words, and the field beside it that says where they begin if they stand in
    several places. `near`: the words of the text most like them, if they stand nowhere."""

    name: str
    at_name: str
    places: tuple[Place, ...] = ()
    near: str = ""


def names(form: Bound[Any], *, more: bool = False) -> list[str]:
    """The fields that are there, MOST at most; the first always is. `more`: and one for more."""
    given = [name for name in sorted(form.raw) if _FIELD.match(name) and form.typed(name).strip()]
    free = [name for name in _ALL if name not in given]
    return sorted({*given, *(free[:1] if more or not given else [])}, key=_ALL.index)


_ALL = ["words", *(f"words-{number}" for number in range(2, MOST + 1))]


def pasted(form: Bound[Any], text: str, fields: Sequence[str]) -> list[Pasted]:
    """What each field shows. O(text) a field."""
    return [_pasted(text, name, form.typed(name)[:LONGEST]) for name in fields]


def spans(form: Bound[Any], text: str) -> list[Span]:
    """The place of each passage, in the order of the fields.

    Raises Invalid, naming the field: for words that stand nowhere, or in several places of which
    none is chosen; that begin or end within a word; or that are there twice.
    """
    found: list[Span] = []
    for name in names(form):
        span = _whole_words(text, name, form.typed(name), form.typed(_at(name)))
        if span in found:
            raise Invalid(name, "These words are a passage of this claim already.")
        found.append(span)
    return found


def chosen(text: str, words: str, at: str, *, name: str = "words", at_name: str = "at") -> Span:
    """The one place of `text` that is meant by words, and by the offset `at` where they stand in
    several. Raises Invalid for none, and for several if none is chosen, at these fields."""
    found = places(text, words)
    if not found:
        raise Invalid(name, "These words do not stand in this text.")
    picked = [span for span in found if str(span.start) == at]
    if not picked and len(found) > 1:
        raise Invalid(at_name, "These words stand in several places. Choose one.")
    return (picked or found)[0]


def _at(name: str) -> str:
    return name.replace("words", "at")


def _whole_words(text: str, name: str, words: str, at: str) -> Span:
    if len(words) > LONGEST:
        raise Invalid(name, f"Take at most {LONGEST} characters.")
    span = chosen(text, words, at, name=name, at_name=_at(name))
    if cuts_a_word(text, span):
        whole = _whole(text, span)
        raise Invalid(name, f"This begins or ends in the middle of a word. Whole: “{whole}”")
    return span


def _whole(text: str, span: Span) -> str:
    start, end = span
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end]


def _pasted(text: str, name: str, words: str) -> Pasted:
    found = tuple(shown(text, span) for span in places(text, words))
    return Pasted(name, _at(name), found, near_words(text, words))

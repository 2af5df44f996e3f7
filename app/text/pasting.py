"""Where words that somebody pasted stand in a text. Pure; offsets count code points."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from app.text.anchoring import Span

SPACE = re.compile(r"\s+")
_ALIKE = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
_DASHES = "-‐‑‒–—"
MOST = 20
"""How many places are told."""
AROUND = 120
"""Code points that are shown on each side of a place, to tell it from others."""
LEAST_ALIKE = 0.4
"""The share that words must have in common with others to be called near."""


class Place(NamedTuple):
    """One place of the words, and what stands before and after them."""

    start: int
    before: str
    words: str
    after: str

    @property
    def token(self) -> str:
        """What a form calls it."""
        return str(self.start)


def places(text: str, pasted: str) -> list[Span]:
    """Every place, in order and at most MOST, at which the words stand, whatever blanks, line
    ends, quotation marks or dashes they were pasted with. O(len(text))."""
    words = pasted.strip().strip('“”"')
    if not words:
        return []
    pattern = r"\s+".join("".join(map(_alike, part)) for part in SPACE.split(words) if part)
    found = re.finditer(pattern, text)
    return [Span(*match.span()) for match, _ in zip(found, range(MOST), strict=False)]


def shown(text: str, span: Span) -> Place:
    """A place as it is shown, with what stands around it as far as its paragraph goes, AROUND at
    most on each side."""
    start, end = max(0, span.start - AROUND), span.end + AROUND
    before = text[start : span.start].rpartition("\n")[2]
    after, cut, _ = text[span.end : end].partition("\n")
    if start and len(before) == AROUND:
        before = f"…{before.partition(' ')[2]}"
    if not cut and end < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return Place(span.start, before, text[span.start : span.end], after)


def nearest(text: str, pasted: str) -> Span | None:
    """The sentence most like the words, if one is at all like them. The likeness is that of
    Ratcliff and Obershelp, 1988, counted in words; O(words of the text × words pasted)."""
    wanted = SPACE.split(pasted.casefold().strip())[:100]
    matcher = SequenceMatcher(None, b=wanted, autojunk=False)
    best, found = LEAST_ALIKE, None
    for span in _sentences(text):
        matcher.set_seq1(SPACE.split(text[span.start : span.end].casefold()))
        if matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, span
    return found


def near_words(text: str, pasted: str) -> str:
    """The sentence most like words that do not stand in the text; "" for those that do, and where
    none is like them."""
    span = nearest(text, pasted) if pasted.strip() and not places(text, pasted) else None
    return text[span.start : span.end] if span else ""


def _alike(letter: str) -> str:
    if letter in _DASHES:
        return f"[{_DASHES}]"
    return _ALIKE.get(letter, re.escape(letter))


def _sentences(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+?(?:[.?!][”’\"]?(?=\s)|$|(?=\n))", text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Span(start, match.end())

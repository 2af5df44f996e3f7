"""Where words that somebody pasted stand in a text. Pure; offsets count code points."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from app.text.anchoring import Span

SPACE = re.compile(r"\s+")
_ALIKE = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
_DASHES = "-‐‑‒–—"
MOST = 20
"""How many places are told."""
LEAST_ALIKE = 0.4
"""The share that words must have in common with others to be called near."""


def places(text: str, pasted: str) -> list[Span]:
    """Every place, in order and at most MOST, at which the words stand, whatever blanks, line
    ends, quotation marks or dashes they were pasted with. O(len(text))."""
    words = pasted.strip().strip('“”"')
    if not words:
        return []
    pattern = r"\s+".join("".join(map(_alike, part)) for part in SPACE.split(words) if part)
    found = re.finditer(pattern, text)
    return [Span(*match.span()) for match, _ in zip(found, range(MOST), strict=False)]


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


def _alike(letter: str) -> str:
    if letter in _DASHES:
        return f"[{_DASHES}]"
    return _ALIKE.get(letter, re.escape(letter))


def _sentences(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+?(?:[.?!][”’\"]?(?=\s)|$|(?=\n))", text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Span(start, match.end())

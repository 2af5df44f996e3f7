"""From a quotation to its place in a text, and back. Pure; offsets count code points."""

import os.path
from typing import NamedTuple

from app.errors import Refusal

CONTEXT = 32
"""How many code points of neighbourhood a quotation carries on each side."""


class Quote(NamedTuple):
    """Words and their neighbourhood: W3C's TextQuoteSelector."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Span(NamedTuple):
    """A half-open stretch of a text: W3C's TextPositionSelector."""

    start: int
    end: int


class PassageNotFound(Refusal):
    """The words do not occur in the text."""

    def __init__(self, exact: str) -> None:
        super().__init__(f"The text does not contain “{_short(exact)}”.")


class PassageAmbiguous(Refusal):
    """The words occur more than once, and the neighbourhood does not decide."""

    def __init__(self, exact: str) -> None:
        super().__init__(
            f"“{_short(exact)}” occurs more than once; say what stands before or after it."
        )


def locate(text: str, quote: Quote) -> Span:
    """Return the one place in `text` that `quote` means.

    The span is half-open, so `text[span.start:span.end] == quote.exact` always holds. Where
    the words occur more than once, the occurrence whose neighbourhood shares the longest run
    of characters with `prefix` (read backwards) and `suffix` wins.

    Raises PassageNotFound if the words do not occur or are empty, PassageAmbiguous if two
    occurrences tie. O(len(text)) for words that occur a bounded number of times.

    Source: W3C Web Annotation Data Model §4.2.4, Text Quote Selector,
    https://www.w3.org/TR/annotation-model/#text-quote-selector
    """
    scored = [(_agreement(text, start, quote), start) for start in _places(text, quote.exact)]
    if not scored:
        raise PassageNotFound(quote.exact)
    best, start = max(scored)
    if sum(score == best for score, _ in scored) > 1:
        raise PassageAmbiguous(quote.exact)
    return Span(start, start + len(quote.exact))


def describe(text: str, span: Span) -> Quote:
    """The words at `span` with up to CONTEXT code points on each side.

    Grows the neighbourhood until `locate` finds the same place again, as far as the text goes.
    """
    size = CONTEXT
    while True:
        quote = Quote(
            text[span.start : span.end],
            text[max(0, span.start - size) : span.start],
            text[span.end : span.end + size],
        )
        if _means(text, quote, span) or size > len(text):
            return quote
        size *= 2


def cuts_a_word(text: str, span: Span) -> bool:
    """Whether `span` begins or ends inside a word (a run of letters and digits)."""
    return _joins(text, span.start) or _joins(text, span.end)


def _joins(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _means(text: str, quote: Quote, span: Span) -> bool:
    try:
        return locate(text, quote) == span
    except PassageAmbiguous:
        return False


def _places(text: str, exact: str) -> list[int]:
    places = []
    at = text.find(exact) if exact else -1
    while at >= 0:
        places.append(at)
        at = text.find(exact, at + 1)
    return places


def _agreement(text: str, start: int, quote: Quote) -> int:
    before = text[max(0, start - len(quote.prefix)) : start]
    end = start + len(quote.exact)
    after = text[end : end + len(quote.suffix)]
    return _run(before[::-1], quote.prefix[::-1]) + _run(after, quote.suffix)


def _run(one: str, other: str) -> int:
    """How many characters the two have in common from the beginning."""
    return len(os.path.commonprefix([one, other]))


def _short(exact: str) -> str:
    return exact if len(exact) <= 80 else exact[:77] + "…"

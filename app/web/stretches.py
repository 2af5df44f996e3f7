"""Words of a text that a form can make a claim of, and by what it calls them: the id of the text,
and where they begin and end in it, in code points."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session

from app.errors import NotFound
from app.sources.models import SourceText
from app.sources.queries import latest_texts, paragraphs_over, text_by_id
from app.text.anchoring import Span, cuts_a_word
from app.text.pasting import nearest, places, shown

FEWEST_WORDS = 3
"""Fewer are looked for as words, and not as a quotation."""
MOST_TEXTS = 12
"""Of how many texts of a debate a quotation is looked for in the whole."""
_TOKEN = re.compile(r"([0-9a-z]{10})\.(\d{1,9})-(\d{1,9})")


class Stretch(NamedTuple):
    """Words of a text, what a form calls them, and what stands before and after them."""

    token: str
    source_id: str
    before: str
    words: str
    after: str


class Named(NamedTuple):
    """What a token stands for."""

    text: SourceText
    span: Span


def named(db: Session, token: str) -> Named | None:
    """The words that a form means; None for what is no token, or of no text. 1 query."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    try:
        text = text_by_id(db, match[1])
    except NotFound:
        return None
    start, end = int(match[2]), int(match[3])
    return Named(text, Span(start, end)) if start < end <= len(text.text) else None


def stretch(text: SourceText, span: Span) -> Stretch:
    token, place = f"{text.id}.{span.start}-{span.end}", shown(text.text, span)
    return Stretch(token, text.source_id, place.before, place.words, place.after)


def standing(
    db: Session, source_ids: Iterable[str], words: str, fewest: int = FEWEST_WORDS
) -> list[Stretch]:
    """Where words stand in one paragraph of one of these texts. 1 query, and 1 for each text that
    has them; none for few words."""
    texts = _looked_in(db, source_ids, words, fewest)
    return [
        stretch(text, span)
        for text in texts
        for span in _in_paragraphs(db, text, _whole_words(text, words))
    ]


def nearest_words(db: Session, source_ids: Iterable[str], words: str) -> str:
    """The sentence in one of these texts that is most like the words; "" for few words, or if none
    is like them. 1 query."""
    texts = _looked_in(db, source_ids, words, FEWEST_WORDS)
    found = ((text.text, nearest(text.text, words)) for text in texts)
    return next((text[span.start : span.end] for text, span in found if span), "")


def _looked_in(db: Session, source_ids: Iterable[str], words: str, fewest: int) -> list[SourceText]:
    if len(words.split()) < fewest:
        return []
    return latest_texts(db, list(source_ids)[:MOST_TEXTS])


def places_in(db: Session, text: SourceText, words: str) -> list[Span]:
    """Every place of the words that begins and ends with a word, at most `pasting.MOST`: those in
    one paragraph of the body, if there is one such. 1 query, none for words that are not there."""
    found = _whole_words(text, words)
    return _in_paragraphs(db, text, found) or found


def _whole_words(text: SourceText, words: str) -> list[Span]:
    return [span for span in places(text.text, words) if not cuts_a_word(text.text, span)]


def _in_paragraphs(db: Session, text: SourceText, spans: list[Span]) -> list[Span]:
    if not spans:
        return []
    around = paragraphs_over(db, text.id, spans[0].start, spans[-1].end)
    return [
        span
        for span in spans
        if any(start <= span.start and span.end <= end for start, end in around)
    ]

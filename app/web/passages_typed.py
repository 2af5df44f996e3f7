"""Passages of a claim in a form: those that it has by their ids, those that are yet to be stored by
where they stand (“120-168”, in code points), and words that are pasted to be found."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from app.errors import Invalid
from app.passages.commands import anchor
from app.passages.models import Passage
from app.sources.models import SourceText
from app.sources.queries import text_of
from app.text.anchoring import Quote, Span
from app.text.pasting import nearest, places

AROUND = 120
"""Code points that are shown on each side of a place, to tell it from others."""
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


class Place(NamedTuple):
    """One place of the words, and what stands before and after them."""

    start: int
    before: str
    words: str
    after: str


class Typed(NamedTuple):
    """A passage as a form lists it: what stands for it there, and its words."""

    token: str
    exact: str


def chosen(text: str, words: str, at: str) -> Span:
    """The one place of `text` that is meant by words, and by the offset `at` where they stand in
    several. Raises Invalid for none, and for several if none is chosen."""
    found = places(text, words)
    if not found:
        raise Invalid("words", "These words do not stand in this text.")
    picked = [span for span in found if str(span.start) == at]
    if not picked and len(found) > 1:
        raise Invalid("at", "These words stand in several places. Choose one.")
    return (picked or found)[0]


def shown_places(text: str, words: str) -> list[Place]:
    """Every place of the words, with what stands around it."""
    return [_shown(text, span) for span in places(text, words)]


def near_words(text: str, words: str) -> str:
    """Words of the text that are like these, if these do not stand in it."""
    near = nearest(text, words) if words.strip() and not places(text, words) else None
    return text[near.start : near.end] if near else ""


def token_of(span: Span) -> str:
    return f"{span.start}-{span.end}"


def listed(db: Session, text: SourceText, tokens: Sequence[str]) -> list[Typed]:
    """What these stand for, in their order, each once; what is none is left out. 1 query."""
    ids = [token for token in tokens if not _SPAN.fullmatch(token)]
    asked = select(Passage.id, Passage.exact).join(
        SourceText, col(SourceText.id) == Passage.source_text_id
    )
    stored = dict(
        db.exec(asked.where(col(Passage.id).in_(ids), SourceText.source_id == text.source_id)).all()
    )
    exacts = {token: stored.get(token, "") or _between(text.text, token) for token in tokens}
    return [Typed(token, exact) for token, exact in exacts.items() if exact]


def anchored(db: Session, source_id: str, tokens: Sequence[str]) -> list[dict[str, Any]]:
    """The same as a claim’s state has them; what is not stored yet is. 1 query, 3 more for each of
    those. Raises Invalid for none, or for words that no passage may be."""
    text = text_of(db, source_id)
    found = [_stored(db, text, each) for each in listed(db, text, tokens)]
    parts = list({part["id"]: part for part in found}.values())
    if not parts:
        raise Invalid("passages", "A claim of a source rests on at least one passage.")
    return parts


def _stored(db: Session, text: SourceText, typed: Typed) -> dict[str, Any]:
    match = _SPAN.fullmatch(typed.token)
    if not match:
        return {"id": typed.token, "exact": typed.exact}
    start, end = int(match[1]), int(match[2])
    before, after = text.text[max(0, start - AROUND) : start], text.text[end : end + AROUND]
    try:
        passage = anchor(db, text=text, quote=Quote(typed.exact, before, after))
    except Invalid as refused:
        raise Invalid("passages", str(refused)) from None
    return {"id": passage.id, "exact": passage.exact}


def _between(text: str, token: str) -> str:
    match = _SPAN.fullmatch(token)
    return text[int(match[1]) : int(match[2])] if match else ""


def _shown(text: str, span: Span) -> Place:
    start, end = max(0, span.start - AROUND), span.end + AROUND
    before = text[start : span.start].rpartition("\n")[2]
    after, cut, _ = text[span.end : end].partition("\n")
    if start and len(before) == AROUND:
        before = f"…{before.partition(' ')[2]}"
    if not cut and end < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return Place(span.start, before, text[span.start : span.end], after)


Raw = dict[str, list[str]]


def with_words(raw: Raw, text: str) -> Raw:
    """The form with the passage that its words mean among its passages. Raises Invalid for words
    that mean none, or several."""
    words, at = (raw.get("words") or [""])[-1], (raw.get("at") or [""])[-1]
    if not words.strip():
        return raw
    token = token_of(chosen(text, words, at))
    listed_now = dict.fromkeys([*raw.get("passages", []), token])
    return raw | {"passages": list(listed_now), "words": [""], "at": []}


def arranged(raw: Raw, text: str) -> Raw:
    """The form after one of its buttons that put passages in order: `arrange` is “add”, or “up”,
    “down” or “drop”, a colon, and what stands for a passage."""
    step, _, token = (raw.get("arrange") or [""])[-1].partition(":")
    if step == "add":
        try:
            return with_words(raw, text)
        except Invalid:
            return raw
    tokens = list(dict.fromkeys(raw.get("passages", [])))
    if token not in tokens:
        return raw
    at = tokens.index(token)
    tokens.pop(at)
    if step != "drop" or not tokens:
        place = {"up": max(0, at - 1), "down": at + 1}.get(step, at)
        tokens.insert(place, token)
    return raw | {"passages": tokens}

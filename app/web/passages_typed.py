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
from app.text.anchoring import Span, describe
from app.text.pasting import Place, places, shown
from app.web.forms import Raw
from app.web.wording import chosen

_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


class Typed(NamedTuple):
    """A passage as a form lists it: what stands for it there, and its words."""

    token: str
    exact: str


def shown_places(text: str, words: str) -> list[Place]:
    """Every place of the words, with what stands around it."""
    return [shown(text, span) for span in places(text, words)]


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
    span = Span(int(match[1]), int(match[2]))
    try:
        passage = anchor(db, text=text, quote=describe(text.text, span))
    except Invalid as refused:
        raise Invalid("passages", str(refused)) from None
    return {"id": passage.id, "exact": passage.exact}


def _between(text: str, token: str) -> str:
    match = _SPAN.fullmatch(token)
    return text[int(match[1]) : int(match[2])] if match else ""


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

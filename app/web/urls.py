"""The address of everything, as a path. Only ids and slugs decide; words in a path decorate."""

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlencode

from app.history.models import Kind
from app.text.normalize import slug


class Slugged(Protocol):
    @property
    def slug(self) -> str: ...


class Stated(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def statement(self) -> str: ...


class Worded(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...


class Identified(Protocol):
    @property
    def id(self) -> str: ...


class Quoted(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def passages(self) -> Sequence[Identified]: ...


def debate(debate: Slugged) -> str:
    return f"/debates/{debate.slug}"


def questions(debate: Slugged, **filters: str) -> str:
    return _filtered(f"/debates/{debate.slug}/questions", filters)


def claims(debate: Slugged, **filters: str) -> str:
    return _filtered(f"/debates/{debate.slug}/claims", filters)


def rebuttals(debate: Slugged, **filters: str) -> str:
    return _filtered(f"/debates/{debate.slug}/rebuttals", filters)


def about(debate: Slugged) -> str:
    return f"/debates/{debate.slug}/about"


def debate_json(debate: Slugged) -> str:
    return f"/debates/{debate.slug}.json"


def source(source: Slugged) -> str:
    return f"/sources/{source.slug}"


def source_text(source: Slugged) -> str:
    return f"/sources/{source.slug}.txt"


def repairs(source: Slugged) -> str:
    return f"/sources/{source.slug}/repairs"


def paragraph(source: Slugged, number: int) -> str:
    return f"/sources/{source.slug}/paragraphs/{number}#paragraph-{number}"


def place(source: Slugged, passage: Identified) -> str:
    """A passage, marked in the whole text and in view."""
    return f"/sources/{source.slug}/passages/{passage.id}#passage-{passage.id}"


def passage(passage: Identified) -> str:
    """The short permalink of a passage; it redirects to its place."""
    return f"/passages/{passage.id}"


def opened(source: Slugged, claim: Quoted, at: str = "") -> str:
    """A claim opened in its text, with what the other text says under the line, and in view.

    `at`: the id of the passage under which to open it, where that is not the claim's first.
    """
    query = f"?at={at}" if at not in ("", claim.passages[0].id) else ""
    return f"/sources/{source.slug}/claims/{claim.id}{query}#claim-{claim.id}"


def question(question: Worded) -> str:
    return worded("questions", question.id, question.text)


def claim(claim: Stated) -> str:
    return worded("claims", claim.id, claim.statement)


def rebuttal(rebuttal: Identified, words: str) -> str:
    """`words`: the statement of the claim that goes against another."""
    return worded("rebuttals", rebuttal.id, words)


def support(support: Identified, words: str) -> str:
    """`words`: the statement of the conclusion."""
    return worded("supports", support.id, words)


HISTORIES = {
    Kind.CLAIM: "claims",
    Kind.SUPPORT: "supports",
    Kind.REBUTTAL: "rebuttals",
    Kind.QUESTION: "questions",
}
"""What has a page of its history, by the first word of its address."""


def history(kind: Kind, id: str) -> str:
    """Every revision of one thing; "" where only a debate's changes tell of it."""
    return f"/{HISTORIES[kind]}/{id}/history" if kind in HISTORIES else ""


def thing(kind: Kind, id: str) -> str:
    """The permalink of one thing without its words, to which it leads on."""
    return f"/{HISTORIES[kind]}/{id}"


def revision(id: str) -> str:
    return f"/revisions/{id}"


def changes(debate: Slugged, below: int | None = None) -> str:
    """What was changed in a debate, before revision number `below`."""
    return _filtered(f"/debates/{debate.slug}/changes", {"below": str(below or "")})


def contributions(name: str, below: int | None = None) -> str:
    """`name`: that by which somebody signs in."""
    return _filtered(f"/users/{name}/contributions", {"below": str(below or "")})


def worded(noun: str, id: str, text: str) -> str:
    """An address with words that decorate, but none that mean something of their own there."""
    words = slug(text)
    return f"/{noun}/{id}/{words}-" if words == "history" else f"/{noun}/{id}/{words}"


def _filtered(path: str, filters: dict[str, str]) -> str:
    chosen = {name: value for name, value in filters.items() if value}
    return f"{path}?{urlencode(chosen)}" if chosen else path

"""What is particular to one text: the repairs that no rule could find. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.errors import Refusal
from app.text.structure import BlockKind


class RecipeMisfit(Refusal):
    """The recipe and the given text do not belong together, or the recipe contradicts itself."""


class Paragraphs(StrEnum):
    """What ends a paragraph in the given text."""

    LINES = "lines"  # every line end
    BLANK_LINES = "blank lines"  # a blank line; a line end is only a line end


@dataclass(frozen=True, slots=True)
class Mend:
    """`before` stands exactly once in the given text, and gives way to `after`."""

    kind: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch that goes: exactly `text`, or all that follows from the words of `begins` on."""

    kind: str
    why: str
    text: str = ""
    begins: str = ""


@dataclass(frozen=True, slots=True)
class KeptHyphen:
    """A word whose own hyphen stands at a line end."""

    word: str
    why: str


@dataclass(frozen=True, slots=True)
class PageTurn:
    """The first words of a page that goes on with the paragraph before, between sentences."""

    begins: str
    why: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What the one block that begins with `begins` is, when it is no ordinary paragraph."""

    kind: BlockKind
    begins: str
    why: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one given text becomes a reading text; `notes` counts its footnotes, numbered from 1."""

    given: str
    paragraphs: Paragraphs = Paragraphs.BLANK_LINES
    notes: int = 0
    mends: list[Mend] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    kept_hyphens: list[KeptHyphen] = field(default_factory=list)
    page_turns: list[PageTurn] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def read_recipe(table: Mapping[str, Any]) -> Recipe:
    """The recipe in a parsed .cleaning.toml.

    Raises RecipeMisfit if a key is missing or unknown, or a kind is none of ours.
    """
    known = {"given", "paragraphs", "notes", "mend", "cut", "kept_hyphen", "page_turn", "block"}
    if unknown := sorted(table.keys() - known):
        raise RecipeMisfit(f"The recipe has unknown keys: {', '.join(unknown)}.")
    try:
        return Recipe(
            given=table["given"],
            paragraphs=Paragraphs(table["paragraphs"]),
            notes=table["notes"],
            mends=[Mend(**row) for row in table.get("mend", [])],
            cuts=[_cut(row) for row in table.get("cut", [])],
            kept_hyphens=[KeptHyphen(**row) for row in table.get("kept_hyphen", [])],
            page_turns=[PageTurn(**row) for row in table.get("page_turn", [])],
            marks=[_mark(row) for row in table.get("block", [])],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RecipeMisfit(f"The recipe cannot be read: {error}.") from error


def _cut(row: Mapping[str, str]) -> Cut:
    cut = Cut(**row)
    if bool(cut.text) == bool(cut.begins):
        raise ValueError("a cut has either text or begins")
    return cut


def _mark(row: Mapping[str, str]) -> Mark:
    rest = {key: value for key, value in row.items() if key != "kind"}
    return Mark(kind=BlockKind(row["kind"]), **rest)

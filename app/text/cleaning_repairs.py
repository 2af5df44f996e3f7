"""Telling a reader what was repaired: what stood there, what stands now, why, where. Pure.

Each function gives pairs of an offset in the given text, to sort by, and the repair.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.text.anchoring import Span
from app.text.cleaning_copy import Copied
from app.text.cleaning_edits import LINE_BREAK, PAGE_BREAK, Edit
from app.text.cleaning_layout import Draft
from app.text.cleaning_recipe import Mark, Recipe
from app.text.structure import BlockKind

WORDS_SHOWN = 8
"""How many words of a footnote its repair shows."""
LINE_BREAK_REASON = (
    "A line of the printed page ends here, not a paragraph. With the line end goes the stray "
    "space that stands before the first word of a page."
)
OMITTED = " […] "


@dataclass(frozen=True, slots=True)
class Repair:
    """`before` in the given text became `after`, which is text[at : at + len(after)]; `at` is
    None where nothing is left to show. `count` sums up what is not told one by one."""

    kind: str
    before: str
    after: str
    why: str
    at: int | None
    count: int = 1


Told = Iterator[tuple[int, Repair]]


def tell_cuts(recipe: Recipe, spans: Sequence[Span]) -> Told:
    """One repair for every cut, which leaves nothing behind."""
    for cut, span in zip(recipe.cuts, spans, strict=True):
        length = f"[{span.end - span.start:,} characters, to the end of the file]"
        yield span.start, Repair(cut.kind, cut.text or length, "", cut.why, None)


def tell_edits(given: str, copied: Copied, edits: Sequence[Edit]) -> Told:
    """One repair for every edit, but one for all the line breaks together."""
    plain = [edit for edit in edits if edit.kind == LINE_BREAK]
    if plain:
        yield plain[0].start, Repair(LINE_BREAK, "\n", " ", LINE_BREAK_REASON, None, len(plain))
    for edit in edits:
        if edit.kind != LINE_BREAK:
            now = copied.stretch(edit.shown)
            after = copied.text[now.start : now.end]
            yield edit.start, Repair(edit.kind, _before(given, edit), after, edit.why, now.start)


def tell_notes(given: str, copied: Copied, notes: Sequence[Draft]) -> Told:
    """One repair for every footnote, told by its first words."""
    for draft in notes:
        line = draft.lines[0]
        words = re.finditer(r"\S+", given[line.start : line.end])
        end = line.start + [word.end() for word in words][:WORDS_SHOWN][-1]
        now = copied.stretch(Span(line.start, end))
        after = copied.text[now.start : now.end]
        why = f"Footnote {draft.note} stood at the foot of a page, amid the running text."
        before = f"{draft.note}{given[line.start : end]}"
        yield line.start, Repair("footnote taken out", before, after, why, now.start)


def tell_marks(copied: Copied, marks: Sequence[Mark]) -> Told:
    """One repair for every block that is no ordinary paragraph; its words stay as they are."""
    for mark in marks:
        index = copied.block_that_begins(mark.begins)
        at = copied.spans[index].start
        kind = "quotation set off" if mark.kind is BlockKind.QUOTATION else f"{mark.kind} marked"
        origin = copied.origins[index][0]
        yield origin, Repair(kind, mark.begins, mark.begins, mark.why, at)


def _before(given: str, edit: Edit) -> str:
    """What stood there; of a page turn only its two sides, not the footnotes between."""
    if edit.kind == PAGE_BREAK and given[edit.start : edit.end].strip(" \n-"):
        left, right = given[edit.shown.start : edit.start], given[edit.end : edit.shown.end]
        return left + OMITTED + right
    return given[edit.shown.start : edit.shown.end]

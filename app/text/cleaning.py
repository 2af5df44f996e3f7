"""From a text as it was given to a text to read, with every repair told. Pure.

A cleaning never rewrites: it finds edits at places of the given text, gives every line to a
block, and copies what is left, so each character of the result knows where it came from. That is
how every repair can say at which offset of the clean text it lies.
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.text.anchoring import Span
from app.text.cleaning_copy import Copied, copy_blocks
from app.text.cleaning_edits import (
    HYPHEN_KEPT,
    Edit,
    cut_spans,
    join_edits,
    marker_edits,
    mend_edit,
)
from app.text.cleaning_layout import Layout, lay_out
from app.text.cleaning_recipe import Mark, Recipe, RecipeMisfit
from app.text.cleaning_repairs import Repair, tell_cuts, tell_edits, tell_marks, tell_notes
from app.text.normalize import normalize
from app.text.structure import BlockKind


class Block(NamedTuple):
    """text[start:end] of a clean text. `number` counts the blocks of the body from 1; on a
    footnote it is the footnote's own."""

    kind: BlockKind
    start: int
    end: int
    number: int
    speaker: str = ""


class Call(NamedTuple):
    """Where the marker of footnote `number` stood: the gap before text[at]."""

    number: int
    at: int


class Cleaned(NamedTuple):
    text: str
    blocks: list[Block]
    calls: list[Call]
    repairs: list[Repair]


def clean(given: str, recipe: Recipe) -> Cleaned:
    """The reading text of `given`: its blocks, its footnote calls, and all that was repaired.

    The text is NFC, its blocks stand one blank line apart, footnotes after the body. Raises
    RecipeMisfit if a repair of the recipe has no place or two, if two repairs overlap, or if a
    replacement character is left over. O(characters + lines · repairs).
    """
    given = normalize(given)
    cuts = cut_spans(given, recipe)
    mends = [mend_edit(given, mend) for mend in recipe.mends]
    mended = [Span(edit.start, edit.end) for edit in mends]
    layout = lay_out(given, recipe, cuts, mended)
    joins = join_edits(given, layout, recipe, mended)
    markers = marker_edits(given, layout.body, recipe.notes)
    edits = sorted([*mends, *joins, *markers])
    _require_use(given, recipe, layout, edits)
    copied = copy_blocks(given, [*layout.body, *layout.notes], edits)
    if "\ufffd" in copied.text:
        raise RecipeMisfit("The clean text still has replacement characters.")
    told = [*tell_cuts(recipe, cuts), *tell_edits(given, copied, edits)]
    told += [*tell_notes(given, copied, layout.notes), *tell_marks(copied, recipe.marks)]
    return Cleaned(
        text=copied.text,
        blocks=_blocks(copied, recipe.marks),
        calls=[Call(n, copied.place(edit.start)) for n, edit in enumerate(markers, start=1)],
        repairs=[repair for _, repair in sorted(told, key=lambda pair: pair[0])],
    )


def _require_use(given: str, recipe: Recipe, layout: Layout, edits: Sequence[Edit]) -> None:
    """Raise RecipeMisfit for a hyphen or a page turn of the recipe that the text does not have."""
    hyphens = [
        given[edit.shown.start : edit.shown.end] for edit in edits if edit.kind == HYPHEN_KEPT
    ]
    for kept in recipe.kept_hyphens:
        if not any(kept.word in shown.replace("\n", "") for shown in hyphens):
            raise RecipeMisfit(f"No line ends at the hyphen of “{kept.word}”.")
    pages = [given[turn.after.start : turn.after.end] for turn in layout.page_breaks]
    for turn in recipe.page_turns:
        if not any(page.startswith(turn.begins) for page in pages):
            raise RecipeMisfit(f"No page begins with “{turn.begins}”.")


def _blocks(copied: Copied, marks: Sequence[Mark]) -> list[Block]:
    marked = {copied.block_that_begins(mark.begins): mark for mark in marks}
    blocks = []
    for index, (draft, span) in enumerate(zip(copied.drafts, copied.spans, strict=True)):
        mark = marked.get(index)
        kind = BlockKind.NOTE if draft.note else mark.kind if mark else BlockKind.PARAGRAPH
        speaker = mark.speaker if mark else ""
        blocks.append(Block(kind, span.start, span.end, draft.note or index + 1, speaker))
    return blocks

"""The single changes that make a reading text, each found in the given text. Pure."""

import os.path
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.text.anchoring import Span
from app.text.cleaning_layout import Draft, Layout, Line, mended_between
from app.text.cleaning_recipe import Mend, Recipe, RecipeMisfit

HYPHEN_KEPT = "hyphen kept"
LINE_BREAK = "line break joined"
MARKER = "marker taken out"
PAGE_BREAK = "page break mended"
WORDS_OF_A_LINE = 3
"""How many words on either side of a line end show where it was."""


class Edit(NamedTuple):
    """given[start:end] gives way to `text`; `shown` is the stretch by which a reader knows it."""

    start: int
    end: int
    text: str
    kind: str
    why: str
    shown: Span


def only_place(given: str, words: str) -> Span:
    """The one place of `words`. Raises RecipeMisfit if they stand there never or twice."""
    count = given.count(words)
    if count != 1:
        raise RecipeMisfit(f"“{words}” stands {count} times in the given text, not once.")
    start = given.index(words)
    return Span(start, start + len(words))


def mend_edit(given: str, mend: Mend) -> Edit:
    """The least change that turns `mend.before` into `mend.after`."""
    shown = only_place(given, mend.before)
    head = len(os.path.commonprefix([mend.before, mend.after]))
    left, right = mend.before[head:], mend.after[head:]
    tail = len(os.path.commonprefix([left[::-1], right[::-1]]))
    start, end = shown.start + head, shown.end - tail
    return Edit(start, end, right[: len(right) - tail], mend.kind, mend.why, shown)


def cut_spans(given: str, recipe: Recipe) -> list[Span]:
    """What each cut of the recipe takes away, in the recipe's order."""
    return [
        only_place(given, cut.text)
        if cut.text
        else Span(only_place(given, cut.begins).start, len(given))
        for cut in recipe.cuts
    ]


def marker_edits(given: str, body: Sequence[Draft], count: int) -> list[Edit]:
    """The footnote markers 1 to `count`: digits glued to the punctuation before them.

    Each is looked for only after the one before it. Raises RecipeMisfit if one is missing.
    """
    edits: list[Edit] = []
    lines = [line for draft in body for line in draft.lines]
    for line in lines:
        at = line.start
        while len(edits) < count:
            number = len(edits) + 1
            match = re.compile(rf"(?<=[.,;:”’)]){number}(?=\s|$)").search(given, at, line.end + 1)
            if match is None:
                break
            at = match.end()
            why = f"The raised number of footnote {number} was glued to the word."
            shown = _with_words(given, match.start(), at)
            edits.append(Edit(match.start(), at, "", MARKER, why, shown))
    if len(edits) != count:
        raise RecipeMisfit(f"{len(edits)} footnote markers were found, not {count}.")
    return edits


def join_edits(
    given: str, layout: Layout, recipe: Recipe, mended: Sequence[Span]
) -> Iterator[Edit]:
    """One edit for every line end inside a block that none of the `mended` stretches takes in:
    a space, nothing, or a mended page turn."""
    turns = {(turn.before, turn.after): turn.why for turn in layout.page_breaks}
    for draft in [*layout.body, *layout.notes]:
        for before, after in zip(draft.lines, draft.lines[1:], strict=False):
            if mended_between(before, after, mended):
                continue
            edit = _join(given, before, after, recipe)
            if why := turns.get((before, after)):
                edit = edit._replace(kind=PAGE_BREAK, why=why)
            yield edit


def _join(given: str, before: Line, after: Line, recipe: Recipe) -> Edit:
    """A space, or after a hyphen nothing: the hyphen goes too, unless the recipe keeps it."""
    left = re.split(r"[^\w’-]", given[before.start : before.end])[-1]
    right = re.split(r"[^\w’]", given[after.start : after.end], maxsplit=1)[0]
    if not left.endswith("-"):
        shown = Span(
            _some_words(given, before, from_end=True), _some_words(given, after, from_end=False)
        )
        return Edit(before.end, after.start, " ", LINE_BREAK, "", shown)
    shown = _with_words(given, before.end, after.start)
    for kept in recipe.kept_hyphens:
        if left + right == kept.word:
            return Edit(before.end, after.start, "", HYPHEN_KEPT, kept.why, shown)
    why = _why_rejoined(given, left[:-1] + right)
    return Edit(before.end - 1, after.start, "", "word rejoined", why, shown)


def _why_rejoined(given: str, word: str) -> str:
    if re.search(rf"\b{re.escape(word)}\b", given, re.IGNORECASE):
        return "Broken at a line end; the word stands in one piece elsewhere in the text."
    return "Broken at a line end; the word is written without a hyphen."


def _with_words(given: str, start: int, end: int) -> Span:
    """given[start:end], widened to whole words, also over a hyphen at a line end."""
    while start > 0 and (not given[start - 1].isspace() or given[start - 2 : start] == "-\n"):
        start -= 1
    while end < len(given) and (not given[end].isspace() or given[end - 1 : end + 1] == "-\n"):
        end += 1
    return Span(start, end)


def _some_words(given: str, line: Line, *, from_end: bool) -> int:
    """Where the last words of a line begin, or its first words end."""
    words = list(re.finditer(r"\S+", given[line.start : line.end]))
    if from_end:
        return line.start + words[-WORDS_OF_A_LINE:][0].start()
    return line.start + words[:WORDS_OF_A_LINE][-1].end()

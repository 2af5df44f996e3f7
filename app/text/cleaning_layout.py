"""Which lines of a given text make which block. Pure; offsets count code points of the given."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.text.anchoring import Span
from app.text.cleaning_recipe import Paragraphs, Recipe, RecipeMisfit

SENTENCE_END = re.compile(r"""[.?!:][”’"')]*\d*$""")


class Line(NamedTuple):
    """A line without the blanks round it: given[start:end]. A new page begins `indented`."""

    start: int
    end: int
    indented: bool = False

    @property
    def blank(self) -> bool:
        return self.start == self.end


@dataclass(slots=True)
class Draft:
    """The lines of one block, in order. `note` is a footnote's number, 0 in the body."""

    lines: list[Line]
    note: int = 0


class PageBreak(NamedTuple):
    """A paragraph goes on over a page turn: `before` and `after` are its lines there."""

    before: Line
    after: Line
    why: str


class Layout(NamedTuple):
    body: list[Draft]
    notes: list[Draft]
    page_breaks: list[PageBreak]


def lay_out(given: str, recipe: Recipe, cuts: Sequence[Span], mended: Sequence[Span]) -> Layout:
    """The blocks of `given`: the body in order, then the footnotes by number.

    A blank line inside one of the `mended` stretches ends nothing. Over a page turn (where
    footnotes or a pull quote may stand between) a paragraph goes on if its last line does not
    end a sentence or the recipe says so. Raises RecipeMisfit if a footnote is missing.
    """
    lines = [line for line in _lines(given) if not _inside(line, cuts)]
    notes, taken = _notes(given, lines, recipe.notes, mended)
    body: list[Draft] = []
    breaks: list[PageBreak] = []
    gap = True
    for line in lines:
        if line.blank or line in taken:
            gap = True
            continue
        page_break = None
        if body and gap and line.indented:
            page_break = _page_break(given, body[-1].lines[-1], line, recipe)
        if page_break:
            breaks.append(page_break)
        ends = gap or recipe.paragraphs is Paragraphs.LINES
        if body and (page_break or not ends or mended_between(body[-1].lines[-1], line, mended)):
            body[-1].lines.append(line)
        else:
            body.append(Draft([line]))
        gap = False
    return Layout(body, notes, breaks)


def _lines(given: str) -> list[Line]:
    lines = []
    for match in re.finditer(r"[^\n]*(?:\n|$)", given):
        raw = match[0].rstrip("\n")
        start = match.start() + len(raw) - len(raw.lstrip())
        end = max(start, match.start() + len(raw.rstrip()))
        lines.append(Line(start, end, indented=raw.startswith(" ")))
    return lines


def _inside(line: Line, cuts: Sequence[Span]) -> bool:
    return any(cut.start <= line.start and line.end <= cut.end for cut in cuts)


def mended_between(before: Line, after: Line, mended: Sequence[Span]) -> bool:
    """Whether one of the `mended` stretches takes in the whole gap between two lines."""
    return any(span.start <= before.end and after.start <= span.end for span in mended)


def _notes(
    given: str, lines: Sequence[Line], count: int, mended: Sequence[Span]
) -> tuple[list[Draft], set[Line]]:
    """The footnotes 1 to `count`, without their numbers, and all lines that they take up."""
    drafts: list[Draft] = []
    taken: set[Line] = set()
    open_note = False
    for index, line in enumerate(lines):
        if line.blank:
            following = lines[index + 1] if index + 1 < len(lines) else line
            open_note = open_note and mended_between(drafts[-1].lines[-1], following, mended)
            continue
        number = str(len(drafts) + 1)
        if len(drafts) < count and re.match(number + "[A-Z“]", given[line.start : line.end]):
            drafts.append(Draft([Line(line.start + len(number), line.end)], note=int(number)))
            open_note = True
        elif open_note and not line.indented:
            drafts[-1].lines.append(line)
        else:
            open_note = False
            continue
        taken.add(line)
    if len(drafts) != count:
        raise RecipeMisfit(f"{len(drafts)} footnotes were found, not {count}.")
    return drafts, taken


def _page_break(given: str, before: Line, after: Line, recipe: Recipe) -> PageBreak | None:
    for turn in recipe.page_turns:
        if given.startswith(turn.begins, after.start):
            return PageBreak(before, after, turn.why)
    if SENTENCE_END.search(given[before.start : before.end]):
        return None
    return PageBreak(before, after, "The page ended in mid-sentence; the paragraph goes on.")

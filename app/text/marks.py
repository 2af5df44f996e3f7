"""Overlapping stretches of a paragraph as a row of pieces that do not overlap. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """Something that covers the code points start to end (excluded) of a text."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words under the same marks.

    `inside` are the marks that cover it, `opens` those that begin with it, `closes` those that
    end with it; `calls` are the footnotes called right after it.
    """

    words: str
    start: int
    inside: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    calls: tuple[int, ...] = field(default=())


def pieces(
    words: str, start: int, marks: Iterable[Mark], calls: Iterable[tuple[int, int]] = ()
) -> list[Piece]:
    """Cut `words`, which begin at offset `start` of their text, at every end of a mark.

    `calls` are (footnote number, offset). The pieces joined are the words again, whatever the
    marks; marks outside the words are passed over, and those that reach out are cut to fit.
    O(n·m) for n pieces and m marks of one paragraph.
    """
    end = start + len(words)
    near = [mark for mark in marks if mark.start < end and mark.end > start]
    called = sorted((at, number) for number, at in calls if start < at <= end)
    cuts = {start, end}
    cuts.update(edge for mark in near for edge in mark[:2] if start < edge < end)
    cuts.update(at for at, _ in called)
    edges = sorted(cuts)
    return [_piece(words, start, near, called, left, right) for left, right in pairwise(edges)]


def _piece(
    words: str,
    base: int,
    near: Sequence[Mark],
    called: Sequence[tuple[int, int]],
    left: int,
    right: int,
) -> Piece:
    inside = [mark for mark in near if mark.start < right and mark.end > left]
    return Piece(
        words=words[left - base : right - base],
        start=left,
        inside=tuple(mark.id for mark in inside),
        opens=tuple(mark.id for mark in inside if max(mark.start, base) == left),
        closes=tuple(mark.id for mark in inside if min(mark.end, base + len(words)) == right),
        calls=tuple(number for at, number in called if at == right),
    )

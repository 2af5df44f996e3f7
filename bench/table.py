"""From measured blocks to a table: medians, and ratios taken inside each round. Pure."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

CONST = "const"


class Subject(NamedTuple):
    """What is measured: a kind of page, over a database of so many claims (0: none)."""

    page: str
    claims: int = 0


class Block(NamedTuple):
    """Some requests of one kind in a row: milliseconds a request."""

    wall: float
    """The median."""
    cpu: float
    """The mean, user and system, of the server's process."""


Rounds = dict[Subject, list[Block]]
"""What each round measured, in order: every list is as long as the others."""


class Line(NamedTuple):
    subject: Subject
    wall: float
    cpu: float
    of_const: float
    """CPU in times of the reference's."""
    growth: float | None
    """CPU in times of the same page's over the smallest database."""


def lines(rounds: Rounds) -> list[Line]:
    """A line for each subject, in their order."""
    return [_line(subject, rounds) for subject in rounds]


def _line(subject: Subject, rounds: Rounds) -> Line:
    blocks = rounds[subject]
    smallest = min(
        (other for other in rounds if other.page == subject.page), key=lambda other: other.claims
    )
    return Line(
        subject,
        median(block.wall for block in blocks),
        median(block.cpu for block in blocks),
        times(blocks, rounds[Subject(CONST)]),
        None if smallest == subject else times(blocks, rounds[smallest]),
    )


def times(blocks: Sequence[Block], reference: Sequence[Block]) -> float:
    """The median over the rounds of how many times the reference's CPU it took."""
    pairs = zip(blocks, reference, strict=True)
    return median(block.cpu / other.cpu for block, other in pairs)


def markdown(found: Sequence[Line], promises: dict[str, float]) -> str:
    """The table, for a person and for RESULTS.md. `promises`: by page, at most × const."""
    rows = [
        ("page", "claims", "wall ms", "CPU ms", "× const", "promised", "growth"),
        ("---", "---:", "---:", "---:", "---:", "---:", "---:"),
        *(_cells(line, promises.get(line.subject.page)) for line in found),
    ]
    return aligned(rows)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a table of Markdown, its columns of one width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def _cells(line: Line, promised: float | None) -> tuple[str, ...]:
    return (
        line.subject.page,
        f"{line.subject.claims:,}" if line.subject.claims else "",
        f"{line.wall:.2f}",
        f"{line.cpu:.3f}",
        f"{line.of_const:.1f}",
        f"≤ {promised:g}" if promised else "",
        f"{line.growth:.2f}" if line.growth else "",
    )

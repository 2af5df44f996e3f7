"""What `python3 -m bench standing` prints: the table, and the worst case with its reason. Pure."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from bench.standing import ADDED, BARE, ROW, WITHDRAWN, Turn, Turns

SUBJECTS = (BARE, ROW, ADDED, WITHDRAWN)
TIMES, P95 = 6.0, 10.0
"""Promised of the last two: the median in times of a bare insert transaction, and the 95th
percentile in milliseconds."""
EXPLAINED = """\
Milliseconds of wall time of one change and its commit, in turns: a bare insert of a rebuttal by the
driver, the same row through a session, then a rebuttal by the command, and the same withdrawn, with
every label and version that follows. The first two set no label and check nothing but the table's
constraints. “× driver” and “× session”: the median of the ratios inside each turn. “growth”: the
median against the smallest database. Full synchronisation; two claims of a debate of 1,000, drawn
at random; a third of the rebuttals is mutual; a claim has about three links, half of them
contradictions."""


class Line(NamedTuple):
    subject: str
    claims: int
    median: float
    p95: float
    most: float
    of_driver: float
    of_session: float
    growth: float | None


def lines(turns: Turns) -> list[Line]:
    """A line for each subject over each database."""
    smallest = turns[min(turns)]
    found = []
    for claims, of in turns.items():
        for subject in SUBJECTS:
            spent = _spent(of, subject)
            growth = median(spent) / median(_spent(smallest, subject))
            found.append(
                Line(
                    subject,
                    claims,
                    median(spent),
                    percentile(spent, 0.95),
                    max(spent),
                    _times(of, subject, BARE),
                    _times(of, subject, ROW),
                    None if of is smallest else growth,
                )
            )
    return found


def percentile(values: Sequence[float], part: float) -> float:
    """The least value that so large a part of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def report(turns: Turns, versions: str) -> str:
    """The section of RESULTS.md, without its heading."""
    return "\n\n".join([EXPLAINED, _markdown(lines(turns)), _worst(turns), versions])


def _spent(turns: Sequence[Turn], subject: str) -> list[float]:
    """Of the turns in which it was done: a pair that is linked already is passed over."""
    return [turn.spent[subject] for turn in turns if turn.spent[subject]]


def _times(turns: Sequence[Turn], subject: str, reference: str) -> float:
    pairs = [(turn.spent[subject], turn.spent[reference]) for turn in turns]
    return median(spent / other for spent, other in pairs if spent and other)


def _worst(turns: Turns) -> str:
    """The turn that took longest on the largest database, and the one that changed most labels."""
    largest = turns[max(turns)]
    slowest = max(largest, key=lambda turn: turn.spent[ADDED])
    widest = max(largest, key=lambda turn: turn.changed)
    usual = median(turn.changed for turn in largest)
    return (
        f"Promised: a median of at most {TIMES:g} bare insert transactions and a 95th percentile "
        f"of {P95:g} ms. Worst over {max(turns):,} claims: {slowest.spent[ADDED]:.1f} ms, where "
        f"{slowest.changed} claims got another label or step; the most that did so were "
        f"{widest.changed}, in {widest.spent[ADDED]:.1f} ms, the median {usual:g}. The cost grows "
        "with the claims that a rebuttal decides anew, and with what these go against: two queries "
        "for each step outward. A claim that goes against ten thousand others costs as much as "
        "those, whatever the algorithm."
    )


def _markdown(found: Sequence[Line]) -> str:
    head = ("subject", "claims", "median", "p95", "most", "× driver", "× session", "growth")
    rows = [head, ("---", *["---:"] * 7), *map(_cells, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.subject,
        f"{line.claims:,}",
        f"{line.median:.2f}",
        f"{line.p95:.2f}",
        f"{line.most:.1f}",
        f"{line.of_driver:.1f}",
        f"{line.of_session:.1f}",
        f"{line.growth:.2f}" if line.growth else "",
    )

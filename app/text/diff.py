"""What became of a text, word by word. Pure."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

LONGEST = 4_000
"""Words and gaps of both texts together above which only their common ends are told apart: what
follows takes quadratic time at worst."""
_TOKENS = re.compile(r"\s+|\w+(?:[’'\-]\w+)*|.", re.DOTALL)


class Piece(NamedTuple):
    """Words that stayed, went, or came."""

    what: Literal["same", "gone", "new"]
    words: str


def difference(before: str, after: str) -> list[Piece]:
    """From one text to the other: what is not new makes `before`, what is not gone `after`.

    A word is whole, a gap belongs to nothing, and any other sign stands for itself. A gap between
    two words that changed goes with them, so that a phrase is one piece. Source: J. W. Ratcliff
    and D. Metzener, Pattern matching: the gestalt approach, 1988, as in Python’s `difflib`.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes() if _is_short(old, new) else _ends(old, new):
        if tag == "equal":
            found.append(Piece("same", "".join(old[i:j])))
        else:
            found += [Piece("gone", "".join(old[i:j])), Piece("new", "".join(new[k:m]))]
    return _joined([piece for piece in found if piece.words])


def _is_short(old: Sequence[str], new: Sequence[str]) -> bool:
    return len(old) + len(new) <= LONGEST


def _ends(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """The same, but of the middle only that it is another."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    i, k = len(old) - tail, len(new) - tail
    return [
        ("equal", 0, head, 0, head),
        ("replace", head, i, head, k),
        ("equal", i, len(old), k, len(new)),
    ]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Changed words with only a gap between them become one change."""
    joined: list[Piece] = []
    gone = new = ""
    for at, piece in enumerate(pieces):
        between = gone + new and piece.what == "same" and piece.words.isspace()
        if piece.what == "same" and not (between and at + 1 < len(pieces)):
            joined += [*_changed(gone, new), piece]
            gone = new = ""
            continue
        gone += piece.words if piece.what != "new" else ""
        new += piece.words if piece.what != "gone" else ""
    return joined + _changed(gone, new)


def _changed(gone: str, new: str) -> list[Piece]:
    pieces = [Piece("gone", gone), Piece("new", new)]
    return [piece for piece in pieces if piece.words]

"""Words cut into lines that fit a box, by the widths of our two faces. Pure.

The layout engine knows no fonts, so boxes are measured here. Widths are thousandths of the size,
measured in a browser and rounded to twenty; a letter with an accent is as wide as without.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_LITERATA = {
    60: "\u200a", 200: " ", 240: "'", 300: "j", 320: "!,;‘’°", 340: "().:[]il·‐•", 360: "-",
    380: '"f{}', 400: "1It", 420: "/\\|", 440: "*", 460: "s", 480: "_rz", 500: "257`c–ı",
    520: "9e“”", 540: "36?a", 560: "$48Jgx£", 580: "+0<=>^oy~", 600: "PSbkqvþ", 620: "Fdp",
    640: "ELuß", 660: "BZhn", 680: "#€", 700: "CX", 720: "RY", 740: "ATV", 760: "DGKOQ",
    800: "&U©æ", 840: "%@HN", 860: "w", 880: "…", 900: "œ", 960: "m", 1000: "M—Æ", 1080: "WŒ",
}  # fmt: skip
_SOURCE_SANS = {
    60: "\u200a", 200: " ", 240: "',.:;ij|·‘’", 260: "Il", 280: "!", 300: "()[]f{}•", 320: "-",
    340: "rt°‐", 360: "/\\", 420: '"*?sz“”', 440: "x", 460: "cvy", 480: "JLY–",
    500: "#$+0123456789<=>F^_aegk~€£", 520: "EVX", 540: "ASTZ`hnou", 560: "PRbdpqþ", 580: "BCKß",
    600: "&", 620: "DG", 640: "NU", 660: "HOQ", 720: "Mw", 740: "©", 780: "Wæ", 800: "—",
    820: "%mÆ", 840: "@œŒ", 940: "…",
}  # fmt: skip
UNKNOWN = 1000
"""A letter of no face of ours: as wide as it is high, as in Chinese."""


class Face(NamedTuple):
    """A face at a size in pixels, and the pixels from line to line."""

    widths: tuple[tuple[str, int], ...]
    size: float
    leading: int


def _by_letter(table: dict[int, str]) -> tuple[tuple[str, int], ...]:
    return tuple((letter, width) for width, letters in table.items() for letter in letters)


TEXT = Face(_by_letter(_LITERATA), 14, 19)
UI = Face(_by_letter(_SOURCE_SANS), 13, 18)


@lru_cache(maxsize=8)
def _widths(face: Face) -> dict[str, int]:
    return dict(face.widths)


def width(words: str, face: Face) -> float:
    """Pixels that these words take on one line. Never less than a browser gives them, but for
    letters that are not in the face."""
    known = _widths(face)
    total = 0
    for letter in words:
        base = letter if letter in known else unicodedata.normalize("NFD", letter)[0]
        total += known.get(base, UNKNOWN)
    return total * face.size / 1000


def wrapped(words: str, face: Face, room: float) -> list[str]:
    """Lines of at most `room` pixels, one at least. A word that is wider alone is cut where it
    must be."""
    lines = [""]
    for piece in _pieces(words, face, room):
        longer = f"{lines[-1]} {piece}".lstrip()
        if width(longer, face) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines[1:] if len(lines) > 1 and not lines[0] else lines


def legible(words: str) -> str:
    """The words without what no document in XML may hold: control characters and the like."""
    return "".join(" " if letter in _FORBIDDEN else letter for letter in words)


_FORBIDDEN = {*map(chr, (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))}


def _pieces(words: str, face: Face, room: float) -> Iterable[str]:
    """The words one by one, and those that are too wide in parts that are not."""
    for word in words.split():
        rest = word
        while width(rest, face) > room:
            fitting = _fitting(rest, face, room)
            yield rest[:fitting]
            rest = rest[fitting:]
        if rest:
            yield rest


def _fitting(word: str, face: Face, room: float) -> int:
    """How many letters of a word fit; one at least."""
    count = 1
    while count < len(word) and width(word[: count + 1], face) <= room:
        count += 1
    return count

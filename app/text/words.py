"""The words of a text in the one form in which they are looked for. Pure.

Case, accents, ligatures, the shape of quotation marks and dashes do not matter: “Élite’s” is
“elite”, “U.S.” is “us”, “cyber-espionage” is two words, and so is “3.7”. A character of Chinese or
Japanese is a word of its own, since nothing parts the words of those.
"""

import re
import unicodedata
from typing import NamedTuple

LONGEST = 60
"""Letters of a word that are looked at."""
_PICTURED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "\u0300-\u036f"
_WORD = re.compile(
    rf"(?P<initials>(?<!\w)[A-Za-z](?:\.[A-Za-z])+(?!\w)\.?)"
    rf"|[{_PICTURED}]"
    rf"|(?P<plain>(?:(?![{_PICTURED}])[^\W_][{_MARKS}]*)+)(?:['’ʼ][sS](?!\w))?"
)
_PLAIN = re.compile("[a-z0-9]+")
_INITIALS = re.compile(r"(?<!\w)[A-Za-z]\.[A-Za-z](?!\w)")


class Word(NamedTuple):
    """A word as it is looked for, and where it stands: code points, the end excluded."""

    folded: str
    start: int
    end: int


def words_in(text: str) -> list[Word]:
    """The words of `text` in order. O(n)."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        told = match["initials"] or match["plain"] or match[0]
        found += [Word(folded, *match.span()) for folded in _folded(told)]
    return found


def fold(text: str) -> list[str]:
    """The words of `text` as they are looked for, without their places."""
    if text.isascii() and "'" not in text and not _INITIALS.search(text):
        return [word[:LONGEST] for word in _PLAIN.findall(text.lower())]
    return [word.folded for word in words_in(text)]


def _folded(word: str) -> list[str]:
    """One word, or the several that a ligature or fraction stands for."""
    if word.isascii():
        return [word.replace(".", "").lower()[:LONGEST]]
    plain = unicodedata.normalize("NFKD", word).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    parts = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", bare))
    return [part[:LONGEST] for part in parts]

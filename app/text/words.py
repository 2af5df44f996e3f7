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
_INITIALS = re.compile(r"(?<![a-z0-9_])[a-z]\.[a-z](?![a-z0-9_])")
_SHORT = re.compile(
    r"(?P<initials>(?<![a-z0-9_])[a-z](?:\.[a-z])+(?![a-z0-9_])\.?)"
    r"|(?P<plain>[a-z0-9]+)(?:'s(?![a-z0-9_]))?"
)
_ASCII = str.maketrans({"’": "'", **dict.fromkeys("‘“”„–—…\u00a0", " ")})
"""Marks that print uses, as others of the same length that part or join words as they do."""


class Word(NamedTuple):
    """A word as it is looked for, and where it stands: code points, the end excluded."""

    folded: str
    start: int
    end: int


def words_in(text: str) -> list[Word]:
    """The words of `text` in order. O(n)."""
    plain = text if text.isascii() else text.translate(_ASCII)
    if plain.isascii():
        return [
            Word((match["plain"] or match["initials"].replace(".", ""))[:LONGEST], *match.span())
            for match in _SHORT.finditer(plain.lower())
        ]
    return _words_of_any_script(text)


def _words_of_any_script(text: str) -> list[Word]:
    found: list[Word] = []
    for match in _WORD.finditer(text):
        told = match["initials"] or match["plain"] or match[0]
        found += [Word(folded, *match.span()) for folded in _folded(told)]
    return found


def fold(text: str) -> list[str]:
    """The words of `text` as they are looked for, without their places."""
    plain = text if text.isascii() else text.translate(_ASCII)
    if plain.isascii():
        plain = plain.lower()
        if "'" not in plain and not _INITIALS.search(plain):
            return [word[:LONGEST] for word in _PLAIN.findall(plain)]
        return [
            word[:LONGEST] if word else initials.replace(".", "")[:LONGEST]
            for initials, word in _SHORT.findall(plain)
        ]
    return [word.folded for word in _words_of_any_script(text)]


def _folded(word: str) -> list[str]:
    """One word, or the several that a ligature or fraction stands for."""
    if word.isascii():
        return [word.replace(".", "").lower()[:LONGEST]]
    plain = unicodedata.normalize("NFKD", word).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    parts = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", bare))
    return [part[:LONGEST] for part in parts]

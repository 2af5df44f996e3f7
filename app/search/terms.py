"""What was typed, taken apart: words, phrases in quotation marks, a last word under way. Pure."""

import re
import unicodedata
from typing import NamedTuple

from app.text.words import fold

WORDS = 16
"""How many words of what was typed are looked for."""
_LETTERS = 4_000
"""How much of what was typed is looked at."""
_QUOTES = re.compile(r"[\"“”„‟«»＂]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class Term(NamedTuple):
    """Something that must occur: one word; or, `exact`, words one after the other."""

    words: tuple[str, ...]
    exact: bool
    open: bool = False
    """Whether it is a word that may still go on."""


class Typed(NamedTuple):
    """A query. `cut` says that words beyond the first WORDS were left out."""

    terms: tuple[Term, ...]
    cut: bool

    def words(self) -> list[str]:
        return [word for term in self.terms for word in term.words]


def parse(text: str) -> Typed:
    """Any text is a query; one without a letter or digit has no terms.

    Quotation marks of any shape enclose a phrase; one that is not closed runs to the end. Nothing
    else is an operator. The last word is open unless a blank follows it, or it is in a phrase.
    """
    shown = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text[:_LETTERS]))
    terms: list[Term] = []
    for number, part in enumerate(_QUOTES.split(shown)):
        terms += _phrase(part) if number % 2 else _plain(part)
    if terms and not terms[-1].exact and shown[-1:].isalnum():
        terms[-1] = terms[-1]._replace(open=True)
    return _shortened(terms, len(text) > _LETTERS)


def _phrase(part: str) -> list[Term]:
    words = tuple(fold(part))
    return [Term(words, exact=True)] if words else []


def _plain(part: str) -> list[Term]:
    """Words between blanks. What is held together by other signs than a hyphen, such as 1.25 or
    don’t, is a phrase."""
    found = []
    for chunk in re.split(r"[\s\-‐-―/]+", part):
        words = tuple(fold(chunk))
        if words:
            found.append(Term(words, exact=len(words) > 1))
    return found


def _shortened(terms: list[Term], cut: bool) -> Typed:
    kept: list[Term] = []
    room = WORDS
    for term in terms:
        if room < len(term.words):
            cut = True
            if room:
                kept.append(term._replace(words=term.words[:room], open=False))
            break
        kept.append(term)
        room -= len(term.words)
    return Typed(tuple(kept), cut)

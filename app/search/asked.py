"""A query as both databases are asked it: and, or, and words one after the other. Pure."""

import itertools
from collections.abc import Iterable
from typing import NamedTuple

Phrase = tuple[str, ...]
"""Words one after the other."""
Atom = tuple[Phrase, ...]
"""Any of these."""
Option = tuple[Atom, ...]
"""All of these."""
Clause = tuple[Option, ...]
"""Any of these."""
Needles = list[list[list[list[str]]]]
"""Clauses of options of atoms, each phrase as a text to look for."""


class Asked(NamedTuple):
    """All of `clauses`. `spellings` are the words in their order: as they were typed, and with a
    word that may be written as two so written, or two as one."""

    clauses: tuple[Clause, ...]
    spellings: tuple[Phrase, ...]

    def phrases(self) -> set[Phrase]:
        """Whatever may have been found: what a page marks."""
        return {
            phrase
            for clause in self.clauses
            for option in clause
            for atom in option
            for phrase in atom
        }

    def is_in(self, words: str) -> bool:
        """Whether folded words, parted by blanks, hold what is asked for."""
        return is_held(self.needles(), f" {words} ")

    def needles(self) -> Needles:
        """All of its clauses as `is_held` looks for them."""
        return [
            [[[padded(phrase) for phrase in atom] for atom in option] for option in clause]
            for clause in self.clauses
        ]


def padded(phrase: Phrase) -> str:
    """As it stands in folded words, of which the first and last have blanks around them too."""
    return f" {' '.join(phrase)} "


def is_held(needles: Needles, words: str) -> bool:
    """Whether padded words hold a needle of each atom of an option of each clause.

    Written out, since it is asked hundreds of times a search: generators take thrice as long.
    """
    for clause in needles:
        for option in clause:
            for atom in option:
                for needle in atom:
                    if needle in words:
                        break
                else:
                    break
            else:
                break
        else:
            return False
    return True


def tied(words: Iterable[str]) -> list[str]:
    """Each two words that follow one another, tied to one; none of a single word.

    They are indexed too: where two words stand in every fifth entry each, they follow one another
    in few, and of a phrase only the entries are read that hold its pairs.
    """
    return list(map("‿".join, itertools.pairwise(words)))

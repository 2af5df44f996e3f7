"""A query as both databases are asked it: and, or, and words one after the other. Pure."""

from typing import NamedTuple

Phrase = tuple[str, ...]
"""Words one after the other."""
Atom = tuple[Phrase, ...]
"""Any of these."""
Option = tuple[Atom, ...]
"""All of these."""
Clause = tuple[Option, ...]
"""Any of these."""


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
        padded = f" {words} "
        return all(_any(clause, padded) for clause in self.clauses)


def _any(clause: Clause, padded: str) -> bool:
    return any(
        all(any(f" {' '.join(phrase)} " in padded for phrase in atom) for atom in option)
        for option in clause
    )

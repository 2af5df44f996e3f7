"""What the words of a query may mean, given the words that there are: other numbers, other
spellings, longer words; and what a mistyped word was probably meant to be."""

import itertools
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlmodel import Session, col

from app.prepared import Prepared
from app.search.asked import Asked, Atom, Clause, Option, Phrase
from app.search.models import SearchWord
from app.search.terms import Term, Typed

LONGER = 24
"""How many of the words that begin as the last one does are looked for, the commonest first."""
SHORTEST_PART = 4
"""Letters of each part of a word that may also be written as two."""
SPELLINGS = 8
"""How many ways to write the whole query are known."""
SHORTEST_SLIP = 4
"""Letters of the shortest word that is taken for mistyped."""
LONGEST_SLIP = 24

_KNOWN = Prepared(
    sa.select(col(SearchWord.word)).where(
        col(SearchWord.word).in_(sa.bindparam("words", expanding=True))
    )
)
_LONGER = Prepared(
    sa.select(col(SearchWord.word))
    .where(col(SearchWord.word) > sa.bindparam("begin"), col(SearchWord.word) < sa.bindparam("end"))
    .order_by(col(SearchWord.entries).desc(), col(SearchWord.word))
    .limit(LONGER)
)
_COUNTED = Prepared(
    sa.select(col(SearchWord.word), col(SearchWord.entries)).where(
        col(SearchWord.word).in_(sa.bindparam("words", expanding=True))
    )
)


def asked(db: Session, typed: Typed) -> Asked:
    """What to look for. 1 query, 3 with an open word; steps in an index."""
    terms = typed.terms
    known = _known(db, terms)
    clauses: list[Clause] = []
    spelled: list[list[Phrase]] = []
    at = 0
    while at < len(terms):
        pair = terms[at : at + 2]
        joined = [word for word in _joined(pair) if word in known]
        if pair[-1].open and _joined(pair):
            joined += _longer(db, "".join(term.words[0] for term in pair))
        if joined:
            apart: Option = tuple(_atom(db, term, known) for term in pair)
            clauses.append((apart, (_any_of(joined),)))
            spelled.append([tuple(term.words[0] for term in pair), *((word,) for word in joined)])
        else:
            parted = [parts for parts in _parted(terms[at]) if known.issuperset(parts)]
            clauses.append(_clause(db, terms[at], parted, known))
            spelled.append([terms[at].words, *parted])
        at += 2 if joined else 1
    spellings = itertools.islice(itertools.product(*spelled), SPELLINGS)
    return Asked(tuple(clauses), tuple(sum(parts, ()) for parts in spellings))


def _known(db: Session, terms: tuple[Term, ...]) -> set[str]:
    wanted = {form for term in terms for word in term.words for form in forms(word)}
    for pair in itertools.pairwise(terms):
        wanted.update(_joined(pair))
    for term in terms:
        wanted.update(part for parts in _parted(term) for part in parts)
    return {word for (word,) in _KNOWN.rows(db, words=sorted(wanted))}


def _clause(db: Session, term: Term, parted: Iterable[tuple[str, str]], known: set[str]) -> Clause:
    apart = (tuple(_any_of([part, *_forms(part, known)]) for part in parts) for parts in parted)
    return ((_atom(db, term, known),), *apart)


def _atom(db: Session, term: Term, known: set[str]) -> Atom:
    if term.exact:
        return (term.words,)
    word = term.words[0]
    longer = _longer(db, word) if term.open else []
    return _any_of([word, *_forms(word, known), *longer])


def _any_of(words: Iterable[str]) -> Atom:
    return tuple((word,) for word in dict.fromkeys(words))


def _forms(word: str, known: set[str]) -> list[str]:
    return [form for form in forms(word) if form in known]


def _longer(db: Session, word: str) -> list[str]:
    """The commonest words that begin with this one, if it is long enough to mean anything."""
    if len(word) < 2:
        return []
    return [longer for (longer,) in _LONGER.rows(db, begin=word, end=f"{word}\U0010fffd")]


def _joined(pair: Iterable[Term]) -> tuple[str, ...]:
    """Two single words written as one, in either number."""
    terms = list(pair)
    if len(terms) < 2 or any(term.exact for term in terms):
        return ()
    return forms("".join(term.words[0] for term in terms))


def _parted(term: Term) -> Iterator[tuple[str, str]]:
    """A single word written as two."""
    word = term.words[0]
    if not term.exact:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            yield word[:at], word[at:]


def forms(word: str) -> tuple[str, ...]:
    """An English word in either number, as far as its letters tell, itself first."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return (word,)
    others = [f"{word}s", f"{word}es"]
    if word.endswith("y"):
        others.append(f"{word[:-1]}ies")
    if word.endswith("ies"):
        others.append(f"{word[:-3]}y")
    if word.endswith("es"):
        others.append(word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        others.append(word[:-1])
    return (word, *others)


def near(db: Session, word: str) -> list[str]:
    """Words that one slip of the finger may have made into this one, the commonest first: a
    letter too many, too few, another, or two that changed places. 1 query, steps in an index:
    every word that may have been meant is tried, some 50 for each letter."""
    if not SHORTEST_SLIP <= len(word) <= LONGEST_SLIP:
        return []
    rows = _COUNTED.rows(db, words=sorted(slips(word)))
    return [found for found, _ in sorted(rows, key=lambda row: (-row[1], row[0]))]


def slips(word: str) -> set[str]:
    """All words at a distance of one from a word, as Damerau counts it. The letters tried are
    those of its alphabet, taken for the 128 code points around its first letter.

    Source: Peter Norvig, How to write a spelling corrector, 2007, https://norvig.com/spell-correct
    """
    first = ord(word[0]) & ~127
    alphabet = [chr(at) for at in range(first, first + 128) if chr(at).isalnum()]
    letters = [letter for letter in alphabet if letter == letter.casefold()]
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lost = {one + other[1:] for one, other in parts if other}
    swapped = {one + other[1] + other[0] + other[2:] for one, other in parts if len(other) > 1}
    changed = {one + letter + other[1:] for one, other in parts if other for letter in letters}
    added = {one + letter + other for one, other in parts for letter in letters}
    return (lost | swapped | changed | added) - {word}


def unknown(db: Session, typed: Typed) -> list[str]:
    """The typed words that occur nowhere, in any number. 1 query."""
    known = _known(db, typed.terms)
    return [word for word in typed.words() if not any(form in known for form in forms(word))]

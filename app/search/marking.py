"""Which words of a text were looked for. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.search.asked import Phrase
from app.text.words import Word, words_in


class Bit(NamedTuple):
    """A run of a text; `found` says that it was looked for."""

    words: str
    found: bool


def marked(text: str, phrases: Iterable[Phrase]) -> list[Bit]:
    """The text in runs, of which those are `found` that hold a phrase, whole words only; those
    between which nothing but a blank or a hyphen stands are one. The runs joined are the text
    again. O(n) for a bounded number of phrases."""
    bits: list[Bit] = []
    at = 0
    for start, end in _joined(text, _spans(words_in(text), phrases)):
        if start > at:
            bits.append(Bit(text[at:start], False))
        bits.append(Bit(text[start:end], True))
        at = end
    return bits + ([Bit(text[at:], False)] if at < len(text) else [])


def is_marked(bits: Iterable[Bit]) -> bool:
    return any(bit.found for bit in bits)


def _spans(words: list[Word], phrases: Iterable[Phrase]) -> Iterator[tuple[int, int]]:
    by_first: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_first[phrase[0]].append(phrase)
    folded = [word.folded for word in words]
    for at, word in enumerate(folded):
        for phrase in by_first.get(word, ()):
            if tuple(folded[at : at + len(phrase)]) == phrase:
                yield words[at].start, words[at + len(phrase) - 1].end


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if held and not text[held[1] : start].strip(" -‐‑"):
            held = held[0], max(held[1], end)
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held

"""Texts to measure with: no sense, but a real text's layout, lengths and density of claims."""

import math
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

_VOCABULARY = """
a about accusations action actors against agreement also among and answer argue as at because
become before between both by case claims commerce commercial companies cooperation countries
cyber data decoupling despite domestic economic espionage evidence experts firms for foreign from
global government growing has in industrial information innovation intelligence is it law legal
measures might national network no norms not of on other policy private property public reason
reports rules secrets security several state states such tariffs technology than that the theft
this threat to trade trust under United use victims which with without would
"""
WORDS = _VOCABULARY.split()
RARE = 0.05
"""The share of sentences in which one word is a rare one."""
SYLLABLES = [f"{one}{two}{end}" for one in "bdfgklmnprstvz" for two in "aeiou" for end in ("", "n")]
CLAIMS_A_PARAGRAPH = 3
SENTENCES_OF_CLAIMS = ((0, 1), (1, 3), (3, 4))
"""Which sentences of a paragraph each of its claims rests on; the fifth is left to second
passages."""
PARAGRAPHS_A_SECTION = 8
PARAGRAPHS_A_NOTE = 2


class Stretch(NamedTuple):
    """Where words stand: code points start to end (excluded), in the paragraph `block`."""

    start: int
    end: int
    block: int


class Prose(NamedTuple):
    """A text, its blocks and footnote calls as rows, and what claims can rest on in it."""

    text: str
    blocks: list[dict[str, Any]]
    calls: list[dict[str, int]]
    first: list[Stretch]
    """The stretch of each claim, in reading order."""
    second: list[Stretch]
    """A spare sentence of each paragraph."""


def sentence(chance: Random, words: int = 19) -> str:
    """About six times as many letters as `words`, a capital first, a full stop last; now and then
    a rare word at the end."""
    chosen = chance.choices(WORDS, k=chance.randint(words - 5, words + 5))
    if chance.random() < RARE:
        chosen[-1] = rare(chance)
    told = " ".join(chosen)
    return f"{told[0].upper()}{told[1:]}."


def rare(chance: Random) -> str:
    """One of 2.7 million words without sense, so that a vocabulary grows as a real one does."""
    return "".join(chance.choices(SYLLABLES, k=3))


def prose(chance: Random, claims: int) -> Prose:
    """A text with room for so many claims: about 225 characters for each of them."""
    made = _Making()
    made.add("title", sentence(chance, 10)[:-1])
    for number in range(math.ceil(claims / CLAIMS_A_PARAGRAPH)):
        if number % PARAGRAPHS_A_SECTION == 0:
            made.add("heading", sentence(chance, 6)[:-1])
        made.paragraph([sentence(chance) for _ in range(5)])
        if number % PARAGRAPHS_A_NOTE == 1:
            made.calls.append({"number": len(made.calls) + 1, "at": made.at - 2})
    for call in made.calls:
        made.add("note", sentence(chance, 25), call["number"])
    text = "\n\n".join(block["words"] for block in made.blocks)
    return Prose(text, made.blocks, made.calls, made.first[:claims], made.second)


class _Making:
    """A text under way: `at` is the offset at which its next block begins."""

    def __init__(self) -> None:
        self.at, self.number = 0, 0
        self.blocks: list[dict[str, Any]] = []
        self.calls: list[dict[str, int]] = []
        self.first: list[Stretch] = []
        self.second: list[Stretch] = []

    def add(self, kind: str, words: str, number: int | None = None) -> None:
        if number is None:
            self.number += 1
        place = {"start": self.at, "end": self.at + len(words), "number": number or self.number}
        self.blocks.append({"kind": kind, "words": words, "speaker": "", **place})
        self.at += len(words) + 2

    def paragraph(self, sentences: list[str]) -> None:
        edges = list(_edges(self.at, sentences))
        self.add("paragraph", " ".join(sentences))
        stretches = [
            Stretch(edges[first][0], edges[last - 1][1], self.number)
            for first, last in (*SENTENCES_OF_CLAIMS, (4, 5))
        ]
        self.first += stretches[:-1]
        self.second += stretches[-1:]


def _edges(at: int, sentences: list[str]) -> Iterator[tuple[int, int]]:
    for words in sentences:
        yield at, at + len(words)
        at += len(words) + 1

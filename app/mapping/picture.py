"""A map in its places: nodes with their words in lines, relations with their words."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.mapping.graph import Kind, MapGraph, Node, NodeKind, Relation
from app.mapping.layout import ENGINE, Box, Engine, Layout, Line, Placed
from app.mapping.lines import TEXT, UI, width, wrapped

ROOM = 232
"""Pixels that a line of a claim or question may take."""
PAD = 10
WORD_PAD = 5
SIGN = 16
"""Pixels that the sign for where something stands takes of its line."""


class Said(NamedTuple):
    """What a node says: facts, then its words; `side` is that of the text whose line it carries.
    `stands`: where it stands, in words, `sign`: which of the signs for that it carries, `changed`:
    whether a supposition is why; room for these is kept by its kind alone, so that a map with other
    standings is the same picture.
    `opens`: the words of a link under these, to what is inside it."""

    facts: str
    words: str
    side: str = ""
    opens: str = ""
    stands: str = ""
    sign: str = ""
    changed: bool = False


class Shown(NamedTuple):
    """A node: its left upper corner, its size, facts and words in lines."""

    node: Node
    said: Said
    x: float
    y: float
    wide: float
    high: float
    facts: list[str]
    lines: list[str]

    @property
    def opens(self) -> str:
        return self.said.opens


class Word(NamedTuple):
    """The word of a relation, in the middle of its line: its left upper corner and size."""

    words: str
    x: float
    y: float
    wide: float
    high: float


class Traced(NamedTuple):
    """A relation: its line, in two pieces where a word stands in it. The line of a support has
    none: the reason that it comes from is its word."""

    relation: Relation
    paths: list[str]
    word: Word | None


class Picture(NamedTuple):
    wide: float
    high: float
    nodes: list[Shown]
    relations: list[Traced]


def picture(
    graph: MapGraph,
    said: Mapping[str, Said],
    words: Mapping[Kind, str],
    focus: str = "",
    engine: Engine = ENGINE,
) -> Picture | None:
    """The drawing of a map, or None where none can be made. `said`: what each node says, by id;
    `words`: of the relations that have one; `focus`: the node around which the others are kept
    close. Linear but for the layout.

    A word is laid out as a box of its own, so that it covers nothing and nothing covers it.
    """
    texts = [_text(node, said[node.id]) for node in graph.nodes]
    named = [word_of(relation, words) for relation in graph.relations]
    boxes = [
        _box(node, said[node.id], *text) for node, text in zip(graph.nodes, texts, strict=True)
    ]
    lines = _lines(graph, named, boxes, said, _weights(graph, focus))
    among_texts = any(node.kind == NodeKind.SOURCE for node in graph.nodes)
    laid = engine.layout(boxes, [line for pieces in lines for line in pieces], ordered=among_texts)
    if laid is None:
        return None
    nodes = [
        Shown(node, said[node.id], *_corner(place, box), *text)
        for node, place, box, text in zip(graph.nodes, laid.boxes, boxes, texts, strict=False)
    ]
    return Picture(laid.wide, laid.high, nodes, _traced(graph, named, boxes, lines, laid))


def word_of(relation: Relation, words: Mapping[Kind, str]) -> str:
    """What stands on a relation's line: “contradicts”, “contradict each other”, or ""."""
    return "contradict each other" if relation.mutual else words.get(relation.kind, "")


def _text(node: Node, said: Said) -> tuple[list[str], list[str]]:
    if node.kind == NodeKind.REASON:
        return [], [said.words]
    facts = wrapped(said.facts, UI, ROOM) if said.facts else []
    return facts, wrapped(said.words, TEXT, ROOM)


def _box(node: Node, said: Said, facts: list[str], lines: list[str]) -> Box:
    if node.kind == NodeKind.REASON:
        word = _word_box(lines[0])
        return word._replace(wide=word.wide + SIGN)
    more = bool(said.opens) + (node.kind == NodeKind.CLAIM)
    high = (len(facts) + more) * UI.leading + len(lines) * TEXT.leading
    return Box(ROOM + 2 * PAD, high + 2 * PAD)


def _word_box(word: str) -> Box:
    return Box(round(width(word, UI) + 2 * WORD_PAD), UI.leading + 6)


def _weights(graph: MapGraph, focus: str) -> list[int]:
    """Of the lines of each relation: the heaviest lead to the focus, the next go on from there."""
    ends = [{relation.tail, relation.head} for relation in graph.relations]
    near = {id for pair in ends if focus in pair for id in pair}
    return [100 if focus in pair else 30 if pair & near else 1 for pair in ends]


def _lines(
    graph: MapGraph,
    named: Sequence[str],
    boxes: list[Box],
    said: Mapping[str, Said],
    weights: Sequence[int],
) -> list[list[Line]]:
    """The pieces of each relation's line; for each word a box is added to `boxes`. Of the texts
    around questions, all but the first stand to the right."""
    at = {node.id: place for place, node in enumerate(graph.nodes)}
    found = []
    for relation, word, weight in zip(graph.relations, named, weights, strict=True):
        stops = [at[relation.tail], at[relation.head]]
        tail = graph.nodes[stops[0]]
        back = tail.kind == NodeKind.SOURCE and said[tail.id].side != "a"
        if word:
            boxes.append(_word_box(word))
            stops.insert(1, len(boxes) - 1)
        found.append([Line(a, b, back, weight) for a, b in pairwise(stops)])
    return found


def _traced(
    graph: MapGraph,
    named: Sequence[str],
    boxes: Sequence[Box],
    lines: Sequence[Sequence[Line]],
    laid: Layout,
) -> list[Traced]:
    paths, words = iter(laid.paths), iter(zip(laid.boxes, boxes, strict=True))
    for _ in graph.nodes:
        next(words)
    traced = []
    for relation, name, pieces in zip(graph.relations, named, lines, strict=True):
        word = Word(name, *_corner(*next(words))) if name else None
        traced.append(Traced(relation, [next(paths) for _ in pieces], word))
    return traced


def _corner(place: Placed, box: Box) -> tuple[float, float, float, float]:
    left, top = place.x - box.wide / 2, place.y - box.high / 2
    return round(left, 1), round(top, 1), box.wide, box.high

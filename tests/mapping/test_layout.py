"""Where things stand on a map: with the real layout engine."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.mapping import layout
from app.mapping.layout import Box, Engine, Layout, Line

BOXES = [Box(250, 100), Box(250, 140), Box(60, 24), Box(250, 60), Box(80, 24)]
LINES = [Line(0, 2), Line(2, 1), Line(3, 4), Line(4, 2), Line(1, 0)]


@pytest.fixture(scope="module")
def laid():
    found = Engine().layout(BOXES, LINES)
    assert found is not None
    return found


def test_boxes_lie_inside_the_drawing_and_not_on_each_other(laid):
    placed = list(zip(BOXES, laid.boxes, strict=True))
    for box, at in placed:
        assert box.wide / 2 <= at.x <= laid.wide - box.wide / 2
        assert box.high / 2 <= at.y <= laid.high - box.high / 2
    for (one, here), (other, there) in itertools.combinations(placed, 2):
        beside = abs(here.x - there.x) >= (one.wide + other.wide) / 2
        assert beside or abs(here.y - there.y) >= (one.high + other.high) / 2


def test_each_line_runs_from_the_edge_of_its_tail_to_the_edge_of_its_head(laid):
    for line, path in zip(LINES, laid.paths, strict=True):
        points = [
            [float(n) for n in p.split(",")]
            for p in path[1:].replace("C", " ").replace("L", " ").split()
        ]
        for end, (x, y) in ((line.tail, points[0]), (line.head, points[-1])):
            box, at = BOXES[end], laid.boxes[end]
            assert abs(x - at.x) <= box.wide / 2 + 1, path
            assert abs(y - at.y) <= box.high / 2 + 1, path


def test_a_point_near_the_edge_is_no_tip():
    found = layout._path(
        "e,9.5,4 1,30 2,30 5,7 8,4", lambda pair: layout.Placed(*map(float, pair.split(",")))
    )
    assert found == "M1,30C2,30 5,7 8,4L9.5,4"


def test_the_heavier_line_is_the_straighter():
    boxes = [Box(100, 40)] * 7
    lines = [Line(at, 6, weight=90 if at == 4 else 1) for at in range(6)]
    made = Engine().layout(boxes, lines)
    assert made is not None
    assert made.boxes[4].y == made.boxes[6].y


def test_a_line_back_runs_from_right_to_left():
    made = Engine().layout([Box(100, 50), Box(100, 50)], [Line(0, 1, back=True)], ordered=True)
    assert made is not None
    assert made.boxes[0].x > made.boxes[1].x
    assert float(made.paths[0][1:].split(",")[0]) > float(made.paths[0].split("L")[1].split(",")[0])


def test_boxes_after_the_same_one_keep_their_order():
    lines = [Line(0, at) for at in range(1, 12)]
    made = Engine().layout([Box(50, 20)] * 12, lines, ordered=True)
    assert made is not None
    heights = [place.y for place in made.boxes[1:]]
    assert heights == sorted(heights)


def test_the_same_map_is_laid_out_once(monkeypatch):
    made: list[str] = []

    def counted(dot: str, *_: int) -> Layout:
        made.append(dot)
        return Layout(1, 1, [], [])

    monkeypatch.setattr(layout, "_made", counted)
    engine = Engine(limit=1)
    first, again = engine.layout(BOXES, LINES), engine.layout(BOXES, LINES)
    assert first is again
    engine.layout(BOXES, [])
    engine.layout(BOXES, LINES)
    assert len(made) == 3


def test_a_map_that_cannot_be_laid_out_is_none_and_is_tried_again(monkeypatch):
    engine = Engine()
    monkeypatch.setattr(layout, "_dot", lambda *_: "digraph {{{")
    assert engine.layout(BOXES, LINES) is None
    monkeypatch.undo()
    assert engine.layout(BOXES, LINES) is not None


def test_many_may_ask_at_once():
    engine = Engine()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: engine.layout([Box(50, 20)] * (n + 1), []), range(8)))
    assert [len(made.boxes) for made in found if made] == list(range(1, 9))

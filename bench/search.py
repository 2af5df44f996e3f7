"""`python3 -m bench search`: what a search costs, by what is looked for and among how many claims.

Measured in this process, from the words to the sorted and counted hits, without the page; each
query is asked once. The page around it is measured with a server, beside them.
"""

import itertools
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import text
from sqlmodel import Session

from app.db import open_engines
from app.search.queries import LOOKED_AT, search
from app.search.ranking import Filters
from bench.claim import BIN, database, measured
from bench.prose import WORDS
from bench.report import versions
from bench.servers import Server, serving
from bench.table import aligned

PROMISED_MS, PROMISED_GROWTH = 5.0, 2.2
"""Of the p95: at most so many milliseconds, and so many times that of the smallest database."""
ALIKE = 0.8
"""Of the places that another database has: as many are taken for alike."""
PAGE = "the page of a common word, cold"
A_ROUND = 10
"""How many queries of a kind a round asks."""
EXPLAINED = f"""\
Milliseconds a search: medians of wall time and of the CPU of the process that asks, and the CPU
that 95 of 100 searches stay under, over all rounds; in a round the kinds and the databases take
turns. The tail is told in CPU, since on a shared machine that of the wall is other people's work.
Every query is asked once, its database in the operating system's memory. A claim brings 4.6 things
to find: itself, its reason, its rebuttals, sentences. Growth is the p95 against the smallest
database. Promised: p95 ≤ {PROMISED_MS:g}, growth ≤ {PROMISED_GROWTH:g}. At most {LOOKED_AT} places
are looked at, sorted and counted; “places” is the median. The corpus has 90 common words, so that
each stands in a fifth of all places and two of them follow each other in one of 500. Growth stands
in brackets, and is held to no promise, where the smallest database has less than {ALIKE:.0%} of the
places: it is the growth of what there is to find. Like is compared with like where a search is kept
to one debate, of 1,000 claims in every database. The page, asked of a server that has not made it
yet, shows 40 hits; its figures are the whole request's."""

_RARE = "SELECT word FROM search_word WHERE entries <= 3 ORDER BY word LIMIT 5000"
_DEBATES = "SELECT id FROM debate ORDER BY id LIMIT 1000"


class Query(NamedTuple):
    """What is typed, and the id of the debate that it is kept to, or ""."""

    text: str
    debate: str = ""


Queries = dict[str, Iterator[Query]]


class Line(NamedTuple):
    """`wall` and `cpu` in milliseconds a query, and how many places it found."""

    kind: str
    claims: int
    wall: list[float]
    cpu: list[float]
    places: list[int]


class Place(NamedTuple):
    claims: int
    db: Session
    server: Server
    queries: Queries


def measure(
    sizes: Sequence[int], folder: Path, *, rounds: int, until: float, say: Callable[[str], None]
) -> str:
    """The section of RESULTS.md, after so many rounds; fewer, but three, if `until` (of
    time.monotonic) comes first."""
    files = {claims: database(folder, claims, say) for claims in sizes}
    found: dict[tuple[str, int], Line] = {}
    with ExitStack() as stack:
        places = [stack.enter_context(_place(file, claims)) for claims, file in files.items()]
        for number in range(rounds):
            if number >= 3 and time.monotonic() > until:
                break
            for place in places:
                _round(place, found)
    return report(list(found.values()))


@contextmanager
def _place(file: Path, claims: int) -> Iterator[Place]:
    url = f"sqlite:///{file}"
    command = [str(BIN / "counterpoint"), "serve", "--port", "0", "--database", url]
    engines = open_engines(url)
    _read(file)
    with serving(command, file.with_suffix(".log")) as server, Session(engines.read) as db:
        place = Place(claims, db, server, queries(db))
        for kind, asked in place.queries.items():
            for query in itertools.islice(asked, 3):
                if kind == PAGE:
                    _page(place, query, -1)
                else:
                    _search(place, query)
        yield place
    engines.read.dispose()


def _read(file: Path) -> None:
    """Once from its beginning to its end, so that the operating system has it in memory."""
    with file.open("rb", buffering=0) as opened:
        while opened.read(1 << 20):
            pass


def queries(db: Session) -> Queries:
    """Words to look for by kind, the same every time, hardly one twice."""
    chance = Random(1)
    rows = db.execute(text(_RARE))
    rare = [word for (word,) in rows]
    debates = [id for (id,) in db.execute(text(_DEBATES))]
    long = [word for word in WORDS if len(word) > 6]

    def words() -> Iterator[str]:
        while True:
            yield chance.choice(WORDS).lower()

    def slip(word: str) -> str:
        at = chance.randrange(1, len(word) - 2)
        return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"

    def phrases(count: int) -> Iterator[str]:
        return (f"“{' '.join(each)}”" for each in _by(count, words()))

    kinds = {
        "a common word": (f"{word} " for word in words()),
        "a rare word": (f"{chance.choice(rare)} " for _ in itertools.count()),
        "three common words": (f"{one} {two} {three} " for one, two, three in _by(3, words())),
        "a phrase": phrases(2),
        "a phrase of three words": phrases(3),
        "two words, the last under way": (f"{one} {two[:4]}" for one, two in _by(2, words())),
        "a mistyped word": (slip(chance.choice(long)) for _ in itertools.count()),
        PAGE: (f"{word} " for word in words()),
    }
    return {
        **{kind: map(Query, typed) for kind, typed in kinds.items()},
        "a common word, in one debate": (
            Query(f"{word} ", chance.choice(debates)) for word in words()
        ),
        "a phrase, in one debate": (Query(each, chance.choice(debates)) for each in phrases(2)),
    }


def _by(count: int, words: Iterator[str]) -> Iterator[tuple[str, ...]]:
    while True:
        yield tuple(itertools.islice(words, count))


def _path(query: Query) -> str:
    return f"/search?q={quote(query.text)}"


def _round(place: Place, found: dict[tuple[str, int], Line]) -> None:
    for kind, asked in place.queries.items():
        line = found.setdefault((kind, place.claims), Line(kind, place.claims, [], [], []))
        for query in itertools.islice(asked, A_ROUND):
            wall, cpu, places = (
                _page(place, query, len(line.wall)) if kind == PAGE else _search(place, query)
            )
            line.wall.append(wall)
            line.cpu.append(cpu)
            line.places.append(places)


def _search(place: Place, query: Query) -> tuple[float, float, int]:
    began, spent = time.perf_counter(), time.process_time()
    found = search(place.db, query.text, Filters(debate=query.debate))
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    return wall * 1000, cpu * 1000, found.unfiltered


def _page(place: Place, query: Query, number: int) -> tuple[float, float, int]:
    path = f"{_path(query)}&anew={number}"
    block = measured(place.server, lambda client: iter([client.get(path)]))
    return block.wall, block.cpu, LOOKED_AT


_HEAD = (
    *("what is looked for", "claims", "places", "wall ms", "CPU ms", "CPU p95", "growth"),
    "promised",
)


def report(found: Sequence[Line]) -> str:
    """The table by kind, then size, and what it was measured on."""
    smallest = min(line.claims for line in found)
    first = {line.kind: line for line in found if line.claims == smallest}
    ordered = sorted(found, key=lambda line: (list(first).index(line.kind), line.claims))
    rows = [
        _HEAD,
        ("---", *["---:"] * (len(_HEAD) - 2), "---"),
        *(_cells(line, first[line.kind]) for line in ordered),
    ]
    load = f"Load of the machine while it was measured: {os.getloadavg()[1]:.1f}."
    return "\n\n".join([EXPLAINED, aligned(rows), load, versions()])


def _cells(line: Line, first: Line) -> tuple[str, ...]:
    growth = p95(line.cpu) / p95(first.cpu)
    alike = median(first.places) >= ALIKE * median(line.places)
    kept = p95(line.cpu) <= PROMISED_MS and (growth <= PROMISED_GROWTH or not alike)
    told = f"{growth:.2f}" if alike else f"({growth:.2f})"
    return (
        line.kind,
        f"{line.claims:,}",
        "" if line.kind == PAGE else f"{median(line.places):.0f}",
        f"{median(line.wall):.2f}",
        f"{median(line.cpu):.2f}",
        f"{p95(line.cpu):.2f}",
        "" if line is first else told,
        "" if line.kind == PAGE else "kept" if kept else "not kept",
    )


def p95(values: Sequence[float]) -> float:
    """The smallest value that at least 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]

"""`python3 -m bench claim`: what a claim's page costs, against three references in one run."""

import itertools
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.claims.models import Claim
from app.db import open_engines
from app.web import urls
from bench.client import Answer, Client
from bench.filling import fill
from bench.servers import Server, serving
from bench.table import CONST, Block, Rounds, Subject

COLD, UNCHANGED, NOT_MODIFIED = "claim page, cold", "claim page, unchanged", "claim page, 304"
DATASETTE = "Datasette’s row page"
PROMISES = {COLD: 20.0, UNCHANGED: 4.0, NOT_MODIFIED: 2.0}
"""CPU in times of const’s, at most."""
BIN = Path(sys.executable).parent
CLAIMS_A_ROUND, REPEATS, CONSTANTS = 40, 5, 300
"""How many claims a block asks for, how often what is cheap, and how often the reference."""
WARM = 60


class Page(NamedTuple):
    id: str
    path: str


class Place(NamedTuple):
    """A database with the two servers over it, and the pages not yet asked for."""

    claims: int
    ours: "Asked"
    datasette: "Asked"
    name: str
    pages: Iterator[Page]


class Asked(NamedTuple):
    """A server and the connection to it."""

    server: Server
    client: Client

    def block(self, ask: Callable[[Client], Iterator[Answer]], status: int = 200) -> Block:
        """Measure the requests that `ask` makes. Raises RuntimeError for another status."""
        before = self.server.cpu()
        answers = list(ask(self.client))
        spent = self.server.cpu() - before
        if wrong := {answer.status for answer in answers} - {status}:
            raise RuntimeError(f"Asked for {status}, a server answered {wrong}.")
        wall = median(answer.seconds for answer in answers)
        return Block(wall * 1000, spent / len(answers) * 1000)


def measure(
    sizes: Sequence[int], folder: Path, *, rounds: int, until: float, say: Callable[[str], None]
) -> Rounds:
    """So many rounds of blocks, interleaved; fewer, but three, if `until` (of
    time.monotonic) comes first. Every server is stopped at the end, however it comes."""
    found: Rounds = {}
    with ExitStack() as stack:
        const = stack.enter_context(
            _asked([sys.executable, "-m", "bench.constant"], folder / "const.log")
        )
        places = []
        for claims in sizes:
            began = time.monotonic()
            url = database(folder, claims)
            say(f"{claims:,} claims: made in {time.monotonic() - began:.0f} s")
            places.append(stack.enter_context(_place(url, claims, folder)))
        for number in range(rounds):
            if number >= 3 and time.monotonic() > until:
                break
            for subject, block in _round(const, places):
                found.setdefault(subject, []).append(block)
    say(f"{len(found[Subject(CONST)])} rounds")
    return found


def database(folder: Path, claims: int) -> Path:
    """The file of a database with so many claims, made unless it is there."""
    file = folder / f"claims_{claims}.db"
    if not file.exists():
        making = file.with_suffix(".making")
        fill(f"sqlite:///{making}", claims)
        making.rename(file)
    return file


@contextmanager
def _asked(command: list[str], log: Path) -> Iterator[Asked]:
    with serving(command, log) as server, closing(Client(server.port)) as client:
        yield Asked(server, client)


@contextmanager
def _place(file: Path, claims: int, folder: Path) -> Iterator[Place]:
    url = f"sqlite:///{file}"
    counterpoint = [str(BIN / "counterpoint"), "serve", "--port", "0", "--database", url]
    datasette = [str(BIN / "datasette"), "serve", str(file), "--port", "0"]
    pages = _pages(url)
    with (
        _asked(counterpoint, folder / f"{file.stem}.log") as ours,
        _asked(datasette, folder / f"{file.stem}.datasette.log") as theirs,
    ):
        place = Place(claims, ours, theirs, file.stem, pages)
        for page in itertools.islice(pages, WARM):
            ours.client.get(page.path)
            theirs.client.get(_row(place, page))
        yield place


def _pages(url: str) -> Iterator[Page]:
    """The pages of all claims, in an order that is as good as random and always the same."""
    engines = open_engines(url)
    with Session(engines.read) as db:
        claims = db.exec(select(Claim).order_by(col(Claim.id)).limit(20_000)).all()
        pages = [Page(claim.id, urls.claim(claim)) for claim in claims]
    engines.read.dispose()
    Random(len(pages)).shuffle(pages)
    return iter(pages)


def _row(place: Place, page: Page) -> str:
    return f"/{place.name}/claim/{page.id}"


def _round(const: Asked, places: Sequence[Place]) -> Iterator[tuple[Subject, Block]]:
    constant = const.block(lambda client: (client.get("/") for _ in range(CONSTANTS)))
    yield Subject(CONST), constant
    for place in places:
        pages = list(itertools.islice(place.pages, CLAIMS_A_ROUND))
        if len(pages) < CLAIMS_A_ROUND:
            raise RuntimeError(f"{place.claims} claims are too few for so many rounds.")
        for name, block in _blocks(place, pages):
            yield Subject(name, place.claims), block


def _blocks(place: Place, pages: list[Page]) -> Iterator[tuple[str, Block]]:
    """Each page for the first time, then from memory, then by its ETag; then Datasette’s."""
    etags: dict[str, str] = {}

    def first(client: Client) -> Iterator[Answer]:
        for page in pages:
            answer = client.get(page.path)
            etags[page.path] = answer.headers["etag"]
            yield answer

    def known(client: Client) -> Iterator[Answer]:
        return (client.get(page.path, **{"If-None-Match": etags[page.path]}) for page in again)

    again = pages * REPEATS
    ours, theirs = place.ours, place.datasette
    yield COLD, ours.block(first)
    yield UNCHANGED, ours.block(lambda client: (client.get(page.path) for page in again))
    yield NOT_MODIFIED, ours.block(known, 304)
    yield DATASETTE, theirs.block(lambda client: (client.get(_row(place, page)) for page in pages))

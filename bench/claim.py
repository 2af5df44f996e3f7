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
    ours: Server
    datasette: Server
    name: str
    pages: Iterator[Page]


def measured(server: Server, ask: Callable[[Client], Iterator[Answer]], status: int = 200) -> Block:
    """Measure the requests that `ask` makes, over a connection of their own: servers close one
    that is idle for seconds. Raises RuntimeError for an answer with another status."""
    with closing(Client(server.port)) as client:
        before = server.cpu()
        answers = list(ask(client))
        spent = server.cpu() - before
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
    files = {claims: database(folder, claims, say) for claims in sizes}
    with ExitStack() as stack:
        constant = [sys.executable, "-m", "bench.constant"]
        const = stack.enter_context(serving(constant, folder / "const.log"))
        places = [stack.enter_context(_place(file, claims)) for claims, file in files.items()]
        for number in range(rounds):
            if number >= 3 and time.monotonic() > until:
                break
            for subject, block in _round(const, places):
                found.setdefault(subject, []).append(block)
    say(f"{len(found[Subject(CONST)])} rounds")
    return found


def database(folder: Path, claims: int, say: Callable[[str], None]) -> Path:
    """The file of a database with so many claims, made unless it is there."""
    file = folder / f"claims_{claims}.db"
    if not file.exists():
        began = time.monotonic()
        making = file.with_suffix(".making")
        for left in file.parent.glob(f"{making.name}*"):
            left.unlink()
        fill(f"sqlite:///{making}", claims)
        making.rename(file)
        say(f"{claims:,} claims: made in {time.monotonic() - began:.0f} s")
    return file


@contextmanager
def _place(file: Path, claims: int) -> Iterator[Place]:
    url = f"sqlite:///{file}"
    counterpoint = [str(BIN / "counterpoint"), "serve", "--port", "0", "--database", url]
    datasette = [str(BIN / "datasette"), "serve", str(file), "--port", "0"]
    with (
        serving(counterpoint, file.with_suffix(".log")) as ours,
        serving(datasette, file.with_suffix(".datasette.log")) as theirs,
    ):
        place = Place(claims, ours, theirs, file.stem, _pages(url))
        warming = list(itertools.islice(place.pages, WARM))
        measured(ours, lambda client: (client.get(page.path) for page in warming))
        measured(theirs, lambda client: (client.get(_row(place, page)) for page in warming))
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


def _round(const: Server, places: Sequence[Place]) -> Iterator[tuple[Subject, Block]]:
    yield (
        Subject(CONST),
        measured(const, lambda client: (client.get("/") for _ in range(CONSTANTS))),
    )
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

    def rows(client: Client) -> Iterator[Answer]:
        return (client.get(_row(place, page)) for page in pages)

    again = pages * REPEATS
    yield COLD, measured(place.ours, first)
    yield UNCHANGED, measured(place.ours, lambda client: (client.get(page.path) for page in again))
    yield NOT_MODIFIED, measured(place.ours, known, 304)
    yield DATASETTE, measured(place.datasette, rows)

"""`python3 -m bench beside`: what two texts side by side cost the server and a slow browser."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from html import unescape
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.cli import SEEDS
from app.db import open_engines
from app.debates.models import Debate
from app.formats.importing import import_folder
from app.schema import upgrade
from app.web import urls
from bench.client import Client
from bench.filling import fill
from bench.servers import Server, serving
from bench.tracing import View, look

MARKS = 3_000
"""In each of the two generated texts, of 620 KB each: so many come of CLAIMS claims."""
CLAIMS = 5_000
ASKED = 30
PROMISED = 100.0
BIN = Path(sys.executable).parent
EXPLAINED = f"""\
The shipped debate (texts of 6 and 44 KB, 181 marks), and a generated one of two texts of 620 KB
with {MARKS:,} marks each. Server: milliseconds of CPU, user and system, a request, median of
{ASKED}; “first” is the first view after an edit. Browser: Chromium at 1280 × 800, its processor
slowed down fourfold; milliseconds. Opened: from the page’s first byte to its first paint.
Chosen: by its own trace, from the arrival of the answer to the end of the paint that shows the
card, both passages marked and side by side. At work: for how much of that the page’s thread ran;
the rest it waited for other processes of a machine that is shared. Frame: between frames while a
text is scrolled by 300 pixels each."""


class Debated(NamedTuple):
    name: str
    url: str
    choices: int


class Costs(NamedTuple):
    first: float
    page: float
    card: float
    unchanged: float
    view: View


def measure(folder: Path, say: Callable[[str], None]) -> dict[str, Costs]:
    """Both debates, one after the other. About two minutes."""
    found = {}
    for debated in (_shipped(folder), _generated(folder)):
        say(f"{debated.name}: made")
        command = [str(BIN / "counterpoint"), "serve", "--port", "0", "--database", debated.url]
        with serving(command, folder / f"{debated.name}.log") as server:
            found[debated.name] = _costs(server, debated)
        say(f"{debated.name}: measured")
    return found


def _shipped(folder: Path) -> Debated:
    url = f"sqlite:///{folder}/shipped.db"
    upgrade(url)
    engines = open_engines(url)
    with Session(engines.write) as db:
        import_folder(db, SEEDS / "china-cyber-espionage")
        db.commit()
    engines.read.dispose()
    return Debated("shipped", url, 30)


def _generated(folder: Path) -> Debated:
    url = f"sqlite:///{folder}/generated.db"
    fill(url, CLAIMS, CLAIMS)
    return Debated("generated", url, 30)


def _costs(server: Server, debated: Debated) -> Costs:
    engines = open_engines(debated.url)
    with Session(engines.read) as db:
        debate = db.exec(select(Debate).order_by(col(Debate.created_at))).one()
        path = urls.side_by_side(debate)
    engines.read.dispose()
    with closing(Client(server.port)) as client:
        (first,) = _spent(server, [lambda: client.get(path)])
        page = client.get(path, **{"Accept-Encoding": "identity"})
        at = [unescape(url) for url in re.findall(r'"([^"#]*at=\w+)', page.body.decode())]
        some = list(dict.fromkeys(at))[:: max(1, len(set(at)) // ASKED)][:ASKED]
        whole = _spent(server, [partial(client.get, url) for url in some])
        htmx = {"HX-Request": "true"}
        card = _spent(server, [partial(client.get, url, **htmx) for url in some])
        known = {"If-None-Match": page.headers["etag"]}
        unchanged = _spent(server, [lambda: client.get(path, **known)] * ASKED)
    view = look(f"http://127.0.0.1:{server.port}{path}", visits=5, choices=debated.choices)
    return Costs(first, median(whole), median(card), median(unchanged), view)


def _spent(server: Server, asking: list[Callable[[], object]]) -> list[float]:
    def each() -> Iterator[float]:
        for ask in asking:
            before = server.cpu()
            ask()
            yield (server.cpu() - before) * 1000

    return list(each())


def report(found: dict[str, Costs]) -> str:
    """The section of RESULTS.md, without its heading."""
    server = [
        "| server, CPU ms | first | a passage chosen, page | the card alone | 304 |",
        "|---|---|---|---|---|",
    ]
    browser = [
        "| browser, ms | opened | chosen | 90 % | most | at work | 90 % | frame | 95 % |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, (first, page, card, unchanged, view) in found.items():
        told = [f"{ms:.1f}" for ms in (first, page, card, unchanged)]
        server.append(f"| {name} | {' | '.join(told)} |")
        chosen, worked = quantiles(view.chosen, n=10), quantiles(view.worked, n=10)
        seen = [median(view.opened), median(view.chosen), chosen[8], max(view.chosen)]
        seen += [
            median(view.worked),
            worked[8],
            median(view.frames),
            quantiles(view.frames, n=20)[18],
        ]
        browser.append(f"| {name} | {' | '.join(f'{ms:.0f}' for ms in seen)} |")
    kept = " ".join(
        [f"Promised: a choice is painted within {PROMISED:g} ms."]
        + [
            f"{name.capitalize()}: {sum(ms <= PROMISED for ms in costs.view.chosen)} of "
            f"{len(costs.view.chosen)} were, {sum(ms <= PROMISED for ms in costs.view.worked)} if "
            "the page’s own work alone is counted."
            for name, costs in found.items()
        ]
    )
    return "\n\n".join([EXPLAINED, "\n".join(server), "\n".join(browser), kept])

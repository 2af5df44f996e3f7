"""What a run prints and RESULTS.md keeps: the table, what it says, and on what it was measured."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from app.db import sqlite_module
from bench.claim import COLD, DATASETTE, PROMISES, UNCHANGED
from bench.table import Rounds, Subject, lines, markdown, times

RESULTS = Path(__file__).parent / "RESULTS.md"
PACKAGES = (
    "fastapi",
    "starlette",
    "uvicorn",
    "uvloop",
    "httptools",
    "jinja2",
    "sqlalchemy",
    "sqlmodel",
    "brotli",
    "datasette",
)
CHEAPER = {COLD: 4.0, UNCHANGED: 20.0}
"""How many times Datasette's CPU is to be that of a claim page, at least."""
EXPLAINED = """\
Milliseconds a request, medians over the rounds; in a round every line's requests are made in turn.
CPU is user and system of the server's process. “× const” is CPU against a bare ASGI application
that answers a constant 10 KB; “growth” is CPU against the smallest database. Both are medians of
the ratios inside each round. Cold: a claim that nobody has asked for since the server started,
its database in the operating system's memory. Unchanged: the same claims again. 304: the same with
their ETag. A debate has 1,000 claims; the claims of a database are so many debates."""


def report(rounds: Rounds) -> str:
    """The section of RESULTS.md, without its heading."""
    table = markdown(lines(rounds), PROMISES)
    return "\n\n".join([EXPLAINED, table, *_against_datasette(rounds), versions()])


def _against_datasette(rounds: Rounds) -> list[str]:
    largest = max(subject.claims for subject in rounds)
    theirs = rounds[Subject(DATASETTE, largest)]
    return [
        f"Datasette’s row page costs {times(theirs, rounds[Subject(page, largest)]):.1f} times the "
        f"CPU of the {page} ({largest:,} claims); promised: at least {promised:g}."
        for page, promised in CHEAPER.items()
    ]


def versions(packages: tuple[str, ...] = PACKAGES) -> str:
    """On what it was measured: these packages, the machine, the day."""
    module = sqlite_module()
    named = [f"{name} {version(name)}" for name in packages]
    named.insert(0, f"Python {platform.python_version()}, SQLite {module.sqlite_version}")
    when = datetime.now(UTC).date().isoformat()
    machine = f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    return f"{', '.join(named)}. {machine}. {when}."


def _processor() -> str:
    """The processor's name, as far as Linux knows it."""
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text("utf-8"))
    return found[1] if found else platform.machine()


def save(name: str, text: str, file: Path = RESULTS) -> None:
    """Put `text` under the heading `name` of RESULTS.md, in the place of what stood there."""
    title = "# What the pages cost\n\nThe last tables of `python3 -m bench NAME --save`.\n"
    whole = file.read_text("utf-8") if file.exists() else title
    kept = re.sub(rf"\n## {re.escape(name)}\n.*?(?=\n## |\Z)", "", whole, flags=re.DOTALL)
    file.write_text(f"{kept.rstrip()}\n\n## {name}\n\n{text.rstrip()}\n", "utf-8")

"""`python3 -m bench NAME [--save]` measures beside references in the same run, and prints it.

claim: what a claim's page costs. search: what a search costs among more and more claims.
standing: what a rebuttal more or less does, labels and all.
beside: two texts side by side, in a slow browser too.
suggest: how many of a debate's own links are suggested, by words and by meaning.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from app import _bootstrap

SECONDS = 220
"""After which no further round is begun."""


def main() -> None:
    _bootstrap.enter("bench", ("postgres", "bench", "test", "semantic"), sys.argv[1:])
    chosen = _arguments()
    if sys.platform != "linux":
        _bootstrap.refuse(
            "The bench reads the processor time of other processes as Linux tells it."
        )
    # Stopped by another program, it still stops its servers and takes its files away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="counterpoint-bench-") as folder:
        try:
            NAMES[chosen.name](chosen, chosen.keep or Path(folder))
        except KeyboardInterrupt:
            sys.exit(130)


def _claim(chosen: argparse.Namespace, folder: Path) -> None:
    from bench.claim import measure
    from bench.report import report, save

    until = time.monotonic() + SECONDS
    folder.mkdir(parents=True, exist_ok=True)
    sizes = chosen.claims or [1_000, 100_000]
    rounds = measure(sizes, folder, rounds=chosen.rounds or 20, until=until, say=_say)
    text = report(rounds)
    print(text)
    if chosen.save:
        save(chosen.name, text)


def _search(chosen: argparse.Namespace, folder: Path) -> None:
    from bench.report import save
    from bench.search import measure

    until = time.monotonic() + SECONDS
    folder.mkdir(parents=True, exist_ok=True)
    sizes = chosen.claims or [1_000, 100_000, 1_000_000]
    text = measure(sizes, folder, rounds=chosen.rounds or 20, until=until, say=_say)
    print(text)
    if chosen.save:
        save(chosen.name, text)


def _beside(chosen: argparse.Namespace, folder: Path) -> None:
    from bench.beside import measure, report
    from bench.report import PACKAGES, save, versions

    text = f"{report(measure(folder, _say))}\n\n{versions((*PACKAGES[:-1], 'playwright'))}"
    print(text)
    if chosen.save:
        save(chosen.name, text)


def _standing(chosen: argparse.Namespace, folder: Path) -> None:
    from bench.report import save, versions
    from bench.standing import measure
    from bench.standing_report import report

    folder.mkdir(parents=True, exist_ok=True)
    sizes = chosen.claims or [1_000, 100_000, 1_000_000]
    turns = measure(sizes, folder, turns=chosen.rounds or 400, seconds=SECONDS / 3, say=_say)
    text = report(turns, versions())
    print(text)
    if chosen.save:
        save(chosen.name, text)


def _suggest(chosen: argparse.Namespace, folder: Path) -> None:
    from bench.report import save, versions
    from bench.suggest import PACKAGES, measure

    text = f"{measure(folder)}\n\n{versions(PACKAGES)}"
    print(text)
    if chosen.save:
        save(chosen.name, text)


NAMES = {
    "claim": _claim,
    "search": _search,
    "standing": _standing,
    "beside": _beside,
    "suggest": _suggest,
}


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m bench", description=__doc__)
    parser.add_argument("name", choices=sorted(NAMES))
    parser.add_argument("--save", action="store_true", help="keep the table in bench/RESULTS.md")
    parser.add_argument("--claims", type=int, nargs="+")
    parser.add_argument("--rounds", type=int)
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where databases stay, to be used again"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()

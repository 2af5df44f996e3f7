"""`python3 -m bench NAME [--save]` measures what pages cost and prints it: `claim`, a claim's page
beside references; `beside`, two texts side by side, in a slow browser too."""

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
    _bootstrap.enter("bench", ("postgres", "bench", "test"), sys.argv[1:])
    chosen = _arguments()
    if sys.platform != "linux":
        _bootstrap.refuse(
            "The bench reads the processor time of other processes as Linux tells it."
        )
    # Stopped by another program, it still stops its servers and takes its files away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="counterpoint-bench-") as folder:
        try:
            {"claim": _claim, "beside": _beside}[chosen.name](chosen, chosen.keep or Path(folder))
        except KeyboardInterrupt:
            sys.exit(130)


def _claim(chosen: argparse.Namespace, folder: Path) -> None:
    from bench.claim import measure
    from bench.report import report, save

    until = time.monotonic() + SECONDS
    folder.mkdir(parents=True, exist_ok=True)
    rounds = measure(chosen.claims, folder, rounds=chosen.rounds, until=until, say=_say)
    text = report(rounds)
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


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m bench", description=__doc__)
    parser.add_argument("name", choices=["claim", "beside"])
    parser.add_argument("--save", action="store_true", help="keep the table in bench/RESULTS.md")
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where databases stay, to be used again"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""What `python3 -m tests` does inside `.venv`: the tools, then pytest and the checks beside it."""

import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from app import _bootstrap, _install
from tests import _runner_chromium, _runner_node

CHECKS = {
    "ruff format": ("ruff", "format", "--check", "."),
    "ruff check": ("ruff", "check", "."),
    "mypy": ("mypy",),
    "djlint": ("djlint", "--lint", "templates"),
    "counterpoint check": ("app", "check"),
}
WORKERS = os.environ.get("TEST_WORKERS", str(min(2, os.cpu_count() or 1)))
"""How many processes pytest spreads the tests over; each starts the servers that it needs."""


def run(arguments: list[str]) -> int:
    """Everything, or with arguments pytest alone; the exit code is 0 only if all of it passed.

    The checks run one after another beside pytest, which often waits for browsers and databases;
    what they say comes after what it says. Tests find their tools in CHROMIUM and NODE.
    """
    try:
        tools = {
            "CHROMIUM": _timed("Chromium", _runner_chromium.chromium),
            "NODE": _timed("Node", _runner_node.node),
        }
        if arguments:
            return _pytest(arguments, **tools)
        with ThreadPoolExecutor(1) as beside:
            checks = [beside.submit(_checked, name) for name in CHECKS]
            code = _pytest(["-n", WORKERS, "--dist", "worksteal"], **tools)
        failed = [check.name for check in map(Future.result, checks) if not _passed(check)]
    except (_install.NotInstalled, OSError) as why:
        _bootstrap.refuse(str(why))
    except KeyboardInterrupt:
        return 130
    if failed:
        print(f"Beside pytest, these failed: {', '.join(failed)}", flush=True)
    return code or int(bool(failed))


def _timed(name: str, find: Callable[[], str]) -> str:
    began = time.monotonic()
    path = find()
    _report(name, path, time.monotonic() - began)
    return path


class Checked(NamedTuple):
    """A check that has run: what it said, and how long it took."""

    name: str
    code: int
    said: str
    seconds: float


def _checked(name: str) -> Checked:
    began = time.monotonic()
    done = subprocess.run(
        [_bootstrap.PYTHON, "-m", *CHECKS[name]],
        check=False,
        cwd=_bootstrap.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return Checked(name, done.returncode, done.stdout.strip(), time.monotonic() - began)


def _passed(check: Checked) -> bool:
    """Report a check; what it said is shown only if it failed."""
    _report(check.name, "FAILED" if check.code else "passed", check.seconds)
    if check.code:
        print(check.said, flush=True)
    return check.code == 0


def _report(name: str, outcome: str, seconds: float) -> None:
    print(f"{name:<20}{outcome:<28}{seconds:6.1f} s", flush=True)


def _pytest(arguments: list[str], **tools: str) -> int:
    return subprocess.run(
        [_bootstrap.PYTHON, "-m", "pytest", *arguments],
        check=False,
        cwd=_bootstrap.ROOT,
        env={**os.environ, **tools},
        stdin=subprocess.DEVNULL,
    ).returncode

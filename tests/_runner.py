"""What `python3 -m tests` does inside `.venv`: the tools, the checks, and pytest at the end."""

import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

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
"""How many processes pytest spreads the tests over, file by file; each starts its own servers."""


def run(arguments: list[str]) -> int:
    """Everything, or with arguments pytest alone; the exit code is 0 only if all of it passed.

    What pytest prints comes last. Tests find their tools in CHROMIUM and NODE.
    """
    try:
        chromium = _timed("Chromium", _runner_chromium.chromium)
        node = _timed("Node", _runner_node.node)
        failed = [] if arguments else _failing()
        code = _pytest(
            arguments or ["-n", WORKERS, "--dist", "loadfile"], CHROMIUM=chromium, NODE=node
        )
    except (_install.NotInstalled, OSError) as why:
        _bootstrap.refuse(str(why))
    except KeyboardInterrupt:
        return 130
    if failed:
        print(f"Before pytest, these failed: {', '.join(failed)}", flush=True)
    return code or int(bool(failed))


def _timed(name: str, find: Callable[[], str]) -> str:
    began = time.monotonic()
    path = find()
    _report(name, path, began)
    return path


def _failing() -> list[str]:
    """The checks that do not pass. They run beside each other: each uses one core."""
    with ThreadPoolExecutor(2) as threads:
        passed = dict(zip(CHECKS, threads.map(_passes, CHECKS), strict=True))
    return [name for name in CHECKS if not passed[name]]


def _passes(name: str) -> bool:
    """Run one check; what it says is shown only if it fails."""
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
    _report(name, "FAILED" if done.returncode else "passed", began)
    if done.returncode:
        print(done.stdout.strip(), flush=True)
    return done.returncode == 0


def _report(name: str, outcome: str, began: float) -> None:
    print(f"{name:<20}{outcome:<28}{time.monotonic() - began:6.1f} s", flush=True)


def _pytest(arguments: list[str], **tools: str) -> int:
    return subprocess.run(
        [_bootstrap.PYTHON, "-m", "pytest", *arguments],
        check=False,
        cwd=_bootstrap.ROOT,
        env={**os.environ, **tools},
        stdin=subprocess.DEVNULL,
    ).returncode

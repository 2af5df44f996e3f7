"""Servers as processes of their own, stopped whatever happens. Linux only."""

import ctypes
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from app.settings import ROOT

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
PATIENCE = 30.0
"""Seconds in which a server must say where it listens."""
PR_SET_PDEATHSIG = 1


class Server(NamedTuple):
    pid: int
    port: int

    def cpu(self) -> float:
        """Seconds of processor time, user and system, that all its threads have used so far."""
        # The clock that clock_getcpuclockid(3) returns: nanoseconds, where /proc/<pid>/stat
        # counts hundredths of a second.
        return time.clock_gettime(~self.pid << 3 | 2)


@contextmanager
def serving(command: list[str], log: Path) -> Iterator[Server]:
    """Run a server that prints its address, in the folder of `log`; its output goes to `log`.

    Raises RuntimeError with the last of it if no address comes.
    """
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("COUNTERPOINT_")}
    inherited["PYTHONPATH"] = str(ROOT)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=log.parent,
            env=inherited,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - there is but one thread here
        )
    try:
        yield Server(process.pid, _port(process, log))
    finally:
        _stop(process)


def _end_with_parent() -> None:
    """Even where the parent is killed and can stop nothing any more."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if found := ADDRESS.search(log.read_text("utf-8", "replace")):
            return int(found[1])
        time.sleep(0.05)
    raise RuntimeError(f"No server came of {process.args!r}:\n{log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

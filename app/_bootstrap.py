"""Goes on inside a ready `.venv`, which it has `app._install` make first where there is none.

Standard library only. A ready start costs one hash of two small files and one exec.

A Python as old as 3.6 must be able to parse this module and the two `__main__`, so that it can be
refused with a sentence instead of a SyntaxError: newer annotations stand in quotes.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def enter(module: str, extras: "tuple[str, ...]", arguments: "list[str]") -> None:
    """Return where `.venv` is ready and runs this; else see to that and run `module` anew in it.

    Ready means that what pyproject.toml asks for, with `extras`, is installed. Ends the process
    with a plain sentence and code 2 if that cannot be had.
    """
    problem = problem_with(tuple(sys.version_info[:3]))
    if problem:
        refuse(problem)
    try:
        if is_ready(extras) and _is_inside():
            return
        if not is_ready(extras):
            install(extras)
        start_anew(module, arguments)
    except (OSError, ValueError) as error:
        refuse(f"Counterpoint cannot prepare {ROOT}: {error}.")
    except KeyboardInterrupt:
        sys.exit(130)


def problem_with(version: "tuple[int, ...]") -> str:
    """Why the code cannot run on this version of Python; "" if it can."""
    if version >= OLDEST:
        return ""
    needed, found = (".".join(map(str, numbers)) for numbers in (OLDEST, version))
    return f"Counterpoint needs Python {needed} or newer; {sys.executable} is Python {found}."


def refuse(sentence: str) -> NoReturn:
    """End the process as the command line does for every refusal: a sentence, and code 2."""
    print(sentence, file=sys.stderr)
    sys.exit(2)


def is_ready(extras: "tuple[str, ...]") -> bool:
    """Whether each extra was installed from pyproject.toml and uv.lock as they are now."""
    if not PYTHON.exists() or (Path(sys.prefix) == VENV and not _is_inside()):
        return False
    now = fingerprint(ROOT)
    return all(stamp.is_file() and stamp.read_text() == now for stamp in map(_stamp, extras))


def fingerprint(root: Path) -> str:
    """What an installation depends on, as hexadecimal digits: two files, and where it lies."""
    digest = hashlib.sha256(str(root).encode())
    for name in ("pyproject.toml", "uv.lock"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def install(extras: "tuple[str, ...]") -> None:
    """Install Counterpoint with `extras`, and those that are there already, into `.venv`: in
    seconds with uv, in a minute without. Pip may have to make the folder anew."""
    from app import _install

    try:
        with _alone():
            if not is_ready(extras):
                every = extras + _others(extras)
                _install.install(ROOT, PYTHON, every)
                for extra in every:
                    _stamp(extra).write_text(fingerprint(ROOT))
    except _install.NotInstalled as why:
        refuse(str(why))


def start_anew(module: str, arguments: "list[str]") -> None:
    """Replace this process by `python -m module arguments` of `.venv`."""
    command = [str(PYTHON), "-m", module, *arguments]
    sys.stderr.flush()
    if sys.platform == "win32":  # its exec returns to the shell before the new process is done
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def _others(extras: "tuple[str, ...]") -> "tuple[str, ...]":
    """What else was installed before, as far as pyproject.toml still has it."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    known = project["optional-dependencies"]
    return tuple(extra for extra in known if extra not in extras and _stamp(extra).is_file())


def _stamp(extra: str) -> Path:
    return VENV / f".ready-{extra}"


def _is_inside() -> bool:
    """Whether `.venv` runs this, with the version of Python whose packages it holds."""
    return Path(sys.prefix) == VENV and any(
        path.startswith(str(VENV)) and path.endswith("site-packages") for path in sys.path
    )


@contextlib.contextmanager
def _alone() -> "Iterator[None]":
    """Two first starts at once would install over each other: the second waits for the first."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (ROOT / "pyproject.toml").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield

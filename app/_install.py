"""Makes `.venv` and fills it, with the standard library alone. Only a first start loads this.

With uv it is `uv sync --locked`: versions and hashes are those of uv.lock. Without uv, or where uv
fails, venv and pip do it. pip cannot read uv.lock, so it gets the lock's versions as constraints:
the versions are the same, the hashes are not compared.
"""

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

TAIL = 12  # lines of a failed command's output that are worth a person's while


class NotInstalled(Exception):
    """Why it cannot be installed, for the person at the terminal: the last line is a sentence."""


def install(root: Path, python: Path, extras: tuple[str, ...]) -> None:
    """Install the project in `root`, editable, with `extras`, for `python` of its `.venv`.

    The environment is handed on as it is: mirrors and certificates are the person's to set.
    Raises NotInstalled.
    """
    venv = python.parent.parent
    require_writable(venv if venv.exists() else root)
    if venv.exists() and not python.exists():  # the Python it was made from is gone
        shutil.rmtree(venv)
    began, uv = time.monotonic(), shutil.which("uv")
    say(f"Installing into {venv} with {'uv' if uv else 'pip'}; only now, for a minute or so …")
    if uv is None or not _installed_by_uv(uv, root, python, extras):
        _install_by_pip(root, python, extras)
    say(f"Installed in {time.monotonic() - began:.0f} s.")


def say(sentence: str) -> None:
    """Tell the person, not the file that a command's output may go to."""
    print(f"Counterpoint: {sentence}", file=sys.stderr, flush=True)


def require_writable(folder: Path) -> None:
    """Raises NotInstalled if nothing can be put into `folder`. Tried: rights do not tell it all."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise NotInstalled(f"Counterpoint cannot write to {folder}: {error.strerror}.") from error


def _installed_by_uv(uv: str, root: Path, python: Path, extras: tuple[str, ...]) -> bool:
    """Whether uv could do it. Packages beside those of the lock may be the person's own: kept."""
    environment = dict(
        os.environ,
        UV_PROJECT_ENVIRONMENT=str(python.parent.parent),
        UV_PYTHON_DOWNLOADS="never",
        UV_SYSTEM_CERTS="1",  # a proxy's certificate is known to the system, not to uv
    )
    environment.pop("VIRTUAL_ENV", None)
    chosen = [] if python.exists() else ["--python", base_python()]
    wanted = [word for extra in extras for word in ("--extra", extra)]
    try:
        run([uv, "sync", "--locked", "--inexact", *chosen, *wanted], root, environment)
    except NotInstalled as why:
        say(f"uv could not do it, so pip shall:\n{why}")
        return False
    return True


def _install_by_pip(root: Path, python: Path, extras: tuple[str, ...]) -> None:
    if not _has_pip(python):
        _make_venv(root, python.parent.parent)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--no-input"]
    project = f".[{','.join(extras)}]"
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder, "constraints.txt")
        constraints.write_text(constraints_from((root / "uv.lock").read_text("utf-8")))
        run([*pip, "--constraint", str(constraints), "--editable", project], root)


def constraints_from(lock: str) -> str:
    """The versions in the text of a uv.lock, one `name==version ; marker` a line for pip."""
    lines = []
    for package in tomllib.loads(lock)["package"]:
        if "registry" in package["source"]:
            forks = [f"({marker})" for marker in package.get("resolution-markers", [])]
            marker = f" ; {' or '.join(forks)}" if forks else ""
            lines.append(f"{package['name']}=={package['version']}{marker}\n")
    return "".join(lines)


def _has_pip(python: Path) -> bool:
    """Whether the `.venv` is sound enough for pip to run in it. One that uv made has none."""
    if not python.exists():
        return False
    version = [str(python), "-m", "pip", "--version"]
    return subprocess.run(version, check=False, capture_output=True).returncode == 0


def _make_venv(root: Path, venv: Path) -> None:
    """Make `.venv` anew. Debian keeps what that needs in a package of its own."""
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        apt_install("This Python cannot make virtual environments.", f"python{version}-venv")
    run([base_python(), "-m", "venv", "--clear", str(venv)], root)


def base_python() -> str:
    """The Python that a virtual environment, if this runs in one, was made from."""
    return str(getattr(sys, "_base_executable", sys.executable))


def apt_install(problem: str, *packages: str) -> None:
    """Install Debian's packages as root. Raises NotInstalled, naming the command, for others."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    may = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get")
    if not may:
        raise NotInstalled(f"{problem} On Debian or Ubuntu, run: sudo {shlex.join(command)}")
    say(f"{problem} Installing {' and '.join(packages)} with apt-get …")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", "update"], Path("/"), environment)
    run(command, Path("/"), environment)


def run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> None:
    """Run `command` in `folder`, silent. Raises NotInstalled with its last lines if it fails."""
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        last = done.stdout.strip().splitlines()[-TAIL:]
        raise NotInstalled("\n".join([*last, f"This command failed: {shlex.join(command)}"]))

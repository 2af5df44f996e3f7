"""Finds Node, or installs it into `.venv`, and installs the test tools that are written for it."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from app import _bootstrap, _install

OLDEST = (20, 19)
TOOLS = _bootstrap.ROOT / "tests" / "tools"


def node() -> str:
    """The path of a Node with which the tools in tests/tools are installed. Raises NotInstalled."""
    found = _present() or _from_wheel()
    lock = hashlib.sha256((TOOLS / "package-lock.json").read_bytes()).hexdigest()
    stamp = TOOLS / "node_modules" / ".ready"
    if not stamp.is_file() or stamp.read_text() != lock:
        _install_tools(found)
        stamp.write_text(lock)
    return found


def _present() -> str | None:
    """The Node on PATH, if it is new enough and npm is with it."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        return None
    told = subprocess.run([found, "--version"], check=False, capture_output=True, text=True)
    return found if version_in(told.stdout) >= OLDEST else None


def version_in(told: str) -> tuple[int, ...]:
    """`v20.19.2` as numbers; none for anything that is no version."""
    match = re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)", told.strip())
    return tuple(map(int, match.groups())) if match else ()


def _from_wheel() -> str:
    _bootstrap.install(("postgres", "test", "node"))
    return str(_bootstrap.PYTHON.with_name("node"))


def _install_tools(node: str) -> None:
    """`npm ci`, with the npm beside `node`, which must be the first `node` that npm finds."""
    environment = dict(os.environ, NODE_USE_SYSTEM_CA="1")
    environment["PATH"] = os.pathsep.join(
        [str(Path(node).parent), os.environ.get("PATH", os.defpath)]
    )
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    _install.run([npm, "ci", "--no-audit", "--no-fund"], TOOLS, environment)

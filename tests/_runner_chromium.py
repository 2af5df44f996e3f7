"""Finds a Chromium for the browser tests, or installs one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import playwright
from playwright.sync_api import sync_playwright

from app import _bootstrap, _install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
DRIVER = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")
NONE = "There is no Chromium on this machine for the browser tests."


def chromium() -> str:
    """The path of a Chromium that starts. A missing one is installed: by Debian, or by Playwright.

    Raises NotInstalled; the browser tests are never left out.
    """
    if not _starts(str(DRIVER)):  # a minimal Debian lacks a library of Playwright's own Node
        _install.apt_install("Playwright, which drives Chromium, does not start.", "libatomic1")
    named = os.environ.get("CHROMIUM")
    if named and not _starts(named):
        raise _install.NotInstalled(f"CHROMIUM is {named}, and that does not start.")
    return named or _present() or _from_debian() or _from_playwright()


def candidates() -> Iterator[str]:
    """Where a Chromium may already be, the likeliest first."""
    yield from filter(None, map(shutil.which, NAMES))
    yield from (path for path in MAC if Path(path).exists())


def _present() -> str | None:
    return next(filter(_starts, candidates()), None)


def _from_debian() -> str | None:
    try:
        _install.apt_install(NONE, "chromium", "fonts-liberation")
    except _install.NotInstalled as why:
        _install.say(f"{why}\nTrying Playwright’s …")
    return _present()


def _from_playwright() -> str:
    install = [str(_bootstrap.PYTHON), "-m", "playwright", "install", "chromium"]
    _install.run(install, _bootstrap.ROOT)
    path = _playwrights()
    if not _starts(path):
        raise _install.NotInstalled(f"{NONE} Playwright’s does not start here.")
    return path


def _playwrights() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _starts(path: str) -> bool:
    """Whether it can say its version: some systems have a script there that only advertises."""
    try:
        done = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

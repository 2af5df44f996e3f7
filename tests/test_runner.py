"""Where `python3 -m tests` finds its tools: `tests/_runner_*.py`."""

import os

import pytest

from app import _bootstrap, _install
from tests import _runner_chromium, _runner_node


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Puts programs that end with a given code on an otherwise empty PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(_runner_chromium, "MAC", ())

    def put(name: str, code: int = 0) -> str:
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\nexit {code}\n")
        program.chmod(0o755)
        return str(program)

    return put


def test_the_chromium_that_is_named_comes_first(path, monkeypatch):
    path("chromium")
    monkeypatch.setenv("CHROMIUM", path("mine"))
    assert _runner_chromium.chromium().endswith("/mine")


def test_a_named_chromium_that_does_not_start_is_no_reason_to_take_another(path, monkeypatch):
    path("chromium")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(_install.NotInstalled, match="CHROMIUM is /nowhere/chromium, and "):
        _runner_chromium.chromium()


def test_chromium_is_looked_for_by_its_names_in_order(path):
    for name in reversed(_runner_chromium.NAMES):
        path(name)
        assert _runner_chromium.chromium().endswith(f"/{name}")


def test_a_chromium_that_only_advertises_is_passed_over(path):
    path("chromium-browser", code=1)
    chrome = path("google-chrome")
    assert _runner_chromium.chromium() == chrome


def test_without_any_chromium_the_ways_are_debian_then_playwright(path, monkeypatch):
    ways = []
    monkeypatch.setattr(_install, "apt_install", lambda *words: ways.append(words[1]))
    monkeypatch.setattr(_install, "run", lambda command, folder: ways.append(command[2]))
    monkeypatch.setattr(_runner_chromium, "_playwrights", lambda: path("headless"))
    assert _runner_chromium.chromium().endswith("/headless")
    assert ways == ["chromium", "playwright"]


@pytest.mark.parametrize(
    ("told", "version"), [("v20.19.2\n", (20, 19, 2)), ("v24.1.0", (24, 1, 0)), ("", ()), ("x", ())]
)
def test_the_version_of_node_is_read(told, version):
    assert _runner_node.version_in(told) == version


def test_ci_runs_the_tests_and_nothing_else():
    script = _bootstrap.ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "exec python3 -m tests"

"""What a first start decides, without the network: `app/_bootstrap.py`, `app/_install.py`."""

import ast
import itertools
import os
import shutil
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from app import __main__, _bootstrap, _install

ROOT = _bootstrap.ROOT
OLD_PYTHONS_READ = (
    "app/__init__.py",
    "app/__main__.py",
    "app/_bootstrap.py",
    "tests/__main__.py",
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with a pyproject.toml, a uv.lock and a `.venv` that has a Python, as ROOT."""
    for name in ("pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    for name, value in (("ROOT", tmp_path), ("VENV", tmp_path / ".venv"), ("PYTHON", python)):
        monkeypatch.setattr(_bootstrap, name, value)
    return tmp_path


@pytest.mark.parametrize("name", OLD_PYTHONS_READ)
def test_an_old_python_can_parse_what_it_reads_before_it_is_refused(name):
    ast.parse((ROOT / name).read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_what_is_needed():
    sentence = _bootstrap.problem_with((3, 9, 2))
    assert sentence.startswith("Counterpoint needs Python 3.11 or newer; ")
    assert sentence.endswith(" is Python 3.9.2.")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_new_python_is_not(version):
    assert _bootstrap.problem_with(version) == ""


def test_an_old_python_ends_with_code_2(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 1, "final", 0))
    with pytest.raises(SystemExit) as ended:
        _bootstrap.enter("app", ("postgres",), [])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("name", ["pyproject.toml", "uv.lock"])
def test_a_change_of_what_is_wanted_ends_readiness(place, name):
    _bootstrap._stamp("test").write_text(_bootstrap.fingerprint(place))
    assert _bootstrap.is_ready(("test",))
    with (place / name).open("a") as file:
        file.write("\n")
    assert not _bootstrap.is_ready(("test",))


def test_each_extra_has_its_own_readiness(place):
    _bootstrap._stamp("postgres").write_text(_bootstrap.fingerprint(place))
    assert _bootstrap.is_ready(("postgres",))
    assert not _bootstrap.is_ready(("postgres", "test"))


def test_a_moved_folder_is_not_ready(place, tmp_path_factory):
    moved = tmp_path_factory.mktemp("moved") / "there"
    before = _bootstrap.fingerprint(place)
    shutil.copytree(place, moved, symlinks=True)
    assert _bootstrap.fingerprint(moved) != before


def test_a_python_that_is_gone_is_not_ready(place):
    _bootstrap._stamp("test").write_text(_bootstrap.fingerprint(place))
    _bootstrap.PYTHON.unlink()
    _bootstrap.PYTHON.symlink_to(place / "gone")
    assert not _bootstrap.is_ready(("test",))


def test_readiness_is_stamped_only_after_the_installation(place, monkeypatch):
    def fail(*_: object) -> None:
        raise _install.NotInstalled("No.")

    monkeypatch.setattr(_install, "install", fail)
    with pytest.raises(SystemExit):
        _bootstrap.install(("test",))
    assert not _bootstrap.is_ready(("test",))
    monkeypatch.setattr(_install, "install", lambda *_: None)
    _bootstrap.install(("test",))
    assert _bootstrap.is_ready(("test",))


def test_an_extra_is_added_to_those_that_are_there(place, monkeypatch):
    asked = []
    monkeypatch.setattr(_install, "install", lambda _root, _python, extras: asked.append(extras))
    _bootstrap.install(("postgres", "test"))
    _bootstrap._stamp("gone").touch()
    _bootstrap.install(("bench",))
    assert asked == [("postgres", "test"), ("bench", "postgres", "test")]
    assert _bootstrap.is_ready(("bench", "postgres", "test"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    no_folder = tmp_path / "file"
    no_folder.touch()
    with pytest.raises(_install.NotInstalled, match=f"^Counterpoint cannot write to {no_folder}: "):
        _install.require_writable(no_folder)


def test_an_incomplete_copy_ends_with_a_sentence_and_code_2(tmp_path):
    (tmp_path / "app").mkdir()
    for name in ("__init__.py", "__main__.py", "_bootstrap.py", "_install.py"):
        shutil.copy(ROOT / "app" / name, tmp_path / "app")
    command = [_install.base_python(), "-m", "app"]
    ended = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"Counterpoint cannot prepare {tmp_path}: ")
    assert ended.stderr.count("\n") == 1


def test_a_ready_start_goes_on_inside_the_environment(tmp_path):
    (tmp_path / "app").mkdir()
    for name in ("__init__.py", "__main__.py", "_bootstrap.py"):
        shutil.copy(ROOT / "app" / name, tmp_path / "app")
    (tmp_path / "app" / "cli.py").write_text(
        "import sys; main = lambda told: print(sys.prefix, told)"
    )
    for name in ("pyproject.toml", "uv.lock"):
        (tmp_path / name).touch()
    python = _install.base_python()
    subprocess.run([python, "-m", "venv", "--without-pip", ".venv"], check=True, cwd=tmp_path)
    (tmp_path / ".venv" / ".ready-postgres").write_text(_bootstrap.fingerprint(tmp_path))
    command = [python, "-m", "app", "--port", "9"]
    ended = subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, text=True)
    assert ended.stdout == f"{tmp_path / '.venv'} ['serve', '--port', '9']\n"
    assert ended.stderr == ""


def test_a_failed_command_shows_its_last_lines(tmp_path):
    loud = "print(*range(99), 'No room left.', sep='\\n'); exit(1)"
    with pytest.raises(_install.NotInstalled) as failed:
        _install.run([sys.executable, "-c", loud], tmp_path)
    *said, command = str(failed.value).splitlines()
    assert said[-2:] == ["98", "No room left."]
    assert "50" not in said
    assert command.startswith("This command failed: ")


def test_a_plain_user_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(_install.NotInstalled) as told:
        _install.apt_install("There is no Chromium.", "chromium")
    assert str(told.value).startswith(
        "There is no Chromium. On Debian or Ubuntu, run: sudo apt-get "
    )


def test_constraints_are_the_versions_of_the_lock():
    lock = """
        [[package]]
        name = "alembic"
        version = "1.20.1"
        source = { registry = "somewhere" }
        [[package]]
        name = "numpy"
        version = "2.4"
        source = { registry = "somewhere" }
        resolution-markers = ["python_version < '3.12'", "sys_platform == 'win32'"]
        [[package]]
        name = "counterpoint"
        version = "0.1.0"
        source = { editable = "." }
    """
    assert _install.constraints_from(lock).splitlines() == [
        "alembic==1.20.1",
        "numpy==2.4 ; (python_version < '3.12') or (sys_platform == 'win32')",
    ]


def test_the_lock_is_in_step_with_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = map(Requirement, itertools.chain(project["dependencies"], *extras.values()))
    packages = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]
    (own,) = (package for package in packages if package["name"] == project["name"])
    locked = own["metadata"]["requires-dist"]
    assert own["metadata"]["provides-extras"] == list(extras)
    assert sorted((need.name, str(need.specifier)) for need in asked) == sorted(
        (need["name"], str(SpecifierSet(need["specifier"]))) for need in locked
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], ["serve"]),
        (["--port", "9"], ["serve", "--port", "9"]),
        (["check"], ["check"]),
        (["export", "--help"], ["export", "--help"]),
    ],
)
def test_options_alone_mean_serve(arguments, told):
    assert __main__.command_line(arguments) == told


def test_the_extras_are_installed_where_they_are_asked_for_and_no_others():
    assert __main__.wanted({"COUNTERPOINT_WITH": "oidc, semantic"}) == ("semantic", "oidc")
    assert __main__.wanted({"COUNTERPOINT_WITH": "semantic"}) == ("semantic",)
    assert __main__.wanted({}) == __main__.wanted({"COUNTERPOINT_WITH": "bench"}) == ()

"""The command line, as a person meets it: a sentence and an exit code, never a traceback."""

import socket
import sqlite3
import subprocess
import sys
import urllib.request
from typing import NamedTuple

import pytest

from app.cli import main
from app.settings import ROOT


class Done(NamedTuple):
    """How a command ended: its exit code, and what it said."""

    code: object
    out: str
    err: str


@pytest.fixture
def run(capsys, monkeypatch):
    """`run("check", "folder", COUNTERPOINT_…="…")` runs a command in this process."""

    def running(*arguments: str, **environment: str) -> Done:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        said = capsys.readouterr()
        return Done(ended.value.code or 0, said.out, said.err)

    return running


def assert_refused(done: Done, words: str) -> None:
    assert done.code == 2, done
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert "Traceback" not in done.out + done.err


def test_a_port_in_use_is_said_in_a_sentence(run, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), "--database", f"sqlite:///{tmp_path}/x.db")
    assert_refused(done, f"Port {port} is in use")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("serve", "--port", "99999"), "--port"),
        (("serve", "--database", "mysql://localhost/x"), "sqlite:///… or postgresql://…"),
        (("serve", "--database", "nonsense"), "not the address of a database"),
        (("serve", "--database", "sqlite://"), "must be a file"),
        (("serve", "--port", "0", "--database", "sqlite:////proc/no/x.db"), "cannot be written to"),
        (("export", "nothing", "out"), "There is no debate “nothing”"),
        (("import", "/nowhere"), "There is no folder /nowhere"),
        (("clean", "/nowhere"), "There is no debate in /nowhere"),
        (("nonsense",), "nonsense"),
        (("serve", "--nonsense"), "--nonsense"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, tmp_path, arguments, words):
    database = f"sqlite:///{tmp_path}/data/x.db"
    assert_refused(run(*arguments, COUNTERPOINT_DATABASE_URL=database), words)


def test_a_folder_that_cannot_be_read_makes_no_database(run, tmp_path):
    run("import", "/nowhere", COUNTERPOINT_DATABASE_URL=f"sqlite:///{tmp_path}/data/x.db")
    assert not (tmp_path / "data").exists()


def test_the_highest_port_is_answered_with_any_free_one(run, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 65_535))
        taken.listen()
        done = run("serve", "--port", "65535", "--database", f"sqlite:///{tmp_path}/x.db")
    assert_refused(done, "--port 0")


def test_settings_out_of_bounds_are_named(run):
    assert_refused(run("seed", COUNTERPOINT_THREADS="0"), "COUNTERPOINT_THREADS")


def test_a_too_new_database_is_said_in_a_sentence(run, tmp_path):
    with sqlite3.connect(tmp_path / "new.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()
    done = run("serve", "--port", "0", "--database", f"sqlite:///{tmp_path}/new.db")
    assert_refused(done, "version 9999")


def test_serve_makes_the_database_loads_the_seeds_and_says_where_it_is(tmp_path):
    url = f"sqlite:///{tmp_path}/data/new.db"
    program = [sys.executable, "-u", "-c", "from app.cli import main; main()"]
    served = subprocess.Popen(
        [*program, "serve", "--port", "0", "--database", url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stdout is not None
    assert served.stderr is not None
    try:
        lines = [served.stdout.readline() for _ in range(3)]
        address = lines[1].split(" at ")[1].split()[0]
        with urllib.request.urlopen(address) as answer:
            assert b"leapfrog" in answer.read()
        with urllib.request.urlopen(lines[2].split(" open ")[1].split()[0]) as answer:
            assert b"Sign in on this browser" in answer.read()
    finally:
        served.terminate()
        served.wait(10)
        said = served.stderr.read()
        served.stdout.close()
        served.stderr.close()
    assert lines[0].startswith("Loaded the debate")
    assert "Traceback" not in said


def test_a_seeded_database_is_not_seeded_again_and_exports_what_it_holds(run, tmp_path):
    url = f"sqlite:///{tmp_path}/x.db"
    assert run("seed", "--database", url).code == 0
    assert_refused(run("seed", "--database", url), "holds a debate already")
    out = tmp_path / "out"
    assert run("export", "china-cyber-espionage", str(out), "--database", url).code == 0
    assert run("check", str(out)).code == 0
    nowhere = run("export", "china-cyber-espionage", "/proc/no", "--database", url)
    assert_refused(nowhere, "/proc/no cannot be written to")
    again = run("import", str(out), "--database", url)
    assert_refused(again, "in the database already")


def test_check_exits_with_1_and_says_what_falls_short(run, tmp_path):
    done = run("check", str(tmp_path))
    assert done.code == 1
    assert "debate.toml, line 1: the file is missing" in done.out


def test_a_history_is_verified_and_its_head_is_printed(run, tmp_path):
    database = f"sqlite:///{tmp_path}/history.db"
    done = run("verify-history", "--database", database)
    nothing = f"0:{'0' * 64}"
    assert (done.code, done.out) == (0, f"Head: {nothing}\nLog: {nothing}\n")
    kept = run("verify-history", "--head", f"3:{'a' * 64}", "--database", database)
    assert kept.code == 1
    assert "Revision 3 is not the one whose hash was kept." in kept.out
    assert_refused(run("verify-history", "--head", "nonsense", "--database", database), "A head is")

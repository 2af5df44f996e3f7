"""The commands `counterpoint user …`, as a person meets them."""

import pytest
from sqlmodel import Session

from app.accounts import commands
from app.accounts.models import Role
from app.cli_users import door
from tests.test_cli import assert_refused, run

__all__ = ["run"]


@pytest.fixture
def user(run, tmp_path):
    """`user("add", "ada")` runs `counterpoint user add ada` on a database of its own."""

    def running(*arguments: str):
        database = f"sqlite:///{tmp_path}/users.db"
        return run("user", *arguments, "--database", database, COUNTERPOINT_SITE="https://x.org/")

    return running


def test_an_account_is_made_changed_and_listed(user):
    made = user("add", "Ada", "--role", "editor", "--display", "Ada L.")
    assert made.code == 0
    assert made.out.startswith("https://x.org/reset?token=")
    assert user("list").out == "ada: editor (Ada L.)\n"
    assert user("role", "ada", "admin").out == "ada: admin (Ada L.)\n"
    assert user("add", "bob").code == 0
    assert user("suspend", "bob").code == 0
    assert user("list").out.splitlines()[1] == "bob: contributor, suspended (bob)"
    assert user("suspend", "bob", "--undo").code == 0
    assert "suspended" not in user("list").out
    assert user("forget", "bob").code == 0
    assert "bob" not in user("list").out
    assert "Someone who has left" in user("list").out
    user("add", "bob")
    assert user("reset", "bob").out.startswith("https://x.org/reset?token=")


def test_whoever_has_the_machine_is_let_in(user):
    assert user("signin").out.startswith("https://x.org/sign-in/link?token=")
    assert user("list").out == "owner: admin (Owner)\n"


def test_what_somebody_did_is_taken_back_and_the_acts_of_the_command_are_logged(
    user, run, tmp_path
):
    user("add", "ada", "--role", "editor")
    done = user("revert", "ada", "--hours", "1")
    assert done.out == "Taken back: 0. Left, since others came after: 0. Proposals declined: 0.\n"
    assert_refused(user("revert", "nobody"), "There is no account “nobody”")
    told = run("verify-history", "--database", f"sqlite:///{tmp_path}/users.db")
    assert (told.code, told.out.splitlines()[1].partition(":")[:1]) == (0, ("Log",))
    assert told.out.splitlines()[1].startswith("Log: 1:")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "a b"), "letters a to z"),
        (("add", "ada", "--role", "god"), "god"),
        (("role", "nobody", "admin"), "There is no account “nobody”"),
        (("reset", "nobody"), "There is no account “nobody”"),
        (("signin", "nobody"), "There is no account “nobody”"),
        (("suspend", "nobody"), "There is no account “nobody”"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(user, arguments, words):
    assert_refused(user(*arguments), words)


def test_the_last_admin_stays_and_a_name_is_taken_once(user):
    user("add", "ada", "--role", "admin")
    assert_refused(user("role", "ada", "reader"), "last admin")
    assert_refused(user("suspend", "ada"), "last admin")
    assert_refused(user("add", "ADA"), "is taken")
    assert_refused(user("role", "ada", "--debate", "none"), "There is no debate “none”")


def test_the_server_says_its_door_aloud_until_an_admin_has_a_password(db: Session):
    assert door(db).startswith("/sign-in/link?token=")
    assert door(db) != door(db)
    admin = commands.add_user(db, name="ada", role=Role.ADMIN)
    assert door(db)
    commands.set_password(db, user=admin, password_hash="x")
    assert door(db) == ""

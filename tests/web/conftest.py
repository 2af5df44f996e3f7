"""A site with accounts, and browsers in which somebody is signed in."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlmodel import Session
from starlette.testclient import TestClient

from app.accounts import commands
from app.accounts.models import Attempt, Role, User
from app.accounts.passwords import Passwords
from app.accounts.queries import find_user
from app.changes.undoing import undo
from app.history.queries import head
from app.main import create_app
from app.search.commands import index
from app.settings import Settings, SignUp
from tests.conftest import Databases
from tests.web.changing import changes_after

PASSWORD = "seven quiet herons by the weir"
ACCOUNTS = {role.value: role for role in Role} | {"other": Role.CONTRIBUTOR, "spare": Role.ADMIN}


class Members:
    """The application over the shipped debate, with an account for each role, named as the role;
    each has PASSWORD."""

    def __init__(self, url: str) -> None:
        cheap = Passwords(kibibytes=8, rounds=1)
        settings = Settings(database_url=url, sign_up=SignUp.OPEN, site="https://example.org")
        self.app: FastAPI = create_app(settings, passwords=cheap)
        hashed = cheap.hashed(PASSWORD)
        with self.db() as db:
            for name, role in ACCOUNTS.items():
                commands.add_user(db, name=name, role=role, password_hash=hashed)
            db.commit()

    def db(self) -> Session:
        return Session(self.app.state.engines.write)

    def user(self, db: Session, name: str) -> User:
        return find_user(db, name) or pytest.fail(f"there is no {name}")

    def browser(self, name: str = "", scheme: str = "http") -> TestClient:
        """A browser of its own, in which `name` is signed in."""
        made = TestClient(
            self.app,
            base_url=f"{scheme}://testserver",
            raise_server_exceptions=False,
            follow_redirects=False,
            headers={"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "identity"},
        )
        if name:
            with self.db() as db:
                token = commands.sign_in(db, user=self.user(db, name), agent="Lynx/2.9")
                db.commit()
            made.cookies.set("counterpoint-80" if scheme == "http" else SECURE, token)
        return made

    def close(self) -> None:
        self.app.state.versions.close()
        self.app.state.passwords.close()
        self.app.state.engines.read.dispose()


SECURE = "__Host-counterpoint"


@pytest.fixture(scope="session")
def _members() -> Iterator[dict[str, Members]]:
    made: dict[str, Members] = {}
    yield made
    for each in made.values():
        each.close()


@pytest.fixture
def members(databases: Databases, _members: dict[str, Members]) -> Members:
    """Everybody as they were, with attempts still to be made; what tests change about somebody,
    they change about accounts of their own."""
    if databases.kind not in _members:
        _members[databases.kind] = Members(databases.new(databases.seeded_model))
    found = _members[databases.kind]
    with found.db() as db:
        db.execute(sa.delete(Attempt))
        db.commit()
    return found


@pytest.fixture
def recorded(members: Members) -> Iterator[Callable[[], int]]:
    """Tells how many acts have been recorded since; all of them are undone in the end."""
    with members.db() as db:
        start = head(db).number

    def recorded() -> int:
        with members.db() as db:
            return len(changes_after(db, start))

    yield recorded
    with members.db() as db:
        for change_id in changes_after(db, start):
            undo(db, by=members.user(db, "editor"), change_id=change_id)
        index(db)
        db.commit()

"""The log of editors and admins cannot be changed unnoticed, and holds no name."""

import random
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from app.accounts.commands import sign_in
from app.accounts.models import Role, User
from app.accounts.queries import signed_by
from app.changes.erasing import erase_person
from app.db import open_engines
from app.logbook import office
from app.logbook.models import Duty, LogEntry
from app.logbook.queries import log, log_head
from app.logbook.verifying import verify_log
from tests.factories import Make

ENTRIES, ROUNDS = 10, 60


def written(db: Session) -> None:
    make = Make(db)
    admin, user = make.user(role=Role.ADMIN), make.user()
    for number in range(ENTRIES // 2):
        office.suspend_account(db, by=admin if number % 2 else None, user=user)
        office.readmit_account(db, by=admin, user=user)


def test_an_entry_is_neither_changed_nor_deleted(db):
    written(db)
    for statement in ("UPDATE log_entry SET detail = 'x'", "DELETE FROM log_entry"):
        with pytest.raises(DBAPIError, match="log_entry_is_final"), db.begin_nested():
            db.execute(sa.text(statement))


def test_any_tampering_is_told_and_nothing_else(databases):
    """The controls: nothing is told of a log that nobody touched; and cutting off its end is found
    only by who kept its head."""
    engines = open_engines(databases.new(databases.migrated))
    with Session(engines.write) as db:
        written(db)
        db.commit()
        for event in ("_on_UPDATE", "_on_DELETE") if databases.kind == "sqlite" else ("",):
            table = "" if databases.kind == "sqlite" else " ON log_entry"
            db.execute(sa.text(f"DROP TRIGGER log_entry_is_final{event}{table}"))
        db.commit()
        assert verify_log(db, log_head(db)) == []
        kept, chance = log_head(db), random.Random(5)
        for _ in range(ROUNDS):
            way = tamper(db, chance)
            assert verify_log(db, kept), way
            db.rollback()
        db.execute(sa.delete(LogEntry).where(col(LogEntry.number) == ENTRIES))
        assert verify_log(db) == []
        assert verify_log(db, kept) == [f"Entry {ENTRIES} is not the one whose hash was kept."]
    engines.read.dispose()


def tamper(db: Session, chance: random.Random) -> str:
    number = chance.randint(1, ENTRIES)
    ways: dict[str, dict[str, Any]] = {
        "who": {"by_id": db.exec(select(User.id)).first()},
        "nobody": {"about_id": None},
        "what": {"duty": Duty.INVITED},
        "when": {"at": log(db).entries[0].entry.at + timedelta(seconds=1)},
        "detail": {"detail": "as admin"},
        "hash": {"hash": "0" * 64},
        "out": {},
    }
    way = chance.choice(sorted(ways))
    here = col(LogEntry.number) == number
    if way == "out":
        db.execute(sa.delete(LogEntry).where(here))
    else:
        db.execute(sa.update(LogEntry).where(here).values(**ways[way]))
    if way == "who" and number % 4 != 1:  # these were the admin's already
        return tamper(db, chance)
    return f"{way} of {number}"


def test_whoever_leaves_is_forgotten_and_their_row_stays(db, make):
    # No id and no hash has these letters.
    user = make.user(name="lulu", display="Lulu", email="lulu@example.org", password_hash="x")
    office.change_role(db, by=None, user=user, role=Role.EDITOR)
    token = sign_in(db, user=user)
    erase_person(db, by=None, user=user)
    assert signed_by(db, token) is None
    left = db.get(User, user.id)
    assert "lulu" not in str(left.model_dump()).lower()
    assert (left.password_hash, left.role) == ("", Role.READER)
    assert make.user(name="lulu").id != user.id
    told = [entry.model_dump_json() for entry, _, _ in log(db).entries]
    assert len(told) == 2
    assert not any("lulu" in each.lower() for each in told)

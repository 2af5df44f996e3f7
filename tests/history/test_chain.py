"""The history cannot be changed unnoticed: triggers refuse it, and the chain tells of it."""

import random
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, col, select

from app.changes.commands import edit
from app.changes.verifying import verify
from app.db import open_engines
from app.errors import Invalid
from app.history.chain import Head, head_in
from app.history.models import Kind, Revision
from app.history.queries import head, last_revision_id
from tests.changes.scene import set_up
from tests.factories import Make

EDITS = 12
ROUNDS = 60


@pytest.fixture
def chained(databases):
    """A database of its own, with a history that its triggers no longer guard."""
    engines = open_engines(databases.new(databases.migrated))
    with Session(engines.write) as db:
        scene = set_up(Make(db))
        for number in range(EDITS):
            claim = (scene.a, scene.c)[number % 2]
            seen, fields = last_revision_id(db, claim.id), {"statement": f"Words {number}."}
            edit(db, by=scene.editor, kind=Kind.CLAIM, id=claim.id, seen=seen, fields=fields)
        db.commit()
        for statement in (*_UNGUARDED[databases.kind], "DELETE FROM changed_in"):
            db.connection().exec_driver_sql(statement)
        db.commit()
        yield db
    engines.read.dispose()


_UNGUARDED = {
    "sqlite": [
        "DROP TRIGGER revision_is_final_on_UPDATE",
        "DROP TRIGGER revision_is_final_on_DELETE",
    ],
    "postgresql": ["DROP TRIGGER revision_is_final ON revision"],
}


def rewrite(db: Session, at: int, **values: Any) -> None:
    db.execute(sa.update(Revision).where(col(Revision.number) == at).values(**values))


def tamper(db: Session, chance: random.Random) -> str:
    """Change the history in one of the ways in which somebody might; which."""
    number = chance.randint(1, EDITS)
    row = db.exec(select(Revision).where(Revision.number == number)).one()
    way = chance.choice(["words", "why", "who", "hash", "out", "swapped", "cut", "what is there"])
    if way == "words":
        rewrite(db, number, after={**(row.after or {}), "statement": "Never said."})
    elif way == "why":
        rewrite(db, number, why="Because.")
    elif way == "who":
        rewrite(db, number, entity_id="0000000000")
    elif way == "hash":
        rewrite(db, number, hash=chance.choice("0123456789abcdef") * 64)
    elif way == "out":
        db.execute(sa.delete(Revision).where(col(Revision.number) == number))
    elif way == "swapped":
        other = number % EDITS + 1
        rewrite(db, number, number=EDITS + 1)
        rewrite(db, other, number=number)
        rewrite(db, EDITS + 1, number=other)
    elif way == "cut":
        db.execute(sa.delete(Revision).where(col(Revision.number) >= number))
    else:
        db.execute(sa.text("UPDATE claim SET statement = 'Past the commands.'"))
    return way


def test_whatever_is_tampered_with_is_found(chained):
    known = head(chained)
    assert verify(chained, known) == []
    chance, seen = random.Random(7), set()
    for _ in range(ROUNDS):
        way = tamper(chained, chance)
        assert verify(chained, known), way
        seen.add(way)
        chained.rollback()
    assert len(seen) == 8
    assert verify(chained, known) == []


def test_a_history_made_anew_from_some_point_is_found_by_who_kept_a_head(chained):
    """The control: without a head that was kept, such a forgery goes unnoticed."""
    from app.history.chain import hash_of

    known = head(chained)
    rewrite(chained, 3, why="Forged.")
    previous = ""
    for revision in chained.exec(select(Revision).order_by(col(Revision.number))).all():
        chained.refresh(revision)
        revision.previous = previous or revision.previous
        rewrite(chained, revision.number, previous=revision.previous, hash=hash_of(revision))
        previous = hash_of(revision)
    assert verify(chained) == []
    assert verify(chained, known) == [f"Revision {EDITS} is not the one whose hash was kept."]


@pytest.mark.parametrize("statement", ["UPDATE revision SET why = 'x'", "DELETE FROM revision"])
def test_a_revision_is_final(db, make, statement):
    scene = set_up(make)
    fields = {"statement": "Other words."}
    edit(db, by=scene.editor, kind=Kind.CLAIM, id=scene.a.id, seen="", fields=fields)
    with pytest.raises(DBAPIError, match="revision_is_final"), db.begin_nested():
        db.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"number": 0}, "ck_revision_numbered"),
        ({"before": None, "after": None}, "ck_revision_of_something"),
        ({"hash": "short"}, "ck_revision_chained"),
        ({"into_id": "0000000001"}, "ck_revision_merged_is_gone"),
        ({"into_id": "0000000000", "after": None, "before": {}}, "ck_revision_not_into_itself"),
    ],
)
def test_what_is_no_revision_cannot_be_stored(db, make, fields, name):
    given = {"number": 1, "change_id": "c", "kind": "claim", "entity_id": "0000000000"}
    given |= {"action": "edited", "by_id": make.user().id, "called": "It.", "before": None}
    given |= {"after": {}, "names": {}, "previous": "0" * 64, "hash": "0" * 64}
    with pytest.raises(IntegrityError, match=name), db.begin_nested():
        db.add(Revision(**given | fields))
        db.flush()


def test_a_head_is_read_as_it_is_written():
    kept = Head(12, "a" * 64)
    assert head_in(f"{kept}\n") == kept
    for wrong in ("", "12", "12:abc", f"x:{'a' * 64}", f"-1:{'a' * 64}", f"{'9' * 30}:{'a' * 64}"):
        with pytest.raises(Invalid, match="A head is"):
            head_in(wrong)

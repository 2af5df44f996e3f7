"""Many at once: no change is lost, and a form that is sent twice does its work once."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from app.accounts.models import User
from app.changes.commands import edit
from app.changes.verifying import verify
from app.claims.models import Claim, Stance
from app.db import Engines, open_engines
from app.errors import Invalid, Stale
from app.history.forms import once
from app.history.models import Kind, SubmittedForm
from app.history.queries import history_of, last_revision_id
from tests.changes.scene import set_up
from tests.conftest import THOROUGH
from tests.factories import Make

WRITERS, TRIES = (16, 100) if THOROUGH else (16, 4)
KEYS, POSTS = (50, 20) if THOROUGH else (5, 8)


@pytest.fixture
def engines(databases) -> Iterator[Engines]:
    opened = open_engines(databases.new(databases.migrated), pool_size=WRITERS)
    yield opened
    opened.read.dispose()


def test_no_edit_is_lost_however_many_write(engines):
    with Session(engines.write) as db:
        scene = set_up(Make(db))
        id, editor = scene.a.id, scene.editor.id
        db.commit()
        first = scene.a.version
    start = Barrier(WRITERS)

    def write(writer: int) -> Counter[str]:
        start.wait()
        return Counter(attempt(f"{writer}, {number}.") for number in range(TRIES))

    def attempt(statement: str) -> str:
        """As a form does it, which is opened first and sent later; sent again if it was too
        crowded to be looked at."""
        with Session(engines.read) as db:
            by, seen = db.get_one(User, editor), last_revision_id(db, id)
        with Session(engines.write) as db:
            try:
                fields = {"statement": statement}
                edit(db, by=by, kind=Kind.CLAIM, id=id, seen=seen, fields=fields)
                db.commit()
                return "kept"
            except Stale as refused:
                other = (refused.current or {}).get("statement", statement)
                return "refused" if other != statement else "gone"
            except OperationalError:
                db.rollback()
        return attempt(statement)

    with ThreadPoolExecutor(WRITERS) as pool:
        total = sum(pool.map(write, range(WRITERS)), Counter[str]())
    assert total.total() == total["kept"] + total["refused"] == WRITERS * TRIES
    assert total["kept"] >= TRIES
    with Session(engines.read) as db:
        raised = db.get_one(Claim, id).version - first
        assert len(history_of(db, Kind.CLAIM, id)) == raised == total["kept"]
        assert verify(db) == []


@pytest.mark.parametrize("looks", [True, False], ids=["", "control"])
def test_each_edit_is_made_on_what_its_writer_saw(engines, monkeypatch, looks):
    """All look, then all write: but one is refused each. Without the look at what was seen all are
    kept, and each but the first undoes what it never saw."""
    if not looks:
        monkeypatch.setattr("app.changes.commands.check_seen", lambda *_: None)
    with Session(engines.write) as db:
        scene = set_up(Make(db))
        id, editor = scene.a.id, scene.editor.id
        db.commit()
        before = scene.a.statement

    def write(number: int) -> bool:
        with Session(engines.write) as db:
            by, fields = db.get_one(User, editor), {"statement": f"Version {number}."}
            try:
                edit(db, by=by, kind=Kind.CLAIM, id=id, seen="", fields=fields)
                db.commit()
                return True
            except Stale:
                return False

    with ThreadPoolExecutor(4) as pool:
        kept = sum(pool.map(write, range(4)))
    with Session(engines.read) as db:
        made = history_of(db, Kind.CLAIM, id)
    unseen = [each for each, _ in made if (each.before or {})["statement"] != before]
    assert (kept, len(unseen)) == ((1, 0) if looks else (4, 3))


def test_a_form_that_is_sent_many_times_does_its_work_once(engines):
    with Session(engines.write) as db:
        source = Make(db).source()
        id, passage = source.id, Make(db).passage(source)
        claim = Make(db).claim(source, passages=[passage])
        text, at = claim.statement, claim.place
        db.commit()
    keys = [f"key{number}" for number in range(KEYS)]

    def post(key: str) -> str:
        with Session(engines.write) as db:

            def act() -> str:
                number = 100 + keys.index(key)
                made = Claim(
                    source_id=id, number=number, statement=text, stance=Stance.ASSERTS, place=at
                )
                db.add(made)
                db.flush()
                return f"/claims/{made.id}"

            try:
                location = once(db, key=key, by_id="me", body=key.encode(), act=act)
                db.commit()
                return location
            except OperationalError:  # too crowded: sent again
                db.rollback()
        return post(key)

    with ThreadPoolExecutor(POSTS) as pool:
        answers = list(pool.map(post, keys * POSTS))
    assert {len({*answers[number::KEYS]}) for number in range(KEYS)} == {1}
    assert len(set(answers)) == KEYS
    with Session(engines.read) as db:
        assert len(db.exec(select(Claim)).all()) == KEYS + 1
        assert len(db.exec(select(SubmittedForm)).all()) == KEYS


def test_the_same_key_with_other_words_or_from_another_is_refused(db):
    given: dict[str, Any] = {"key": "abc", "by_id": "me", "body": b"a=1", "act": lambda: "/here"}
    assert once(db, **given) == "/here"
    assert once(db, **given | {"act": lambda: "/there"}) == "/here"
    for other in ({"body": b"a=2"}, {"by_id": "you"}):
        with pytest.raises(Invalid, match="sent before, with other words"):
            once(db, **given | other)


def test_a_form_that_was_refused_can_be_sent_again(db):
    def refuse() -> str:
        raise Invalid("note", "Say why.")

    with pytest.raises(Invalid, match="Say why"), db.begin_nested():
        once(db, key="abc", by_id="me", body=b"", act=refuse)
    assert once(db, key="abc", by_id="me", body=b"better", act=lambda: "/here") == "/here"


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "\0", "ä"])
def test_a_key_is_plain(db, key):
    with pytest.raises(Invalid, match="Load it anew"):
        once(db, key=key, by_id="me", body=b"", act=lambda: "/here")

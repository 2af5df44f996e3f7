"""What follows from what people do is as if all had been reckoned anew: labels, what is found."""

import pytest
from sqlmodel import Session, col, select

from app.arguments.labelling import relabel_all
from app.changes.commands import create, edit, retire
from app.changes.undoing import undo
from app.claims.models import Claim
from app.history.models import Kind
from app.history.queries import history_of
from app.search.commands import index
from app.search.models import SearchEntry
from tests.changes.scene import Scene, rebuttal_fields


def labels(db: Session) -> dict[str, tuple[str, int]]:
    db.expire_all()
    return {claim.id: (claim.standing, claim.step) for claim in db.exec(select(Claim))}


def attack(db: Session, scene: Scene) -> str:
    by, fields = scene.editor, rebuttal_fields(scene.d, scene.c)
    id = create(db, by=by, kind=Kind.REBUTTAL, fields=fields)
    return history_of(db, Kind.REBUTTAL, id)[0][0].change_id


def soften(db: Session, scene: Scene) -> str:
    fields = {"move": "qualifies", "mutual": False}
    id = scene.rebuttal.id
    return edit(db, by=scene.editor, kind=Kind.REBUTTAL, id=id, seen="", fields=fields)


def take_out(db: Session, scene: Scene) -> str:
    return retire(db, by=scene.editor, kind=Kind.CLAIM, id=scene.b.id, seen="", why="Wrong.")


@pytest.mark.parametrize("act", [attack, soften, take_out])
def test_labels_follow_what_people_do_and_undo(db, scene, act):
    before = labels(db)
    change = act(db, scene)
    after = labels(db)
    assert after != before
    relabel_all(db)
    assert labels(db) == after
    undo(db, by=scene.editor, change_id=change)
    assert labels(db) == before


def test_a_search_finds_what_was_made_and_not_what_was_undone(db, scene):
    change = attack(db, scene)
    found = select(SearchEntry.ref).where(col(SearchEntry.kind) == "rebuttal")
    index(db)
    assert len(db.exec(found).all()) == 2
    undo(db, by=scene.editor, change_id=change)
    index(db)
    assert db.exec(found).all() == [scene.rebuttal.id]

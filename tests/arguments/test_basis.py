"""“Stated” is only taken with words that state it."""

import pytest

from app.accounts.models import Role
from app.changes import plans
from app.changes.commands import create, edit, retire
from app.changes.undoing import undo
from app.errors import Invalid
from app.history.models import Kind
from app.history.queries import last_revision_id
from tests.changes.scene import rebuttal_fields, set_up

QUOTE = "It says: “This is sentence 7 of the text.”"


@pytest.fixture
def scene(make):
    return set_up(make)


def support_fields(scene, **more):
    given = {"premise_ids": [scene.b.id], "conclusion_id": scene.a.id, "basis": "stated"}
    return given | {"note": QUOTE} | more


def refused(db, scene, kind, fields) -> str:
    with pytest.raises(Invalid) as error, db.begin_nested():
        create(db, by=scene.editor, kind=kind, fields=fields)
    assert error.value.field == "basis"
    return str(error.value)


def test_a_stated_step_quotes_words_of_its_text(db, scene, make):
    for note in ("Because.", "“because”", "“words that stand nowhere in it”", "sentence 7 of the"):
        said = refused(db, scene, Kind.SUPPORT, support_fields(scene, note=note))
        assert "Quote the words" in said
    implied = support_fields(scene, basis="implied", note="Because.")
    assert create(db, by=make.user(role=Role.EDITOR), kind=Kind.SUPPORT, fields=implied)
    assert create(db, by=scene.editor, kind=Kind.SUPPORT, fields=support_fields(scene))


def test_without_the_check_anything_is_taken_for_stated(db, scene, monkeypatch):
    monkeypatch.setattr(plans, "check_basis", lambda *_: None)
    fields = support_fields(scene, note="Because.")
    assert create(db, by=scene.editor, kind=Kind.SUPPORT, fields=fields)


def test_words_that_hold_a_quotation_are_found(db, make, scene):
    source = make.source()
    make.text(source, "He wrote that “all is one” and that nothing is.")
    claim = make.claim(source, passages=[make.passage(source, "nothing is")])
    note = "It says: “that “all is one” and that nothing”"
    fields = rebuttal_fields(claim, scene.d, basis="stated", note=note)
    assert create(db, by=scene.editor, kind=Kind.REBUTTAL, fields=fields)


def test_a_text_cannot_speak_of_a_later_one(db, make, scene):
    scene.other.year = 2016
    db.add(scene.other)
    db.flush()
    early = rebuttal_fields(scene.b, scene.d, basis="stated", note=QUOTE)
    assert "cannot speak of one of 2016" in refused(db, scene, Kind.REBUTTAL, early)
    late = rebuttal_fields(scene.d, scene.a, basis="stated", note=QUOTE)
    assert create(db, by=scene.editor, kind=Kind.REBUTTAL, fields=late)


def test_an_undercut_is_stated_by_the_text_of_its_claim(db, scene):
    fields = rebuttal_fields(scene.d, scene.a, basis="stated", note="So.", move="undercuts")
    fields |= {"target_claim_id": None, "target_support_id": scene.support.id}
    refused(db, scene, Kind.REBUTTAL, fields)
    assert create(db, by=scene.editor, kind=Kind.REBUTTAL, fields=fields | {"note": QUOTE})


def test_a_link_becomes_stated_by_the_same_rule_and_comes_back_as_it_was(db, scene):
    id, by = scene.rebuttal.id, scene.editor

    def becomes(**fields):
        seen = last_revision_id(db, id)
        return edit(db, by=by, kind=Kind.REBUTTAL, id=id, seen=seen, fields=fields)

    with pytest.raises(Invalid), db.begin_nested():
        becomes(basis="stated")
    becomes(basis="stated", note=QUOTE)
    seen = last_revision_id(db, scene.support.id)
    gone = retire(db, by=by, kind=Kind.SUPPORT, id=scene.support.id, seen=seen, why="So.")
    undo(db, by=by, change_id=gone)  # an imported step, stated without a quotation

"""Proposing, deciding, flagging: who may, what is refused, what is done in whose name."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.changes.commands import edit
from app.changes.plans import state_at
from app.db import now
from app.debates.editors import appoint
from app.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from app.history.models import Kind
from app.history.queries import history_of
from app.proposals.commands import (
    decline_all,
    decline_proposal,
    flag,
    handle_flag,
    propose,
    propose_again,
    publish_proposal,
    return_proposal,
)
from app.proposals.models import Deed, Flag, Proposal, Status
from app.proposals.queries import decided, flags_open, proposals_by, waiting, would_do
from tests.changes.scene import everything, rebuttal_fields, set_up


@pytest.fixture
def scene(make):
    return set_up(make)


@pytest.fixture
def someone(make):
    return make.user(role=Role.CONTRIBUTOR, display="Cem")


def rewording(db, scene, by, **fields):
    given = {"deed": Deed.EDIT, "kind": Kind.CLAIM, "id": scene.a.id, "why": "Closer."}
    given |= {"debate": scene.debate, "fields": {"statement": "Other words."}}
    return propose(db, by=by, **given | fields)


def test_a_proposal_changes_nothing_until_it_is_published(db, scene, someone):
    before = everything(db, scene)
    proposal = rewording(db, scene, someone)
    assert everything(db, scene) == before
    ((key, is_now, then),) = would_do(db, proposal)
    assert key == (Kind.CLAIM, scene.a.id)
    assert is_now is not None
    assert then is not None
    assert (is_now["statement"], then["statement"]) == (scene.a.statement, "Other words.")
    assert [row.proposal.id for row in waiting(db, scene.debate.id)] == [proposal.id]
    change = publish_proposal(db, by=scene.editor, proposal=proposal, remark="Thank you.")
    ((revision, by),) = history_of(db, Kind.CLAIM, scene.a.id)
    assert (by.id, revision.why, revision.change_id) == (someone.id, "Closer.", change)
    (row,) = decided(db, scene.debate.id)
    assert row.decided_by is not None
    assert (row.by.id, row.decided_by.id, row.proposal.remark) == (
        someone.id,
        scene.editor.id,
        "Thank you.",
    )
    assert waiting(db, scene.debate.id) == []


@pytest.mark.parametrize("deed", list(Deed))
def test_every_deed_can_be_proposed_and_published(db, scene, someone, make, deed):
    twin = make.claim(scene.one)
    given = {
        Deed.CREATE: {"kind": Kind.REBUTTAL, "fields": rebuttal_fields(scene.d, scene.a)},
        Deed.EDIT: {"kind": Kind.QUESTION, "id": scene.question.id, "fields": {"why": "So."}},
        Deed.RETIRE: {"kind": Kind.CLAIM, "id": scene.b.id, "fields": {}},
        Deed.MERGE: {"kind": Kind.CLAIM, "id": twin.id, "fields": {"into": scene.a.id}},
    }[deed]
    proposal = propose(db, by=someone, debate=scene.debate, deed=deed, why="So.", **given)
    assert would_do(db, proposal)
    publish_proposal(db, by=scene.editor, proposal=proposal)
    assert proposal.status == Status.PUBLISHED
    made = history_of(db, proposal.kind, proposal.entity_id)
    assert [revision.change_id for revision, _ in made] == [proposal.change_id]


def test_what_would_be_refused_is_refused_when_it_is_proposed(db, scene, someone):
    before = everything(db, scene)
    for fields, field in (({"statement": ""}, "statement"), ({"number": 3}, "number")):
        with pytest.raises(Invalid) as refused:
            rewording(db, scene, someone, fields=fields)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        rewording(db, scene, someone, id="0000000000")
    assert everything(db, scene) == before
    assert proposals_by(db, someone.id) == []


def test_who_may_not_is_told_so(db, scene, someone, make):
    reader = make.user(role=Role.READER)
    with pytest.raises(Forbidden):
        rewording(db, scene, reader)
    proposal = rewording(db, scene, someone)
    for decide in (decline_proposal, publish_proposal, return_proposal):
        with pytest.raises(Forbidden):
            decide(db, by=someone, proposal=proposal, remark="No.")
    appoint(db, by=None, user=reader, debate=scene.debate)
    publish_proposal(db, by=reader, proposal=proposal)


def test_a_proposal_on_what_was_changed_since_is_not_published(db, scene, someone):
    proposal = rewording(db, scene, someone)
    fields = {"statement": "Meanwhile."}
    edit(db, by=scene.editor, kind=Kind.CLAIM, id=scene.a.id, seen="", fields=fields)
    with pytest.raises(Stale) as refused:
        publish_proposal(db, by=scene.editor, proposal=proposal)
    assert (refused.value.current or {})["statement"] == "Meanwhile."
    assert proposal.status == Status.PENDING
    given: dict[str, Any] = {
        "fields": {"statement": "Again."},
        "seen": refused.value.seen,
        "why": "So.",
    }
    propose_again(db, by=someone, proposal=proposal, **given)
    publish_proposal(db, by=scene.editor, proposal=proposal)
    assert state_at(db, Kind.CLAIM, scene.a.id)["statement"] == "Again."


def test_what_was_returned_can_be_said_again_by_who_proposed_it_and_what_was_declined_not(
    db, scene, someone, make
):
    proposal = rewording(db, scene, someone)
    with pytest.raises(Invalid, match="Say why"):
        return_proposal(db, by=scene.editor, proposal=proposal, remark="")
    return_proposal(db, by=scene.editor, proposal=proposal, remark="Which words?")
    given: dict[str, Any] = {"fields": {"statement": "These words."}, "seen": "", "why": "So."}
    with pytest.raises(Forbidden):
        propose_again(db, by=make.user(), proposal=proposal, **given)
    propose_again(db, by=someone, proposal=proposal, **given)
    decline_proposal(db, by=scene.editor, proposal=proposal, remark="It is not so.")
    for again in (
        lambda: propose_again(db, by=someone, proposal=proposal, **given),
        lambda: publish_proposal(db, by=scene.editor, proposal=proposal),
    ):
        with pytest.raises(Conflict):
            again()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"status": "published", "change_id": "c"}, "ck_proposal_decided_by_someone"),
        ({"change_id": "c"}, "ck_proposal_published_as_change"),
        ({"status": "declined", "decided_at": now()}, "ck_proposal_remarked"),
    ],
)
def test_what_is_no_proposal_cannot_be_stored(db, scene, fields, name):
    if "decided_at" in fields:
        fields = fields | {"decided_by_id": scene.editor.id}
    given = {"debate_id": scene.debate.id, "by_id": scene.editor.id, "deed": "edit"}
    given |= {"kind": "claim", "entity_id": scene.a.id, "fields": {}, "status": "pending"}
    with pytest.raises(IntegrityError, match=name), db.begin_nested():
        db.add(Proposal(**given | fields))
        db.flush()


def test_nobody_fills_the_queue_alone(db, scene, someone, monkeypatch):
    monkeypatch.setattr("app.proposals.commands.MOST_OPEN_YOUNG", 2)
    monkeypatch.setattr("app.proposals.commands.MOST_OPEN", 3)
    made = [rewording(db, scene, someone, fields={"statement": f"{n}."}) for n in range(2)]
    with pytest.raises(Conflict, match="2 proposals of yours wait"):
        rewording(db, scene, someone)
    someone.created_at = now() - timedelta(days=2)
    rewording(db, scene, someone)
    with pytest.raises(Conflict, match="3 proposals of yours wait"):
        rewording(db, scene, someone)
    decline_proposal(db, by=scene.editor, proposal=made[0], remark="No.")
    rewording(db, scene, someone)


def test_all_that_somebody_proposes_is_declined_at_once(db, scene, someone, make):
    for number in range(3):
        rewording(db, scene, someone, fields={"statement": f"{number}."})
    honest = rewording(db, scene, make.user())
    with pytest.raises(Forbidden):
        decline_all(db, by=someone, users=[someone], remark="No.")
    assert decline_all(db, by=scene.editor, users=[someone], remark="No.") == 3
    assert [row.proposal.id for row in waiting(db, scene.debate.id)] == [honest.id]


def test_of_one_thing_and_from_readers_unknown_so_many_flags_are_open(
    db, scene, someone, monkeypatch
):
    monkeypatch.setattr("app.proposals.commands.MOST_FLAGS", 3)
    monkeypatch.setattr("app.proposals.commands.MOST_UNSIGNED", 4)
    given = {"debate": scene.debate, "kind": Kind.CLAIM, "words": "Wrong."}
    last, *_ = [flag(db, by=None, id=scene.a.id, **given) for _ in range(3)]
    for by in (None, someone):
        with pytest.raises(Conflict, match="The editors know"):
            flag(db, by=by, id=scene.a.id, **given)
    flag(db, by=None, id=scene.b.id, **given)
    with pytest.raises(Conflict, match="Sign in to tell them"):
        flag(db, by=None, id=scene.b.id, **given)
    flag(db, by=someone, id=scene.b.id, **given)
    handle_flag(db, by=scene.editor, flag=last)
    flag(db, by=None, id=scene.a.id, **given)


def test_a_reader_flags_and_an_editor_handles_it_once(db, scene, someone):
    given = {"debate": scene.debate, "kind": Kind.CLAIM, "id": scene.a.id}
    made = flag(db, by=None, **given, words="The passage says the opposite.")
    assert [(row.id, who) for row, who in flags_open(db, scene.debate.id)] == [(made.id, None)]
    with pytest.raises(Forbidden):
        handle_flag(db, by=someone, flag=made)
    handle_flag(db, by=scene.editor, flag=made, outcome="Mended.")
    assert flags_open(db, scene.debate.id) == []
    with pytest.raises(Conflict):
        handle_flag(db, by=scene.editor, flag=made)


def test_a_flag_says_something_short(db, scene):
    given = {"debate": scene.debate, "kind": Kind.CLAIM, "id": scene.a.id}
    for words in ("", " ", "x" * 2001, "\0"):
        with pytest.raises(Invalid) as refused:
            flag(db, by=None, **given, words=words)
        assert refused.value.field == "words"
    with pytest.raises(NotFound):
        flag(db, by=None, **given | {"id": "0000000000"}, words="It is wrong.")


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"words": ""}, "ck_flag_worded"), ({"handled_at": now()}, "ck_flag_handled")],
)
def test_what_is_no_flag_cannot_be_stored(db, scene, fields, name):
    given = {"debate_id": scene.debate.id, "kind": "claim", "entity_id": scene.a.id}
    with pytest.raises(IntegrityError, match=name), db.begin_nested():
        db.add(Flag(**given | {"words": "Wrong."} | fields))
        db.flush()

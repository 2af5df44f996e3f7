"""A link and the claims that it needs, made in one act; and what cannot be linked."""

from typing import Any

import pytest
from sqlmodel import select

from app.accounts.models import Role
from app.changes.commands import create, retire
from app.changes.nouns import states_at
from app.changes.undoing import undo
from app.claims.models import Claim
from app.claims.queries import card_by_id
from app.errors import Conflict, Invalid
from app.history.models import Kind, Revision
from app.history.queries import change, last_revisions
from app.ids import new_id
from app.proposals.commands import propose, publish_proposal
from app.proposals.models import Deed
from app.proposals.queries import would_do
from tests.changes.scene import everything, rebuttal_fields


@pytest.fixture
def ends(db, scene):
    """The fields of a rebuttal between two claims of one text that are yet to be made, their ids,
    and its own."""
    words = [{"id": words.id} for words in card_by_id(db, scene.a.id).passages]
    one, other = new_id(), new_id()
    also = [
        {
            "kind": "claim",
            "id": id,
            "fields": {
                "source_id": scene.one.id,
                "statement": statement,
                "stance": "asserts",
                "passages": words,
            },
        }
        for id, statement in ((one, "It rains."), (other, "It is dry."))
    ]
    ends = {"claim_id": one, "target_claim_id": other}
    fields = {**rebuttal_fields(scene.a, scene.b, also=also), **ends}
    return fields, one, other, new_id()


def test_a_link_is_made_with_its_claims_in_one_act_and_undone_in_one(db, scene, ends):
    fields, one, other, id = ends
    before = everything(db, scene)
    highest = max(scene.a.number, scene.b.number)
    create(db, by=scene.editor, kind=Kind.REBUTTAL, fields=fields, id=id)
    made = change(db, last_revisions(db, [id])[id].change_id)
    assert [(it.kind, it.entity_id) for it in made] == [
        (Kind.REBUTTAL, id),
        (Kind.CLAIM, one),
        (Kind.CLAIM, other),
    ]
    assert made[0].names[one] == "It rains."
    assert [db.get_one(Claim, key).number for key in (one, other)] == [highest + 1, highest + 2]
    keys = [(it.kind, it.entity_id) for it in made]
    undone = undo(db, by=scene.editor, change_id=made[0].change_id)
    assert states_at(db, keys) == {}
    assert everything(db, scene) == before
    undo(db, by=scene.editor, change_id=undone)
    assert len(states_at(db, keys)) == 3


def test_a_proposal_shows_and_makes_all_of_it(db, scene, ends, make):
    fields, one, _, id = ends
    someone = make.user(role=Role.CONTRIBUTOR)
    given: dict[str, Any] = {"deed": Deed.CREATE, "kind": Kind.REBUTTAL, "id": id}
    proposal = propose(db, by=someone, debate=scene.debate, fields=fields, **given)
    assert db.get(Claim, one) is None
    told = would_do(db, proposal)
    assert [key[0] for key, _, _ in told] == [Kind.REBUTTAL, Kind.CLAIM, Kind.CLAIM]
    publish_proposal(db, by=scene.editor, proposal=proposal)
    claim = db.get_one(Claim, one)
    assert (claim.statement, claim.by_id) == ("It rains.", someone.id)


def test_what_is_wrong_with_a_claim_lets_no_part_be_made(db, scene, ends):
    fields, one, _, id = ends
    first, second = fields["also"]
    taken = {**first, "id": scene.a.id}
    unsaid = {**first, "fields": {**first["fields"], "statement": " "}}
    numbered = {**first, "fields": {**first["fields"], "number": 9}}
    question = {**first, "kind": "question"}
    for wrong, refusal in (
        (taken, Conflict),
        ({**first, "id": "one"}, Conflict),
        (unsaid, Invalid),
        (numbered, Invalid),
        (question, Invalid),
    ):
        also = {**fields, "also": [wrong, second]}
        with pytest.raises(refusal), db.begin_nested():
            create(db, by=scene.editor, kind=Kind.REBUTTAL, fields=also, id=id)
    with pytest.raises(Invalid), db.begin_nested():
        create(db, by=scene.editor, kind=Kind.CLAIM, fields={**first["fields"], "also": [second]})
    assert db.get(Claim, one) is None
    assert db.exec(select(Revision)).all() == []


def reason(scene, *premises: Claim, conclusion: Claim, **fields: Any) -> dict[str, Any]:
    given = {"basis": "editorial", "note": "So it follows.", **fields}
    return given | {"premise_ids": [each.id for each in premises], "conclusion_id": conclusion.id}


def test_a_reason_is_given_once_by_one_person_and_in_other_words_by_another(db, scene, make):
    by = {"by": scene.editor, "kind": Kind.SUPPORT}
    first = reason(scene, scene.c, scene.d, conclusion=scene.a)
    id = create(db, **by, fields=first)
    again = reason(scene, scene.d, scene.c, conclusion=scene.a, note="Said otherwise.")
    with pytest.raises(Conflict, match="given for it already"), db.begin_nested():
        create(db, **by, fields=again)
    create(db, by=make.user(role=Role.EDITOR), kind=Kind.SUPPORT, fields=again)
    create(db, **by, fields=reason(scene, scene.d, conclusion=scene.a))
    seen = last_revisions(db, [id])[id].id
    retire(db, by=scene.editor, kind=Kind.SUPPORT, id=id, seen=seen, why="A slip.")
    create(db, **by, fields=first)


def test_claims_that_contradict_each_other_are_in_no_support_together(db, scene):
    by = {"by": scene.editor}
    for premises, conclusion in (([scene.c], scene.b), ([scene.b, scene.c], scene.d)):
        fields = reason(scene, *premises, conclusion=conclusion)
        with pytest.raises(Invalid, match="contradict") as refused, db.begin_nested():
            create(db, **by, kind=Kind.SUPPORT, fields=fields)
        assert refused.value.field == "premises"
    create(db, **by, kind=Kind.SUPPORT, fields=reason(scene, scene.c, scene.d, conclusion=scene.a))
    for claim, target in ((scene.c, scene.a), (scene.a, scene.c), (scene.d, scene.c)):
        with pytest.raises(Invalid, match=r"reason") as refused, db.begin_nested():
            create(db, **by, kind=Kind.REBUTTAL, fields=rebuttal_fields(claim, target))
        assert refused.value.field == "claim"

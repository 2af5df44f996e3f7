"""What people do to what is there: what it changes, what is refused, what is written down."""

from typing import Any

import pytest
from sqlmodel import select

from app.accounts.models import Role
from app.arguments.models import Move
from app.changes.commands import create, edit, merge_claims, rename, retire
from app.changes.nouns import states_at
from app.changes.plans import state_at
from app.claims.editing import next_number
from app.claims.models import Claim
from app.claims.queries import card_by_id, claim_version
from app.errors import Conflict, Invalid, NotFound, Stale
from app.history.models import Action, Kind, Revision
from app.history.queries import changes_in, history_of, last_revision_id
from app.text.anchoring import PassageNotFound
from tests.changes.scene import everything, lost, rebuttal_fields


def test_an_edit_is_a_revision_with_what_was_and_what_is(db, scene):
    said = scene.a.statement
    edit(
        db,
        by=scene.editor,
        kind=Kind.CLAIM,
        id=scene.a.id,
        seen="",
        fields={"statement": "Said better."},
        why="Clearer.",
    )
    assert card_by_id(db, scene.a.id).statement == "Said better."
    ((revision, by),) = history_of(db, Kind.CLAIM, scene.a.id)
    assert (by.id, revision.action, revision.why) == (scene.editor.id, Action.EDITED, "Clearer.")
    old, new = revision.before or {}, revision.after or {}
    assert (old["statement"], new["statement"]) == (said, "Said better.")
    assert revision.called == "Said better."
    assert revision.names[scene.one.id] == "Author 1, book, 2000"
    assert [entry.number for entry in changes_in(db, scene.debate.id).entries] == [1]


def test_what_was_never_changed_has_no_revision(db, scene):
    assert last_revision_id(db, scene.a.id) == ""
    assert db.exec(select(Revision)).all() == []


def test_who_comes_second_is_told_what_is_there_now(db, scene):
    first = {"kind": Kind.CLAIM, "id": scene.a.id, "seen": "", "by": scene.editor}
    edit(db, **first, fields={"statement": "The first."})
    with pytest.raises(Stale) as refused:
        edit(db, **first, fields={"statement": "The second."})
    assert (refused.value.current or {})["statement"] == "The first."
    edit(db, **first | {"seen": refused.value.seen}, fields={"statement": "The second."})
    assert card_by_id(db, scene.a.id).statement == "The second."


WRONG: list[tuple[Kind, dict[str, Any], str]] = [
    (Kind.CLAIM, {"statement": " "}, "statement"),
    (Kind.CLAIM, {"statement": "\0"}, "statement"),
    (Kind.CLAIM, {"statement": "half \ud800"}, "statement"),
    (Kind.CLAIM, {"statement": None}, "statement"),
    (Kind.CLAIM, {"stance": "shouts"}, "stance"),
    (Kind.CLAIM, {"stance": "reports"}, "attributed_to"),
    (Kind.CLAIM, {"passages": []}, "passages"),
    (Kind.CLAIM, {"passages": [{"id": "0000000000"}]}, "passages"),
    (Kind.CLAIM, {"passages": "all"}, "passages"),
    (Kind.CLAIM, {"number": 7}, "number"),
    (Kind.CLAIM, {"by_id": "0000000000"}, "by_id"),
    (Kind.SUPPORT, {"premise_ids": []}, "premises"),
    (Kind.SUPPORT, {"conclusion_id": "0000000000"}, "conclusion_id"),
    (Kind.SUPPORT, {"scheme": "by magic"}, "scheme"),
    (Kind.REBUTTAL, {"move": "undercuts"}, "target"),
    (Kind.REBUTTAL, {"move": "qualifies"}, "mutual"),
    (Kind.REBUTTAL, {"note": ""}, "note"),
    (Kind.REBUTTAL, {"mutual": "yes"}, "mutual"),
    (Kind.QUESTION, {"text": "It is so."}, "text"),
    (Kind.QUESTION, {"why": ""}, "why"),
    (Kind.SOURCE, {"url": "javascript:alert(1)"}, "url"),
    (Kind.SOURCE, {"year": 10**9}, "year"),
    (Kind.SOURCE, {"title": ""}, "title"),
    (Kind.SOURCE, {"slug": "another"}, "slug"),
    (Kind.DEBATE, {"frame": ""}, "frame"),
    (Kind.DEBATE, {"theses": [{"source_id": "0000000000", "thesis": "So."}]}, "theses"),
]


def test_an_edit_that_cannot_be_right_is_refused_and_nothing_has_happened(db, scene):
    things = {
        Kind.CLAIM: scene.a,
        Kind.SUPPORT: scene.support,
        Kind.REBUTTAL: scene.rebuttal,
        Kind.QUESTION: scene.question,
        Kind.SOURCE: scene.one,
        Kind.DEBATE: scene.debate,
    }
    before = everything(db, scene)
    for kind, fields, field in WRONG:
        given: dict[str, Any] = {"kind": kind, "id": things[kind].id, "seen": "", "fields": fields}
        with pytest.raises(Invalid) as refused, db.begin_nested():
            edit(db, by=scene.editor, **given)
        assert refused.value.field == field, fields
    assert everything(db, scene) == before


def test_an_edit_that_changes_nothing_is_refused(db, scene):
    fields = {"statement": scene.a.statement}
    with pytest.raises(Invalid, match="Nothing is changed"):
        edit(db, by=scene.editor, kind=Kind.CLAIM, id=scene.a.id, seen="", fields=fields)


def test_what_is_made_here_is_signed_and_numbered(db, scene):
    passages = [{"id": words.id} for words in card_by_id(db, scene.b.id).passages]
    fields = {"source_id": scene.one.id, "statement": "New.", "stance": "asserts"}
    id = create(db, by=scene.editor, kind=Kind.CLAIM, fields={**fields, "passages": passages})
    claim = db.get(Claim, id)
    assert claim.by_id == scene.editor.id
    assert claim.number == max(scene.a.number, scene.b.number) + 1
    ((revision, _),) = history_of(db, Kind.CLAIM, id)
    assert (revision.before, revision.action) == (None, Action.CREATED)


def test_two_people_may_read_the_same_two_in_their_own_way(db, scene, make):
    bob = make.user(role=Role.EDITOR)
    given: dict[str, Any] = {"kind": Kind.REBUTTAL, "fields": rebuttal_fields(scene.d, scene.a)}
    create(db, by=scene.editor, **given)
    with pytest.raises(Conflict, match="already"):
        create(db, by=scene.editor, **given)
    with pytest.raises(Conflict, match="already"):
        create(db, by=bob, **given)
    other = rebuttal_fields(scene.d, scene.a, note="Because of the years.", move=Move.QUALIFIES)
    id = create(db, by=bob, kind=Kind.REBUTTAL, fields=other)
    assert state_at(db, Kind.REBUTTAL, id)["by_id"] == bob.id


def test_what_is_retired_takes_its_links_along_and_can_be_asked_for(db, scene):
    version = claim_version(db, scene.a.id)
    change = retire(
        db, by=scene.editor, kind=Kind.CLAIM, id=scene.b.id, seen="", why="Not in the text."
    )
    assert states_at(db, [(Kind.CLAIM, scene.b.id), (Kind.SUPPORT, scene.support.id)]) == {}
    for id in (scene.b.id, scene.support.id, scene.rebuttal.id):
        found = lost(db, id)
        assert (found.revision.change_id, found.by.id) == (change, scene.editor.id)
        assert found.revision.why == "Not in the text."
    assert claim_version(db, scene.a.id) > version


def test_a_reason_for_retiring_is_asked_for(db, scene):
    with pytest.raises(Invalid) as refused:
        retire(db, by=scene.editor, kind=Kind.CLAIM, id=scene.b.id, seen="", why=" ")
    assert refused.value.field == "why"


def test_a_claim_on_which_a_position_rests_alone_is_kept(db, scene):
    with pytest.raises(Conflict, match="rests on this claim alone"):
        retire(db, by=scene.editor, kind=Kind.CLAIM, id=scene.a.id, seen="", why="Wrong.")


def test_a_claim_with_which_a_debate_opens_is_kept(db, scene):
    scene.debate.opening_claims = [scene.d.id]
    db.flush()
    with pytest.raises(Conflict, match="opens with this"):
        retire(db, by=scene.editor, kind=Kind.CLAIM, id=scene.d.id, seen="", why="Wrong.")


def test_a_position_and_a_note_lose_a_claim_and_a_note_of_it_alone_goes(db, scene):
    held = state_at(db, Kind.QUESTION, scene.question.id)["positions"]
    mine = [
        {
            **one,
            "claim_ids": [scene.a.id, scene.b.id]
            if one["source_id"] == scene.one.id
            else one["claim_ids"],
        }
        for one in held
    ]
    by = {"by": scene.editor}
    edit(db, **by, kind=Kind.QUESTION, id=scene.question.id, seen="", fields={"positions": mine})
    note = {"debate_id": scene.debate.id, "body": "It was so.", "reference": "A book."}
    alone = create(db, **by, kind=Kind.NOTE, fields={**note, "claim_ids": [scene.b.id]})
    both = create(db, **by, kind=Kind.NOTE, fields={**note, "claim_ids": [scene.a.id, scene.b.id]})
    retire(db, **by, kind=Kind.CLAIM, id=scene.b.id, seen="", why="Wrong.")
    left = state_at(db, Kind.QUESTION, scene.question.id)["positions"]
    assert [one["claim_ids"] for one in left if one["source_id"] == scene.one.id] == [[scene.a.id]]
    assert state_at(db, Kind.NOTE, both)["claim_ids"] == [scene.a.id]
    with pytest.raises(NotFound):
        state_at(db, Kind.NOTE, alone)


def test_texts_and_debates_are_not_retired(db, scene):
    for kind, thing in ((Kind.SOURCE, scene.one), (Kind.DEBATE, scene.debate)):
        with pytest.raises(Invalid, match="not retired"):
            retire(db, by=scene.editor, kind=kind, id=thing.id, seen="", why="Wrong.")


def test_a_number_is_never_given_twice(db, scene):
    highest = max(scene.a.number, scene.b.number)
    assert highest == scene.b.number
    retire(db, by=scene.editor, kind=Kind.CLAIM, id=scene.b.id, seen="", why="Wrong.")
    assert next_number(db, scene.one.id) == highest + 1


def test_merged_claims_share_passages_and_links_and_double_links_lead_to_their_twins(
    db, scene, make
):
    twin = make.claim(scene.one)
    first = make.support(premises=[twin], conclusion=scene.a)
    own = make.rebuttal(claim=scene.d, target=twin, note="Another.")
    against_twin = make.rebuttal(claim=twin, target=scene.b, move=Move.QUALIFIES, note="A little.")
    by = {"by": scene.editor, "why": "The same."}
    merge_claims(db, **by, id=twin.id, into=scene.b.id, seen="")
    assert lost(db, twin.id).revision.into_id == scene.b.id
    assert lost(db, first.id).revision.into_id == scene.support.id
    assert lost(db, against_twin.id).revision.into_id is None
    assert state_at(db, Kind.REBUTTAL, own.id)["target_claim_id"] == scene.b.id
    assert len(card_by_id(db, scene.b.id).passages) == 2


def test_claims_of_two_texts_and_a_claim_with_itself_are_not_merged(db, scene):
    for other in (scene.c, scene.a):
        with pytest.raises(Invalid) as refused:
            merge_claims(db, by=scene.editor, id=scene.a.id, into=other.id, seen="", why="Same.")
        assert refused.value.field == "into"


def test_a_slug_is_plain(db, scene):
    given: dict[str, Any] = {"kind": Kind.SOURCE, "id": scene.one.id, "seen": "", "why": ""}
    for slug in ("", "Capitals", "a b", "-a", "ä", "x" * 81):
        with pytest.raises(Invalid, match="small letters"):
            rename(db, by=scene.editor, slug=slug, **given)


def test_a_slug_that_leads_or_led_to_another_is_taken(db, scene):
    by, first = {"by": scene.editor, "why": "", "kind": Kind.SOURCE}, scene.one.slug
    with pytest.raises(Conflict, match="another source"):
        rename(db, **by, id=scene.one.id, seen="", slug=scene.other.slug)
    rename(db, **by, id=scene.one.id, seen="", slug="renamed")
    with pytest.raises(Conflict, match="another source"):
        rename(db, **by, id=scene.other.id, seen="", slug=first)
    rename(db, **by, id=scene.one.id, seen=last_revision_id(db, scene.one.id), slug=first)
    assert scene.one.slug == first


def test_a_text_is_described_anew_and_its_remarks_stay_where_they_are(db, scene):
    remark = {"exact": "This is sentence 1 of the text.", "start": 0, "body": "So it says."}
    by = {"by": scene.editor, "kind": Kind.SOURCE, "id": scene.one.id}
    edit(db, **by, seen="", fields={"title": "Another", "remarks": [remark]})
    assert state_at(db, Kind.SOURCE, scene.one.id)["remarks"] == [remark]
    with pytest.raises(PassageNotFound):
        fields = {"remarks": [{**remark, "exact": "It is nowhere."}]}
        edit(db, **by, seen=last_revision_id(db, scene.one.id), fields=fields)


def test_what_is_said_of_a_text_is_among_the_changes_of_its_debates(db, scene):
    fields = {"title": "Another title"}
    edit(db, by=scene.editor, kind=Kind.SOURCE, id=scene.one.id, seen="", fields=fields)
    ((entry,), _) = changes_in(db, scene.debate.id)
    assert (entry.kind, entry.called) == (Kind.SOURCE, "Another title")


def test_a_claim_does_not_contradict_a_reason_for_it_nor_that_the_claim(db, scene):
    for one, other in ((scene.a, scene.b), (scene.b, scene.a)):
        fields = rebuttal_fields(one, other)
        with pytest.raises(Invalid, match="deny that step instead"):
            create(db, by=scene.editor, kind=Kind.REBUTTAL, fields=fields)
    fields = rebuttal_fields(scene.b, scene.a, move=Move.QUALIFIES)
    create(db, by=scene.editor, kind=Kind.REBUTTAL, fields=fields)

"""Claims from outside: what they may say, and what the database refuses."""

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from app.arguments.models import Move
from app.arguments.queries import links_of
from app.changes.commands import create, edit, merge_claims, retire
from app.changes.erasing import age_signed
from app.changes.plans import state_at
from app.changes.undoing import undo
from app.claims.commands import make_claim
from app.claims.models import Claim, ClaimPassage, Stance
from app.claims.queries import OUTSIDE, card_by_id, claim_version
from app.debates.commands import check_opening, hold
from app.debates.coverage import Coverage, kinds_of
from app.debates.listing import ClaimFilter, RebuttalFilter, claims_listed, rebuttals_listed
from app.debates.queries import debate_of_claim, questions_of, voices
from app.errors import Invalid, NotFound
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.semantics.framework import Label
from tests.changes.scene import Scene, rebuttal_fields, set_up


@pytest.fixture
def scene(make) -> Scene:
    return set_up(make)


def brought(db, scene, **fields):
    given = {"debate_id": scene.debate.id, "statement": "It rained.", "year": 2021}
    return create(db, by=scene.editor, kind=Kind.CLAIM, fields=given | fields)


def test_a_claim_from_outside_has_a_debate_and_a_signature_and_no_words_of_a_text(db, scene):
    id = brought(db, scene, reference="A diary, p. 3", url="https://example.org/diary")
    card = card_by_id(db, id)
    assert (card.source_id, card.passages, card.number) == (OUTSIDE, (), 1)
    assert card.outside is not None
    assert (card.outside.signed, card.outside.year) == ("Ann", 2021)
    assert card.outside.url == "https://example.org/diary"
    assert debate_of_claim(db, id).id == scene.debate.id
    heard = voices(db, scene.debate.id)
    assert heard[card.source_id].form == "neither text says this"
    assert OUTSIDE not in heard
    assert len(heard) == 2
    assert heard.hears(card)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"statement": " "}, "statement"),
        ({"statement": "“It rained.”"}, "statement"),
        ({"year": 99_999}, "year"),
        ({"year": 2900}, "year"),
        ({"year": "2021"}, "year"),
        ({"url": "ftp://example.org"}, "url"),
        ({"url": "https://example.org/ and more"}, "url"),
        ({"stance": "rejects"}, "stance"),
        ({"passages": []}, "passages"),
        ({"signed": "Somebody else"}, "signed"),
    ],
)
def test_what_it_may_not_say_is_refused(db, scene, wrong, field):
    with pytest.raises(Invalid) as refused:
        brought(db, scene, **wrong)
    assert refused.value.field == field


def test_a_claim_is_of_a_text_or_of_none(db, scene):
    with pytest.raises(Invalid):
        brought(db, scene, source_id=scene.one.id)
    with pytest.raises(NotFound):
        brought(db, scene, debate_id="0000000000")
    with pytest.raises(Invalid):
        edit(db, by=scene.editor, kind=Kind.CLAIM, id=scene.a.id, seen="", fields={"year": 1})
    with pytest.raises(Invalid, match="at least one passage"):
        make_claim(
            db, source=scene.one, number=70, statement="So.", stance=Stance.ASSERTS, passages=[]
        )


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"source_id": "one"}, "ck_claim_of_"),
        ({"debate_id": None}, "ck_claim_of_one"),
        ({"year": None}, "ck_claim_from_outside"),
        ({"signed": ""}, "ck_claim_from_outside"),
        ({"attributed_to": "Bob"}, "ck_claim_from_outside"),
        ({"stance": "concedes"}, "ck_claim_from_outside"),
        ({"year": 9_999}, "ck_claim_year"),
        ({"debate_id": None, "source_id": "one"}, "ck_claim_of_a_source"),
    ],
)
def test_the_database_refuses_what_the_command_would(db, scene, wrong, rule):
    if "source_id" in wrong:
        wrong = wrong | {"source_id": scene.one.id}
    given = {"debate_id": scene.debate.id, "number": 7, "statement": "So.", "place": 0}
    db.add(Claim(**given | {"stance": "asserts", "year": 2020, "signed": "Ann"} | wrong))
    with pytest.raises(DBAPIError, match=rule):
        db.flush()


def test_the_database_refuses_it_a_passage(db, make, scene):
    id = brought(db, scene)
    db.add(ClaimPassage(claim_id=id, passage_id=make.passage(scene.one).id, position=0))
    with pytest.raises(DBAPIError, match="outside_has_no_passage"):
        db.flush()
    db.rollback()


def test_a_passage_is_not_moved_to_it(db, scene):
    id = brought(db, scene)
    row = db.exec(select(ClaimPassage).where(ClaimPassage.claim_id == scene.a.id)).one()
    row.claim_id = id
    with pytest.raises(DBAPIError, match="outside_has_no_passage"):
        db.flush()
    db.rollback()


def test_it_is_edited_retired_and_brought_back_and_its_number_is_its_own(db, scene):
    id = brought(db, scene)
    edit(db, by=scene.editor, kind=Kind.CLAIM, id=id, seen=_seen(db, id), fields={"year": 2022})
    assert state_at(db, Kind.CLAIM, id)["year"] == 2022
    gone = retire(db, by=scene.editor, kind=Kind.CLAIM, id=id, seen=_seen(db, id), why="Wrong.")
    assert state_at(db, Kind.CLAIM, brought(db, scene, statement="It poured."))["number"] == 2
    undo(db, by=scene.editor, change_id=gone)
    assert state_at(db, Kind.CLAIM, id)["number"] == 1
    question = create(
        db,
        by=scene.editor,
        kind=Kind.QUESTION,
        fields={"debate_id": scene.debate.id, "text": "Why?", "kind": "framing", "why": "So."},
    )
    assert state_at(db, Kind.QUESTION, question)["number"] == scene.question.number + 1


def _seen(db, id):
    return last_revision_id(db, id)


def test_two_from_outside_can_be_one_but_none_is_a_texts(db, scene):
    one, other = brought(db, scene), brought(db, scene, statement="There was rain.")
    merge_claims(db, by=scene.editor, id=other, into=one, seen=_seen(db, other), why="The same.")
    with pytest.raises(Invalid, match="same text"):
        merge_claims(
            db, by=scene.editor, id=one, into=scene.a.id, seen=_seen(db, one), why="The same."
        )


def test_no_position_rests_on_it_and_no_debate_opens_with_it(db, scene):
    claim = db.get_one(Claim, brought(db, scene))
    with pytest.raises(Invalid, match="of its own source"):
        hold(db, question=scene.question, source=scene.one, statement="So.", claims=[claim])
    with pytest.raises(Invalid, match="opens with claims of its texts"):
        check_opening([claim])


def test_it_defeats_a_claim_and_answers_for_no_text(db, scene):
    id = brought(db, scene)
    link = rebuttal_fields(db.get_one(Claim, id), scene.d)
    made = create(db, by=scene.editor, kind=Kind.REBUTTAL, fields=link)
    assert card_by_id(db, scene.d.id).standing == Label.OUT
    answered = ClaimFilter(answered=True)
    assert scene.d.id not in claims_listed(db, scene.debate.id, answered).ids
    links, asked = links_of(db, [scene.d.id]), questions_of(db, scene.debate.id)
    source_of = {scene.d.id: scene.other.id, id: OUTSIDE}
    found = kinds_of([scene.d.id], {scene.one.id}, links, asked, source_of)
    assert found == {scene.d.id: Coverage.NOTHING}
    assert claims_listed(db, scene.debate.id, ClaimFilter(source=OUTSIDE)).ids == [id]
    assert id not in claims_listed(db, scene.debate.id, ClaimFilter()).ids
    every = rebuttals_listed(db, scene.debate.id, RebuttalFilter()).ids
    assert every == [scene.rebuttal.id, made]
    for across in (True, False):
        assert made not in rebuttals_listed(db, scene.debate.id, RebuttalFilter(across=across)).ids
    mine = RebuttalFilter(outside=True, move=Move.CONTRADICTS)
    assert rebuttals_listed(db, scene.debate.id, mine).ids == [made]
    after = RebuttalFilter(after=scene.rebuttal.id)
    assert rebuttals_listed(db, scene.debate.id, after).ids == [made]


def test_pages_that_name_whoever_brought_it_age_with_their_name(db, scene):
    id = brought(db, scene)
    create(
        db,
        by=scene.editor,
        kind=Kind.REBUTTAL,
        fields=rebuttal_fields(db.get_one(Claim, id), scene.d),
    )
    before = {one: claim_version(db, one) for one in (id, scene.d.id)}
    age_signed(db, user=scene.editor)
    assert all(claim_version(db, one) > version for one, version in before.items())

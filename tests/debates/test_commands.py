"""Debates, questions and positions: what is refused."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.claims.queries import claim_version
from app.debates.commands import hold, note_from_outside
from app.debates.models import Question, QuestionKind
from app.debates.queries import question_by_id, question_version, voices
from app.errors import Invalid, NotFound


def test_voices_stand_from_the_left_in_the_order_of_the_sides(db, make):
    first, second = make.source(), make.source()
    debate = make.debate(first, second)
    heard = list(voices(db, debate.id).values())
    assert [(voice.source_id, voice.letter, voice.side) for voice in heard] == [
        (first.id, "A", "a"),
        (second.id, "B", "b"),
    ]


def test_a_question_is_worded_as_one_and_its_kind_is_explained(db, make):
    with pytest.raises(Invalid, match="question"):
        make.question(text="It is so.")
    with pytest.raises(Invalid, match="why it has this kind"):
        make.question(why=" ")


def test_a_position_has_claims_and_a_silence_has_none(db, make):
    question, source = make.question(), make.source()
    claim = make.claim(source)
    for claims, is_silent in (([], False), ([claim], True)):
        with pytest.raises(Invalid, match="a silence has none"):
            hold(
                db,
                question=question,
                source=source,
                statement="It holds.",
                claims=claims,
                is_silent=is_silent,
            )


def test_a_position_rests_on_claims_of_its_own_source(db, make):
    question, source, other = make.question(), make.source(), make.source()
    with pytest.raises(Invalid, match="its own source"):
        hold(db, question=question, source=source, statement="So.", claims=[make.claim(other)])


def test_positions_come_in_the_order_of_the_sides_with_claims_as_ranked(db, make):
    first, second = make.source(), make.source()
    debate = make.debate(first, second)
    question = make.question(debate)
    one, two = make.claim(second), make.claim(second)
    hold(db, question=question, source=second, statement="Yes.", claims=[two, one])
    hold(db, question=question, source=first, statement="It is silent.", claims=[], is_silent=True)
    asked = question_by_id(db, question.id)
    assert [held.source_id for held in asked.positions] == [first.id, second.id]
    assert asked.positions[1].claim_ids == (two.id, one.id)
    assert asked.positions[0].is_silent


def test_a_position_makes_its_question_and_its_claims_stale(db, make):
    source = make.source()
    question, claim = make.question(), make.claim(source)
    before = question_version(db, question.id), claim_version(db, claim.id)
    hold(db, question=question, source=source, statement="Yes.", claims=[claim])
    db.flush()
    after = question_version(db, question.id), claim_version(db, claim.id)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_an_outside_note_stands_beside_something_and_has_a_safe_address(db, make):
    debate, claim = make.debate(), make.claim()
    with pytest.raises(Invalid, match="beside a claim or a question"):
        note_from_outside(db, debate=debate, body="So.", reference="A book.")
    with pytest.raises(Invalid, match="https://"):
        note_from_outside(
            db,
            debate=debate,
            body="So.",
            reference="A book.",
            url="javascript:alert(1)",
            claims=[claim],
        )


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"text": ""}, "ck_question_explained"),
        ({"why": ""}, "ck_question_explained"),
        ({"kind": "quarrel"}, "ck_question_kind"),
    ],
)
def test_the_database_refuses_what_the_commands_would(db, make, fields, rule):
    given = {"debate_id": make.debate().id, "number": 1, "text": "So?", "why": "Because."}
    db.add(Question(**given | {"kind": QuestionKind.FRAMING} | fields))
    with pytest.raises((IntegrityError, LookupError), match=f"{rule}|quarrel"):
        db.flush()


def test_the_database_refuses_a_nameless_debate_and_a_long_letter(db, make):
    with pytest.raises(IntegrityError, match="ck_debate_named"), db.begin_nested():
        make.debate(frame="")


def test_an_unknown_question_is_not_found(db):
    with pytest.raises(NotFound):
        question_by_id(db, "0000000000")

"""Who says what when, over rows made by hand."""

from app.arguments.models import Basis, Move
from app.arguments.queries import Attack
from app.debates.dialogue import turns
from app.debates.exchange import Counterpart, Relation
from app.debates.models import QuestionKind
from app.debates.queries import Asked, Held


def asked(**held: str) -> Asked:
    positions = tuple(
        Held(source, "It holds.", not claims, tuple(claims.split()))
        for source, claims in held.items()
    )
    return Asked("q", 1, "So?", QuestionKind.FRAMING, "Because.", positions)


def near(claim_id: str, relation: Relation = Relation.CONTRADICTS) -> Counterpart:
    link = Attack("r", "x", Move.CONTRADICTS, "y", None, True, Basis.EDITORIAL, "Why.")
    return Counterpart(claim_id, relation, False, link)


def said(question: Asked, **found: list[Counterpart]) -> str:
    return " ".join(turn.claim_id for turn in turns(question, found))


def test_the_texts_take_turns_and_go_on_when_the_other_has_nothing_left():
    assert said(asked(A="a1 a2 a3", B="b1")) == "a1 b1 a2 a3"
    assert said(asked(A="", B="b1 b2")) == "b1 b2"
    assert said(asked(A="a1", B="b1", C="c1")) == "a1 b1 c1"
    assert said(asked(A="", B="")) == ""


def test_what_is_closest_to_what_was_just_said_comes_next():
    qualifies = near("b2", Relation.QUALIFIES)
    assert said(asked(A="a1", B="b1 b2 b3"), a1=[qualifies, near("b3")]) == "a1 b3 b1 b2"
    assert said(asked(A="a1 a2", B="b1 b2"), a1=[qualifies], b2=[near("a2")]) == "a1 b2 a2 b1"


def test_a_turn_says_what_it_is_to_the_one_before_and_whether_its_text_spoke_already():
    same = near("b1", Relation.SAME_QUESTION)
    first, second, third = turns(asked(A="a1 a2", B="b1"), {"a1": [same], "b1": [near("a2")]})
    assert (first.bears, first.again) == (None, False)
    assert (second.bears, second.again) == (None, False)
    assert third.bears is not None
    assert (third.bears.relation, third.again) == (Relation.CONTRADICTS, True)

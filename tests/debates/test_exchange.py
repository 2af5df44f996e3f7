"""What another text has on the same matter, over rows made by hand."""

from app.arguments.models import Basis, Move
from app.arguments.queries import Attack, Links, Reason
from app.debates.exchange import Relation, counterparts
from app.debates.models import QuestionKind
from app.debates.queries import Asked, Held

SOURCE_OF = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "b3": "B"}


def attack(claim: str, target: str, move: Move = Move.CONTRADICTS, mutual: bool = False) -> Attack:
    support = move == Move.UNDERCUTS
    return Attack(
        f"{claim}-{target}",
        claim,
        move,
        None if support else target,
        target if support else None,
        mutual,
        Basis.EDITORIAL,
        "Why.",
    )


def reason(id: str, conclusion: str, *premises: str) -> Reason:
    return Reason(id, conclusion, None, Basis.STATED, "Why.", premises)


def asked(*positions: tuple[str, tuple[str, ...]]) -> Asked:
    held = tuple(Held(source, "It holds.", False, claims) for source, claims in positions)
    return Asked("q", 1, "So?", QuestionKind.FRAMING, "Because.", held)


def found(claim, *, reasons=(), attacks=(), questions=()):
    links = Links(tuple(reasons), tuple(attacks))
    return [
        (one.claim_id, one.relation, one.outward)
        for one in counterparts(claim, links, questions, SOURCE_OF)
    ]


def test_a_rebuttal_is_seen_from_both_ends():
    against = attack("b1", "a1")
    assert found("a1", attacks=[against]) == [("b1", Relation.CONTRADICTS, False)]
    assert found("b1", attacks=[against]) == [("a1", Relation.CONTRADICTS, True)]


def test_a_link_inside_one_text_is_no_counterpart():
    assert found("a1", attacks=[attack("a2", "a1")], reasons=[reason("s", "a1", "a2")]) == []


def test_an_undercut_bears_on_the_conclusion_and_on_the_premises():
    step = reason("s", "a1", "a2")
    cut = attack("b1", "s", Move.UNDERCUTS)
    assert found("a1", reasons=[step], attacks=[cut]) == [("b1", Relation.UNDERCUTS, False)]
    assert found("a2", reasons=[step], attacks=[cut]) == [("b1", Relation.UNDERCUTS, False)]
    assert found("b1", reasons=[step], attacks=[cut]) == [("a1", Relation.UNDERCUTS, True)]


def test_a_support_across_the_texts_is_agreement():
    assert found("a1", reasons=[reason("s", "a1", "b1")]) == [("b1", Relation.AGREES, False)]


def test_a_claim_is_named_once_by_its_closest_relation():
    question = asked(("A", ("a1",)), ("B", ("b1", "b2")))
    links = [attack("b1", "a1", Move.QUALIFIES), attack("b1", "a1")]
    assert found("a1", attacks=links, questions=[question]) == [
        ("b1", Relation.CONTRADICTS, False),
        ("b2", Relation.SAME_QUESTION, True),
    ]


def test_a_question_counts_only_for_claims_that_are_positions_on_it():
    question = asked(("A", ("a1",)), ("B", ("b1",)))
    assert found("a2", questions=[question]) == []

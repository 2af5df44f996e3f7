"""An argument as nodes and relations, over rows made by hand."""

from app.arguments.models import Basis, Move
from app.arguments.queries import Attack, Links, Reason
from app.debates.models import QuestionKind
from app.debates.queries import Asked, Held
from app.mapping.graph import LIMIT, Kind, NodeKind, of_claims
from app.mapping.neighbourhood import Followed, MapFilter, beside, narrowed

SOURCE_OF = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B"}


def attack(claim: str, target: str, move: Move = Move.CONTRADICTS, *, mutual: bool = False):
    claim_end, support_end = (None, target) if move == Move.UNDERCUTS else (target, None)
    return Attack(
        f"{claim}-{target}", claim, move, claim_end, support_end, mutual, Basis.EDITORIAL, "Why."
    )


def reason(id: str, conclusion: str, *premises: str) -> Reason:
    return Reason(id, conclusion, None, Basis.STATED, "Why.", premises)


STEP = reason("s", "a1", "a2", "a3")
LINKS = Links(
    (STEP,),
    (
        attack("b1", "s", Move.UNDERCUTS),
        attack("b2", "a1", mutual=True),
        attack("b2", "b1", Move.QUALIFIES),
    ),
)


def relations(claims, links=LINKS, question=None):
    graph = of_claims(claims, links, question)
    return {(r.tail, r.kind.value, r.head) for r in graph.relations}


def test_premises_join_in_the_reason_and_an_undercut_ends_on_it():
    assert relations(["a1", "a2", "a3", "b1"]) == {
        ("a2", "premise", "s"),
        ("a3", "premise", "s"),
        ("s", "supports", "a1"),
        ("b1", "undercuts", "s"),
    }


def test_a_reason_is_not_drawn_without_all_its_premises():
    assert relations(["a1", "a2", "b1", "b2"]) == {
        ("b2", "contradicts", "a1"),
        ("b2", "qualifies", "b1"),
    }


def test_a_mutual_rebuttal_is_told_at_both_ends():
    graph = of_claims(["a1", "b2"], LINKS)
    assert graph.into("a1") == graph.into("b2") == graph.relations
    assert graph.relations[0].mutual


def test_claims_lead_to_the_question_that_they_answer():
    held = (Held("A", "So.", False, ("a1",)), Held("B", "Nothing.", True, ()))
    question = Asked("q", 1, "So?", QuestionKind.SILENCE, "Because.", held)
    assert relations(["a1"], question=question) == {("a1", "answers", "q")}


def test_no_map_has_more_nodes_than_the_limit_and_what_is_left_out_is_counted():
    many = [f"c{number}" for number in range(LIMIT + 7)]
    links = Links(tuple(reason(f"s{n}", many[n], many[n + 1]) for n in range(5)), ())
    full = of_claims(many, links)
    assert (len(full.nodes), full.left_out) == (LIMIT, 12)
    nearly = of_claims(many[: LIMIT - 3], links)
    assert (len(nearly.nodes), nearly.left_out) == (LIMIT, 2)
    drawn = {node.id for node in nearly.nodes}
    assert all({r.tail, r.head} <= drawn for r in nearly.relations)
    assert sum(node.kind == NodeKind.REASON for node in nearly.nodes) == 3


def test_a_step_follows_rebuttals_supports_and_what_denies_a_support():
    assert beside({"a1"}, LINKS) == {"a1", "a2", "a3", "b1", "b2"}
    assert beside({"a2"}, LINKS) == {"a1", "a2", "a3", "b1"}
    assert beside({"b2"}, LINKS) == {"a1", "b1", "b2"}


def test_a_map_is_narrowed_to_kinds_of_relation():
    rebuttals = narrowed(LINKS, SOURCE_OF, MapFilter(relations=Followed.REBUTTALS))
    assert rebuttals == LINKS  # the one reason is denied, and stays with its rebuttal
    supports = narrowed(LINKS, SOURCE_OF, MapFilter(relations=Followed.SUPPORTS))
    assert (supports.reasons, supports.attacks) == ((STEP,), ())


def test_a_map_is_narrowed_to_links_between_or_inside_texts_and_to_one_text():
    across = narrowed(LINKS, SOURCE_OF, MapFilter(across=True))
    assert [a.id for a in across.attacks] == ["b1-s", "b2-a1"]
    inside = narrowed(LINKS, SOURCE_OF, MapFilter(across=False))
    assert ([a.id for a in inside.attacks], inside.reasons) == (["b2-b1"], (STEP,))
    own = narrowed(LINKS, SOURCE_OF, MapFilter(source="B"))
    assert ([a.id for a in own.attacks], own.reasons) == (["b2-b1"], ())


def test_links_to_claims_of_no_debate_that_is_shown_are_left_out():
    links = Links((reason("s", "a1", "x9"),), (attack("x9", "a1"),))
    assert narrowed(links, SOURCE_OF, MapFilter()) == Links((), ())
    assert Kind.PREMISE not in {r.kind for r in of_claims(["a1"], links).relations}

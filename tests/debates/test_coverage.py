"""How far texts take each other up, over rows made by hand."""

import pytest

from app.arguments.models import Basis, Move
from app.arguments.queries import Attack, Links, Reason
from app.claims.models import Stance
from app.claims.queries import Card, Words
from app.debates.coverage import PER_WORD, WIDEST, Coverage, covered, kinds_of, scale
from app.debates.models import QuestionKind
from app.debates.queries import Asked, Held
from app.semantics.framework import Label
from app.text.structure import BlockKind
from tests.factories import block

SOURCE_OF = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "c1": "C"}
CUTS, NARROWS, DENIES = Move.UNDERCUTS, Move.QUALIFIES, Move.CONTRADICTS


def attack(claim: str, target: str, move: Move = DENIES, *, mutual: bool = False) -> Attack:
    claim_end, support_end = (None, target) if move == CUTS else (target, None)
    return Attack(
        f"{claim}-{target}", claim, move, claim_end, support_end, mutual, Basis.EDITORIAL, "Why."
    )


def reason(id: str, conclusion: str, *premises: str) -> Reason:
    return Reason(id, conclusion, None, Basis.STATED, "Why.", premises)


def asked(*positions: tuple[str, tuple[str, ...]]) -> Asked:
    held = tuple(Held(source, "It holds.", False, claims) for source, claims in positions)
    return Asked("q", 1, "So?", QuestionKind.FRAMING, "Because.", held)


STEP = reason("s", "a1", "a2")


@pytest.mark.parametrize(
    ("reasons", "attacks", "kind"),
    [
        ((), [attack("b1", "a1")], Coverage.ANSWERED),
        ((), [attack("a1", "b1", mutual=True)], Coverage.ANSWERED),
        ([STEP], [attack("b1", "s", CUTS)], Coverage.ANSWERED),
        ((), [attack("b1", "a1", NARROWS)], Coverage.QUALIFIED),
        ((), [attack("b1", "a1", NARROWS), attack("a1", "b1")], Coverage.QUALIFIED),
        ((), [attack("a1", "b1")], Coverage.EXCHANGE),
        ((), [attack("a1", "b1", NARROWS)], Coverage.EXCHANGE),
        ([reason("s", "b1", "b2")], [attack("a1", "s", CUTS)], Coverage.EXCHANGE),
        ([reason("s", "a2", "a1")], [attack("b1", "s", CUTS)], Coverage.EXCHANGE),
        ([reason("s", "a1", "b1")], (), Coverage.AGREED),
        ([reason("s", "b1", "a1")], (), Coverage.AGREED),
        ((), (), Coverage.QUESTION),
        ([STEP], [attack("a2", "s", CUTS), attack("a2", "a1")], Coverage.QUESTION),
    ],
)
def test_a_claim_is_of_the_first_kind_that_fits(reasons, attacks, kind):
    questions = [asked(("A", ("a1",)), ("B", ("b2",)))]
    links = Links(tuple(reasons), tuple(attacks))
    assert kinds_of(["a1"], {"B"}, links, questions, SOURCE_OF) == {"a1": kind}


def test_only_the_texts_that_are_asked_about_count():
    links = Links((), (attack("c1", "a1"), attack("b1", "a1", NARROWS)))
    met = [kinds_of(["a1"], against, links, [], SOURCE_OF)["a1"] for against in ({"B"}, {"C"})]
    assert met == [Coverage.QUALIFIED, Coverage.ANSWERED]
    assert kinds_of(["a2"], {"B", "C"}, links, [], SOURCE_OF) == {"a2": Coverage.NOTHING}


def test_a_claim_of_a_source_that_is_not_in_the_debate_meets_nothing():
    links = Links((), (attack("x9", "a1"),))
    assert kinds_of(["a1"], {"B"}, links, [], SOURCE_OF) == {"a1": Coverage.NOTHING}


def card(id: str, at: int, stance: Stance = Stance.ASSERTS) -> Card:
    words = Words(id, "So.", 0, 3, at, "t")
    return Card(id, "A", 1, "So.", stance, "", 1, Label.IN, 0, (words,))


def test_a_claim_counts_once_where_it_is_first_made():
    blocks = [
        block(kind=BlockKind.TITLE, number=1, start=0, end=5, words="Title"),
        block(kind=BlockKind.PARAGRAPH, number=2, start=7, end=19, words="One two three"),
        block(kind=BlockKind.HEADING, number=3, start=21, end=25, words="Part"),
        block(kind=BlockKind.PARAGRAPH, number=4, start=27, end=31, words="Four"),
        block(kind=BlockKind.NOTE, number=2, start=33, end=37, words="Note"),
    ]
    kinds = {"x": Coverage.ANSWERED, "y": Coverage.NOTHING}
    made = covered([card("x", 2), card("y", 2, Stance.REPORTS)], kinds, blocks)
    assert [(s.heading, [(p.number, p.words) for p in s.paragraphs]) for s in made.sections] == [
        ("", [(2, 3)]),
        ("Part", [(4, 1)]),
    ]
    assert made.sections[0].paragraphs[0].kinds == (Coverage.ANSWERED, Coverage.NOTHING)
    assert made.counts.total() == 2
    assert made.others == {Coverage.NOTHING: 1}
    assert scale([made]) == PER_WORD


def test_one_scale_fits_the_longest_paragraph_of_all_texts():
    def text(words: int):
        one = block(kind=BlockKind.PARAGRAPH, number=1, start=0, end=9, words="so " * words)
        return covered([], {}, [one])

    assert scale([text(10), text(1000)]) == WIDEST / 1000
    assert scale([]) == PER_WORD

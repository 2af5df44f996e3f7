"""Making claims: what the command and the database refuse."""

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.claims.commands import make_claim
from app.claims.models import Claim, Stance
from app.claims.queries import card_by_id, neighbour_ids
from app.errors import Invalid, NotFound


def test_a_claim_rests_on_its_passages_in_order(db, make):
    source = make.source()
    passages = [make.passage(source), make.passage(source)]
    card = card_by_id(db, make.claim(source, passages=passages[::-1]).id)
    assert [words.id for words in card.passages] == [passages[1].id, passages[0].id]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"passages": []}, "passages"),
        ({"statement": " "}, "statement"),
        ({"stance": Stance.REJECTS}, "attributed_to"),
        ({"stance": Stance.REPORTS}, "attributed_to"),
    ],
)
def test_a_claim_without_ground_words_or_holder_is_refused(db, make, wrong, field):
    source = make.source()
    given = {
        "source": source,
        "number": 1,
        "statement": "It is so.",
        "stance": Stance.ASSERTS,
        "passages": [make.passage(source)],
    }
    with pytest.raises(Invalid) as refused:
        make_claim(db, **given | wrong)
    assert refused.value.field == field


def test_a_passage_counts_once_in_a_claim(db, make):
    source = make.source()
    passage = make.passage(source)
    with pytest.raises(Invalid, match="twice"):
        make.claim(source, passages=[passage, passage])


def test_a_number_is_never_given_twice_in_a_source(db, make):
    source = make.source()
    make.claim(source, number=1)
    with pytest.raises(IntegrityError, match=r"uq_claim_source_id_number|claim\.number"):
        make.claim(source, number=1)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"number": 0}, "ck_claim_numbered"),
        ({"statement": ""}, "ck_claim_stated"),
        ({"stance": "rejects"}, "ck_claim_held_by_someone"),
        ({"stance": "believes"}, "ck_claim_stance"),
    ],
)
def test_the_database_refuses_what_the_command_would(db, make, wrong, rule):
    given = {"source_id": make.source().id, "number": 7, "statement": "So.", "place": 0}
    db.add(Claim(**given | {"stance": "asserts"} | wrong))
    with pytest.raises((DBAPIError, LookupError), match=rf"{rule}|believes"):
        db.flush()


def test_neighbours_are_those_in_reading_order(db, make):
    source = make.source()
    words = [make.passage(source) for _ in range(3)]
    first, second, third = (
        make.claim(source, passages=[passage])
        for passage in sorted(words, key=lambda passage: passage.start)
    )
    assert neighbour_ids(db, second.id) == (first.id, third.id)
    assert neighbour_ids(db, first.id) == (None, second.id)


def test_an_id_of_nothing_is_not_found(db):
    with pytest.raises(NotFound):
        card_by_id(db, "0000000000")

"""Where the claims of the shipped debate stand, and that neither text comes out as the winner."""

from collections import Counter

import pytest
import sqlalchemy as sa
from py_arg.algorithms.semantics.get_grounded_extension import get_grounded_extension
from py_arg.import_export.argumentation_framework_from_trivial_graph_format_reader import (
    ArgumentationFrameworkFromTrivialGraphFormatReader as TrivialGraph,
)
from sqlmodel import col

from app.claims.models import Claim, Stance
from app.debates.models import Side

OWN = {Stance.ASSERTS, Stance.CONCEDES}


@pytest.fixture
def claims(seeded_db):
    """Letter, number, stance and label of every claim."""
    columns = (col(Side.letter), col(Claim.number), col(Claim.stance), col(Claim.standing))
    rows = sa.select(*columns).join(Side, col(Side.source_id) == Claim.source_id)
    return seeded_db.execute(rows).all()


def test_so_many_claims_of_each_text_stand_are_contested_or_defeated(claims):
    counts = Counter((letter, label.value) for letter, _, _, label in claims)
    assert counts == {
        ("A", "in"): 35,
        ("A", "undec"): 5,
        ("A", "out"): 4,
        ("B", "in"): 98,
        ("B", "undec"): 16,
        ("B", "out"): 7,
    }


def test_nothing_that_an_author_holds_is_defeated_and_all_that_is_was_set_out_to_be(claims):
    defeated = [stance for _, _, stance, label in claims if label == "out"]
    assert set(defeated) == {Stance.REJECTS}
    assert not OWN & set(defeated)


def test_what_is_contested_between_the_texts_is_what_each_denies_of_the_other(claims):
    contested = {f"{letter}{number}" for letter, number, _, label in claims if label == "undec"}
    pairs = {("A8", "B47"), ("A17", "B40"), ("A25", "B43"), ("A27", "B36"), ("A39", "B104")}
    assert {label for label in contested if label.startswith("A")} == {one for one, _ in pairs}
    assert {other for _, other in pairs} <= contested


def test_another_program_accepts_the_same_claims_and_supports(client, claims):
    given = TrivialGraph.from_tgf(client.get("/debates/china-cyber-espionage.tgf").text)
    accepted = {argument.name for argument in get_grounded_extension(given)}
    standing = {f"{letter}{number}".lower() for letter, number, _, label in claims if label == "in"}
    assert {name for name in accepted if not name.startswith("s_")} == standing

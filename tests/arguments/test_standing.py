"""From rows to abstract argumentation and back: supports, suppositions, what hangs together."""

from random import Random

import pytest

from app.arguments.bearing import bearing
from app.arguments.models import Move
from app.arguments.queries import links_of
from app.arguments.standing import (
    Supposed,
    framework_of,
    hanging_together,
    label_of,
    pairs,
    standings,
)
from app.claims.queries import claim_version, labels_of
from app.errors import Conflict
from app.semantics.grounded import grounded


def labels(db, claims, **supposed):
    chosen = Supposed(**{name: frozenset(ids) for name, ids in supposed.items()})
    found = standings(db, [claim.id for claim in claims], chosen)
    assert found.whole
    return [found.of[claim.id].label.value for claim in claims]


@pytest.fixture
def chain(make):
    """Three claims, each of which contradicts the next, and the two rebuttals."""
    claims = [make.claim() for _ in range(3)]
    rebuttals = [make.rebuttal(claim=claims[at], target=claims[at + 1]) for at in range(2)]
    return claims, rebuttals


def test_without_a_supposition_they_stand_as_it_is_kept(db, chain):
    claims, _ = chain
    assert labels(db, claims) == ["in", "out", "in"]
    assert not any(now.changed for now in standings(db, [claims[0].id]).of.values())


def test_a_claim_that_is_not_accepted_goes_against_nothing(db, chain):
    claims, _ = chain
    assert labels(db, claims, without=[claims[0].id]) == ["out", "in", "out"]


def test_a_claim_that_is_given_stands_whatever_goes_against_it(db, chain):
    claims, _ = chain
    assert labels(db, claims, given=[claims[1].id]) == ["in", "in", "out"]


def test_a_rebuttal_that_is_set_aside_defeats_nothing(db, chain):
    claims, rebuttals = chain
    assert labels(db, claims, without=[rebuttals[0].id]) == ["in", "in", "out"]


def test_a_supposition_is_followed_to_claims_that_were_not_asked_for_and_stores_nothing(db, chain):
    claims, _ = chain
    before = [claim_version(db, claim.id) for claim in claims]
    found = standings(db, [], Supposed(frozenset([claims[0].id])))
    assert {id: now.changed for id, now in found.of.items()} == {claim.id: True for claim in claims}
    assert [claim_version(db, claim.id) for claim in claims] == before
    assert labels(db, claims) == ["in", "out", "in"]


def test_ids_that_name_nothing_suppose_nothing(db, chain):
    claims, _ = chain
    assert labels(db, claims, without=["0000000000"], given=["1111111111"]) == ["in", "out", "in"]


def test_where_too_much_hangs_together_nothing_is_supposed(db, chain, monkeypatch):
    claims, _ = chain
    monkeypatch.setattr("app.arguments.standing.MOST_CLAIMS", 2)
    found = standings(db, [claims[2].id], Supposed(frozenset([claims[0].id])))
    assert not found.whole
    assert found.of[claims[2].id].label == "in"


def test_what_hangs_together_is_found_whichever_way_and_however_far(db, make, chain):
    claims, _ = chain
    apart = make.claim()
    make.rebuttal(claim=apart, target=claims[1], move=Move.QUALIFIES)
    every = {claim.id for claim in claims}
    assert hanging_together(db, [claims[2].id], 10) == every
    assert hanging_together(db, [apart.id], 10) == {apart.id}
    assert len(hanging_together(db, [claims[0].id], 1)) == 2


def test_a_support_has_the_label_that_the_whole_framework_gives_it(db, make):
    """At random, with undercuts, against supports as arguments among the claims."""
    chance = Random(2)
    claims = [make.claim() for _ in range(10)]
    supports = []
    for _ in range(8):
        conclusion, *premises = chance.sample(claims, chance.randint(2, 4))
        supports.append(make.support(premises=premises, conclusion=conclusion))
    seen = set()
    for _ in range(30):
        one, other = chance.sample(claims, 2)
        target = chance.choice([other, chance.choice(supports)])
        move = Move.CONTRADICTS if target is other else Move.UNDERCUTS
        mutual = target is other and chance.random() < 0.4
        try:
            make.rebuttal(claim=one, target=target, move=move, mutual=mutual)
        except Conflict:
            continue
        links = links_of(db, [claim.id for claim in claims])
        whole = grounded(framework_of([claim.id for claim in claims], links))
        kept = {id: found.label for id, found in labels_of(db, links.claim_ids()).items()}
        undercut = bearing("", links).undercut
        for reason in links.reasons:
            found = label_of(reason, undercut.get(reason.id, []), kept)
            assert found == whole[reason.id].label
            seen.add(found)
    assert len(seen) == 3


def test_qualifications_and_undercuts_are_no_attacks_of_claims(db, make):
    claim, target = make.claim(), make.claim()
    make.rebuttal(claim=claim, target=target, move=Move.QUALIFIES)
    make.rebuttal(claim=claim, target=make.support(), move=Move.UNDERCUTS)
    assert pairs(links_of(db, [claim.id]).attacks) == []

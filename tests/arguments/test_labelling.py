"""Labels are kept: after every change those of the database are what the whole graph gives."""

import itertools
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, select

from app.arguments.commands import withdraw_rebuttal, withdraw_support
from app.arguments.labelling import relabel_all
from app.arguments.models import Move, Rebuttal, Support
from app.claims.models import Claim
from app.claims.queries import claim_version
from app.errors import Conflict
from app.history.queries import edition
from app.semantics.framework import framework
from app.semantics.grounded import grounded
from tests.factories import Make


def kept(db: Session) -> dict[str, str]:
    return dict(iter(db.exec(select(Claim.id, Claim.standing))))


def anew(db: Session) -> dict[str, str]:
    attacks = []
    for rebuttal in db.exec(select(Rebuttal).where(Rebuttal.move == Move.CONTRADICTS)):
        ends = (rebuttal.claim_id, rebuttal.target_claim_id or "")
        attacks += [ends, ends[::-1]] if rebuttal.mutual else [ends]
    whole = framework(db.exec(select(Claim.id)), attacks)
    return {id: settled.label for id, settled in grounded(whole).items()}


def labels(db: Session, *claims: Claim) -> list[str]:
    return [kept(db)[claim.id] for claim in claims]


def versions(db: Session, *claims: Claim) -> list[int]:
    return [claim_version(db, claim.id) for claim in claims]


@pytest.fixture
def three(make: Make) -> list[Claim]:
    return [make.claim() for _ in range(3)]


def test_labels_are_right_after_every_one_of_many_changes(db, make):
    chance = Random(1)
    claims = [make.claim() for _ in range(12)]
    there: list[Rebuttal] = []
    seen: set[str] = set()
    for _ in range(220):
        if chance.random() < len(there) / 28:
            withdraw_rebuttal(db, rebuttal=there.pop(chance.randrange(len(there))))
        else:
            one, other = chance.sample(claims, 2)
            move = chance.choice([Move.CONTRADICTS] * 4 + [Move.QUALIFIES])
            mutual = move == Move.CONTRADICTS and chance.random() < 0.3
            try:
                there.append(make.rebuttal(claim=one, target=other, move=move, mutual=mutual))
            except Conflict:
                continue
        found = kept(db)
        assert found == anew(db)
        seen |= set(found.values())
    assert seen == {"in", "out", "undec"}


def test_a_rebuttal_that_goes_takes_back_what_followed_from_it(db, make, three):
    one, other, third = three
    make.rebuttal(claim=one, target=other)
    cut = make.rebuttal(claim=third, target=one)
    assert labels(db, *three) == ["out", "in", "in"]
    withdraw_rebuttal(db, rebuttal=cut)
    assert labels(db, *three) == ["in", "out", "in"]
    assert db.exec(select(Rebuttal.id)).all() != []


def test_rows_that_were_written_past_the_commands_are_labelled_all_at_once(db, make, three):
    ids = [claim.id for claim in three]
    for claim, target in itertools.pairwise(ids):
        fields: Any = {"move": "contradicts", "basis": "editorial", "note": "Why."}
        db.add(Rebuttal(claim_id=claim, target_claim_id=target, **fields))
    db.flush()
    assert labels(db, *three) == ["in", "in", "in"]
    relabel_all(db)
    assert labels(db, *three) == ["in", "out", "in"]


def test_a_label_that_changes_makes_stale_every_page_that_tells_it(db, make, three):
    """Its own, those of what it goes against and what those do, and where it is a reason."""
    first, second, third = three
    fourth, fifth, concluded, cut_off = (make.claim() for _ in range(4))
    for claim, target in ((first, second), (second, third), (third, fourth)):
        make.rebuttal(claim=claim, target=target)
    make.support(premises=[first], conclusion=concluded)
    undercut = make.support(conclusion=cut_off)
    make.rebuttal(claim=first, target=undercut, move=Move.UNDERCUTS)
    attacker = make.claim()
    told = (first, second, third, concluded, cut_off, attacker)
    before, aside = versions(db, *told), versions(db, fifth)
    make.rebuttal(claim=attacker, target=first)
    assert all(now > then for now, then in zip(versions(db, *told), before, strict=True))
    assert versions(db, fifth) == aside


def test_a_rebuttal_that_changes_no_label_makes_stale_the_pages_that_give_it_as_a_reason(
    db, make, three
):
    first, second, third = three
    make.rebuttal(claim=first, target=second)
    make.rebuttal(claim=second, target=third)
    attacker, beaten = make.claim(), make.claim()
    make.rebuttal(claim=attacker, target=beaten)
    before = versions(db, *three)
    make.rebuttal(claim=beaten, target=first)
    assert labels(db, *three) == ["in", "out", "in"]
    after = versions(db, *three)
    assert after[0] > before[0]
    assert after[1] > before[1]
    assert after[2] == before[2]


def test_withdrawing_makes_the_pages_at_both_ends_stale(db, make, three):
    one, other, _third = three
    rebuttal = make.rebuttal(claim=one, target=other, move=Move.QUALIFIES)
    before, number = versions(db, *three), edition(db)
    withdraw_rebuttal(db, rebuttal=rebuttal)
    after = versions(db, *three)
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 0]
    assert edition(db) > number


def test_a_support_can_be_withdrawn_once_nothing_goes_against_it(db, make, three):
    claim, premise, conclusion = three
    support = make.support(premises=[premise], conclusion=conclusion)
    cut = make.rebuttal(claim=claim, target=support, move=Move.UNDERCUTS)
    with pytest.raises(Conflict, match="withdraw that first"):
        withdraw_support(db, support=support)
    withdraw_rebuttal(db, rebuttal=cut)
    before = versions(db, *three)
    withdraw_support(db, support=support)
    after = versions(db, *three)
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 1, 1]
    assert db.exec(select(Support.id)).all() == []

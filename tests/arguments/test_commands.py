"""Linking claims: what the commands and the database refuse, and what a link makes stale."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.arguments.commands import give_reason, rebut
from app.arguments.models import Basis, Move, Rebuttal, Support
from app.claims.queries import claim_version
from app.errors import Conflict, Invalid
from app.history.queries import edition


def test_a_claim_cannot_rebut_itself(db, make):
    claim = make.claim()
    with pytest.raises(Invalid) as refused:
        make.rebuttal(claim=claim, target=claim)
    assert refused.value.field == "claim"


def test_a_claim_cannot_support_itself(db, make):
    claim = make.claim()
    with pytest.raises(Invalid, match="reason for itself"):
        make.support(premises=[claim], conclusion=claim)


def test_an_undercut_goes_against_a_support_and_nothing_else_does(db, make):
    with pytest.raises(Invalid, match="undercut"):
        make.rebuttal(move=Move.UNDERCUTS, target=make.claim())
    with pytest.raises(Invalid, match="undercut"):
        make.rebuttal(move=Move.CONTRADICTS, target=make.support())
    assert make.rebuttal(move=Move.UNDERCUTS, target=make.support()).target_support_id


def test_only_a_contradiction_is_mutual(db, make):
    with pytest.raises(Invalid, match="mutual"):
        make.rebuttal(move=Move.QUALIFIES, mutual=True)
    assert make.rebuttal(mutual=True).mutual


def test_a_link_without_a_note_is_refused(db, make):
    with pytest.raises(Invalid, match="why the one bears"):
        make.rebuttal(note=" ")
    with pytest.raises(Invalid, match="why the one bears"):
        make.support(note="")


def test_the_same_two_are_linked_once(db, make):
    one, other = make.claim(), make.claim()
    make.rebuttal(claim=one, target=other, mutual=True)
    for claim, target in ((one, other), (other, one)):
        with pytest.raises(Conflict):
            make.rebuttal(claim=claim, target=target)


def test_a_support_needs_premises_and_each_once(db, make):
    claim, conclusion = make.claim(), make.claim()
    for premises in ([], [claim, claim]):
        with pytest.raises(Invalid):
            give_reason(
                db, premises=premises, conclusion=conclusion, basis=Basis.STATED, note="Because."
            )


def _rebuttal(**fields):
    return Rebuttal(**{"move": "contradicts", "basis": "editorial", "note": "Why."} | fields)


def test_the_database_refuses_what_the_commands_would(db, make):
    one, other, support = make.claim(), make.claim(), make.support()
    wrong = {
        "ck_rebuttal_not_itself": _rebuttal(claim_id=one.id, target_claim_id=one.id),
        "ck_rebuttal_one_target": _rebuttal(claim_id=one.id),
        "ck_rebuttal_move_fits_target": _rebuttal(claim_id=one.id, target_support_id=support.id),
        "ck_rebuttal_mutual_contradicts": _rebuttal(
            claim_id=one.id, target_claim_id=other.id, move="qualifies", mutual=True
        ),
        "ck_rebuttal_explained": _rebuttal(claim_id=one.id, target_claim_id=other.id, note=""),
        "ck_support_explained": Support(conclusion_id=one.id, basis=Basis.STATED, note=""),
    }
    for rule, row in wrong.items():
        with pytest.raises(IntegrityError, match=rule), db.begin_nested():
            db.add(row)
            db.flush()


def test_a_link_makes_the_pages_at_both_ends_stale_and_no_other(db, make):
    one, other, third = make.claim(), make.claim(), make.claim()
    before = [claim_version(db, claim.id) for claim in (one, other, third)]
    number = edition(db)
    make.rebuttal(claim=one, target=other)
    after = [claim_version(db, claim.id) for claim in (one, other, third)]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 0]
    assert edition(db) > number


def test_an_undercut_makes_every_claim_of_the_support_stale(db, make):
    claim, premise, conclusion = make.claim(), make.claim(), make.claim()
    support = make.support(premises=[premise], conclusion=conclusion)
    before = [claim_version(db, each.id) for each in (claim, premise, conclusion)]
    rebut(
        db,
        claim=claim,
        move=Move.UNDERCUTS,
        target=support,
        basis=Basis.EDITORIAL,
        note="It does not follow.",
    )
    after = [claim_version(db, each.id) for each in (claim, premise, conclusion)]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1]

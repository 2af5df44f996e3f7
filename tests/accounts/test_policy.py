"""Who may do what, and that every role may do what the one below it may."""

from itertools import pairwise

import pytest

from app.accounts.models import Role
from app.accounts.policy import ALLOWED, Act, may
from app.debates.editors import appoint, dismiss, edits, may_in, slugs_edited
from app.errors import Conflict


def test_every_act_is_somebodys_and_nobody_may_only_read_enter_and_flag():
    assert set(ALLOWED) == set(Act)
    assert {act for act in Act if may(None, act)} == {Act.READ, Act.ENTER, Act.FLAG}
    assert all(may(Role.ADMIN, act) for act in Act)


def test_each_role_may_more_than_the_one_before():
    for less, more in pairwise([None, *Role]):
        assert {a for a in Act if may(less, a)} < {a for a in Act if may(more, a)}


def test_a_reader_keeps_an_account_a_contributor_proposes_an_editor_publishes():
    first = {act: next(role for role in [None, *Role] if may(role, act)) for act in Act}
    assert first[Act.KEEP_ACCOUNT] == Role.READER
    assert first[Act.PROPOSE] == Role.CONTRIBUTOR
    assert first[Act.PUBLISH] == Role.EDITOR
    assert first[Act.ADMINISTER] == Role.ADMIN


def test_an_editor_of_one_debate_edits_that_one_alone(db, make):
    user, debate, other = make.user(), make.debate(), make.debate()
    appoint(db, by=None, user=user, debate=debate)
    with pytest.raises(Conflict):
        appoint(db, by=None, user=user, debate=debate)
    assert (edits(db, user, debate.id), edits(db, user, other.id)) == (True, False)
    assert may_in(db, user, Act.PUBLISH, debate.id)
    assert not may_in(db, user, Act.PUBLISH, other.id)
    assert not may_in(db, user, Act.ADMINISTER, debate.id)
    assert may_in(db, make.user(role=Role.EDITOR), Act.PUBLISH, other.id)
    assert slugs_edited(db) == {user.id: [debate.slug]}
    dismiss(db, by=None, user=user, debate=debate)
    with pytest.raises(Conflict):
        dismiss(db, by=None, user=user, debate=debate)
    assert not may_in(db, user, Act.PUBLISH, debate.id)


def test_nobody_edits_a_debate():
    assert not may(None, Act.PUBLISH, edits_here=True)

"""Critical questions: for each kind of step, and where each leads."""

import pytest

from app.arguments.critical import Strikes, critical, critical_by_key
from app.arguments.models import Basis, Scheme
from app.arguments.queries import Reason
from app.web import asking


@pytest.mark.parametrize("scheme", Scheme)
def test_every_kind_of_step_has_questions_of_which_one_denies_it(scheme):
    found = critical(scheme)
    assert 3 <= len(found) <= 5
    assert all(each.words.endswith("?") and len(each.words) < 100 for each in found)
    assert len({each.words for each in found}) == len(found)
    assert Strikes.STEP in {each.strikes for each in found} or scheme == Scheme.CONSEQUENCES
    assert [critical_by_key(scheme, each.key) for each in found] == list(found)


def test_a_step_of_no_kind_has_none_and_a_token_of_none_asks_nothing():
    assert critical(None) == ()
    assert asking.asked("") == asking.asked("SIGN.99") == asking.asked("NOTHING.1") == ""


def test_each_question_leads_to_the_move_that_it_may_become():
    reason = Reason("sup0000000", "end", Scheme.SIGN, Basis.STATED, "So.", ("one", "two"))
    for question in asking.questions(reason):
        assert asking.asked(question.token) == question.words
        ends = [lead.claim_id for lead in question.leads]
        assert ends == ([None] if question.on_step else ends)
        for lead in question.leads:
            target = lead.claim_id or "end"
            assert lead.url.startswith(f"/claims/{target}/rebuttals/new?")
            assert f"asks={question.token}" in lead.url
            move = "move=undercuts&reason=sup0000000" if question.on_step else "move=contradicts"
            assert move in lead.url
    struck = {lead.claim_id for each in asking.questions(reason) for lead in each.leads}
    assert struck == {None, "one", "two"}

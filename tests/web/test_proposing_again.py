"""A proposal said in other words by who made it, or taken back."""

import pytest

from app.changes.commands import edit
from app.changes.nouns import states_at
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.proposals.models import Proposal
from tests.web.changing import DEBATE, filled, led_to


@pytest.fixture(scope="module")
def claims(client):
    return [claim["id"] for claim in client.get(f"{DEBATE}.json").json()["claims"]]


@pytest.fixture
def proposed(members, claims):
    """A contributor’s edit of the first claim that an editor has returned: its proposal’s id."""
    browser, path = members.browser("contributor"), f"/claims/{claims[0]}/edit"
    form = filled(browser.get(path).text) | {"statement": ["First try."], "reason": ["Better."]}
    id = led_to(browser.post(path, data=form)).partition("proposed=")[2]
    given = {"decision": "return", "remark": "Keep the hedge."}
    led_to(members.browser("editor").post(f"/proposals/{id}", data=given))
    return id


def fields_of(members, id):
    with members.db() as db:
        proposal = db.get_one(Proposal, id)
        return str(proposal.status), proposal.fields, proposal.why


def test_a_returned_edit_is_said_again_and_published(members, recorded, claims, proposed):
    browser, path = members.browser("contributor"), f"/proposals/{proposed}/again"
    for page in ("/account", f"/proposals/{proposed}"):
        assert f'href="{path}"' in browser.get(page).text
    page = browser.get(path).text
    assert "Keep the hedge." in page
    form = filled(page)
    assert (form["statement"], form["reason"]) == (["First try."], ["Better."])
    wrong = browser.post(path, data=form | {"statement": [" "]})
    assert wrong.status_code == 422
    assert fields_of(members, proposed)[0] == "returned"
    led_to(browser.post(path, data=form | {"statement": ["Perhaps a second."]}))
    second = {"statement": "Perhaps a second."}
    assert fields_of(members, proposed) == ("pending", second, "Better.")
    led_to(members.browser("editor").post(f"/proposals/{proposed}", data={"decision": "publish"}))
    assert recorded() == 1
    assert browser.get(path).status_code == 409


def test_what_others_changed_since_it_was_proposed_stands_beside_it(
    members, recorded, claims, proposed
):
    with members.db() as db:
        by, seen = members.user(db, "editor"), last_revision_id(db, claims[0])
        theirs = {"statement": "Theirs.", "attributed_to": "some"}
        edit(db, by=by, kind=Kind.CLAIM, id=claims[0], seen=seen, fields=theirs)
        db.commit()
    browser, path = members.browser("contributor"), f"/proposals/{proposed}/again"
    page = browser.get(path).text
    assert "editor has changed this claim since you opened it" in page
    form = filled(page)
    assert (form["statement"], form["attributed_to"]) == (["First try."], ["some"])
    led_to(browser.post(path, data=form))
    assert fields_of(members, proposed)[1] == {"statement": "First try."}


def test_who_is_overtaken_while_saying_it_again_is_shown_both(members, recorded, claims, proposed):
    browser, path = members.browser("contributor"), f"/proposals/{proposed}/again"
    form = filled(browser.get(path).text)
    with members.db() as db:
        by, seen = members.user(db, "editor"), last_revision_id(db, claims[0])
        edit(db, by=by, kind=Kind.CLAIM, id=claims[0], seen=seen, fields={"statement": "Theirs."})
        db.commit()
    answer = browser.post(path, data=form)
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert fields_of(members, proposed)[0] == "returned"
    led_to(browser.post(path, data=filled(answer.text)))
    assert fields_of(members, proposed)[:2] == ("pending", {"statement": "First try."})


def test_something_new_is_said_again_with_what_was_said_of_it(members, recorded, claims):
    browser = members.browser("contributor")
    path = f"/claims/{claims[0]}/rebuttals"
    form = filled(browser.get(f"{path}/new").text) | {"claim": [claims[-1]], "move": ["qualifies"]}
    form |= {"basis": ["editorial"], "note": ["Not always."]}
    id = led_to(browser.post(path, data=form)).partition("proposed=")[2]
    again = filled(browser.get(f"/proposals/{id}/again").text)
    assert again["note"] == ["Not always."]
    assert "reason" not in again
    led_to(browser.post(f"/proposals/{id}/again", data=again | {"note": ["Not in winter."]}))
    _, fields, _ = fields_of(members, id)
    assert (fields["note"], fields["claim_id"]) == ("Not in winter.", claims[-1])


def test_why_something_is_to_go_is_said_again(members, recorded, claims):
    browser = members.browser("contributor")
    path = f"/claims/{claims[1]}/retirement"
    form = filled(browser.get(path).text) | {"why": ["Wrong."]}
    answer = browser.post(path, data=form)
    if answer.status_code == 422:  # a position rests on it alone
        pytest.fail(answer.text)
    id = led_to(answer).partition("proposed=")[2]
    again = filled(browser.get(f"/proposals/{id}/again").text)
    assert again["reason"] == ["Wrong."]
    led_to(browser.post(f"/proposals/{id}/again", data=again | {"reason": ["No such words."]}))
    assert fields_of(members, id)[2] == "No such words."


def test_ones_own_proposal_is_withdrawn_and_no_others(members, recorded, claims, proposed):
    path = f"/proposals/{proposed}/withdrawal"
    for name in ("other", "editor"):
        assert members.browser(name).post(path).status_code == 403
        assert members.browser(name).get(f"/proposals/{proposed}/again").status_code == 403
    browser = members.browser("contributor")
    assert f'action="{path}"' in browser.get(f"/proposals/{proposed}").text
    led_to(browser.post(path))
    assert "Withdrawn." in browser.get(f"/proposals/{proposed}").text
    assert browser.post(path).status_code == 409
    assert "Withdrawn by" in browser.get("/account").text
    with members.db() as db:
        assert states_at(db, [(Kind.CLAIM, claims[0])])
    assert recorded() == 0

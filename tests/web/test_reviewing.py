"""From a contributor’s proposal to an editor’s decision."""

import re

import pytest
from sqlmodel import col, select

from app.arguments.models import Rebuttal
from app.changes.commands import retire
from app.claims.models import Claim
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.proposals.models import Proposal
from app.sources.models import Source

DEBATE = "/debates/china-cyber-espionage"


@pytest.fixture
def proposed(members):
    """A rebuttal that a contributor has proposed by the form: its proposal’s id, and the claim."""
    with members.db() as db:
        one, other = db.exec(select(Source.id).order_by(Source.id)).all()[:2]
        first = select(Claim.id).order_by(col(Claim.id).desc())
        target = db.exec(first.where(Claim.source_id == one)).first()
        claim = db.exec(first.where(Claim.source_id == other)).first()
    browser = members.browser("contributor")
    form = browser.get(f"/claims/{target}/rebuttals/new").text
    key = re.search(r'name="key" value="(\w+)"', form)
    assert key is not None
    given = {"key": key[1], "claim": claim, "move": "qualifies", "basis": "editorial"}
    done = browser.post(f"/claims/{target}/rebuttals", data=given | {"note": "Not in each year."})
    id = done.headers["location"].partition("proposed=")[2]
    yield id, target
    with members.db() as db:
        for made in db.exec(select(Rebuttal.id).where(Rebuttal.note == "Not in each year.")).all():
            seen, by = last_revision_id(db, made), members.user(db, "editor")
            retire(db, by=by, kind=Kind.REBUTTAL, id=made, seen=seen, why="The test is over.")
        db.commit()


def test_an_editor_publishes_what_was_proposed_in_the_name_of_who_proposed_it(members, proposed):
    id, target = proposed
    browser = members.browser("editor")
    assert f'href="/proposals/{id}"' in browser.get(f"{DEBATE}/review").text
    assert "Not in each year." in browser.get(f"/proposals/{id}").text
    done = browser.post(f"/proposals/{id}", data={"decision": "publish"})
    assert done.headers["location"] == f"/proposals/{id}"
    page = members.browser().get(f"/claims/{target}", follow_redirects=True).text
    assert "Not in each year." in page
    assert "paired by an editor, contributor." in page
    again = browser.post(f"/proposals/{id}", data={"decision": "publish"})
    assert again.status_code == 422
    assert "Somebody has decided on this proposal already." in again.text
    assert "Published" in members.browser("contributor").get("/account").text


@pytest.mark.parametrize(
    ("decision", "told"), [("return", "Returned, to be said"), ("decline", "Declined")]
)
def test_a_proposal_is_returned_or_declined_with_a_remark(members, proposed, decision, told):
    id, target = proposed
    browser = members.browser("editor")
    silent = browser.post(f"/proposals/{id}", data={"decision": decision, "remark": " "})
    assert silent.status_code == 422
    assert "Say why, to whoever proposed it." in silent.text
    answer = browser.post(f"/proposals/{id}", data={"decision": decision, "remark": "Which year?"})
    assert answer.status_code == 303
    for path in ("/account", f"/proposals/{id}"):
        page = members.browser("contributor").get(path).text
        assert told in page
        assert "Which year?" in page
    assert (
        "Not in each year."
        not in members.browser().get(f"/claims/{target}", follow_redirects=True).text
    )


def test_contributors_see_their_own_proposals_and_decide_none(members, proposed):
    id, _ = proposed
    mine, other = members.browser("contributor"), members.browser("other")
    assert mine.get(f"/proposals/{id}").status_code == 200
    assert 'name="decision"' not in mine.get(f"/proposals/{id}").text
    assert other.get(f"/proposals/{id}").status_code == 403
    assert mine.post(f"/proposals/{id}", data={"decision": "publish"}).status_code == 403
    assert mine.get(f"{DEBATE}/review").status_code == 403
    with members.db() as db:
        assert db.get_one(Proposal, id).status == "pending"


def test_the_review_is_kept_nowhere(members, proposed):
    browser = members.browser("editor")
    page = browser.get(f"{DEBATE}/review")
    assert page.headers["cache-control"] == "private, no-store"
    assert "Nothing waits." not in page.text


def test_an_editor_says_what_came_of_what_a_reader_said(members, proposed):
    _, target = proposed
    members.browser("reader").post(f"/claims/{target}/flag", data={"words": "A slip of the pen."})
    browser = members.browser("editor")
    page = browser.get(f"{DEBATE}/review").text
    flag = re.search(r'A slip of the pen.*?action="(/flags/\w+)"', page, re.DOTALL)
    assert flag is not None
    assert browser.post(flag[1], data={"outcome": "Mended."}).status_code == 303
    assert "A slip of the pen" not in browser.get(f"{DEBATE}/review").text
    assert browser.post(flag[1], data={"outcome": "Mended."}).status_code == 409

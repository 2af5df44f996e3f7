"""Linking rebuttals and supports by forms."""

import html
import re

import pytest
from sqlmodel import Session, col, select

from app.arguments.models import Rebuttal, Support
from app.changes.commands import retire
from app.claims.models import Claim
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.proposals.models import Proposal
from app.sources.models import Source

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
NOTE = "The one narrows what the other takes for granted, as the words show."


@pytest.fixture
def ends(members):
    """A claim with a reason, that reason, and a claim of the other text. Links that a test has
    made are taken back."""
    with members.db() as db:
        support = db.exec(select(Support).order_by(Support.id)).first()
        target = db.get_one(Claim, support.conclusion_id)
        others = select(Claim).where(Claim.source_id != target.source_id).order_by(Claim.id)
        found = target.id, support.id, db.exec(others).first().id
    yield found
    with members.db() as db:
        for kind, model in ((Kind.REBUTTAL, Rebuttal), (Kind.SUPPORT, Support)):
            for id in db.exec(select(model.id).where(col(model.by_id).is_not(None))).all():
                seen, by = last_revision_id(db, id), members.user(db, "editor")
                retire(db, by=by, kind=kind, id=id, seen=seen, why="The test is over.")
        db.commit()


def key(page: str) -> str:
    found = re.search(r'name="key" value="(\w+)"', page)
    assert found is not None
    return found[1]


def signed(db: Session, model=Rebuttal):
    return db.exec(select(model).where(col(model.by_id).is_not(None))).all()


def test_what_is_linked_already_is_not_suggested_and_told_where_it_is_looked_for(members, ends):
    """The control: it is suggested before it is linked."""
    target, _, _ = ends
    browser, form = members.browser("editor"), f"/claims/{target}/rebuttals/new"
    before = browser.get(form).text
    other = re.findall(r'name="claim" value="(\w{10})"', before)[0]
    given = {"key": key(before), "claim": other, "move": "qualifies", "basis": "editorial"}
    browser.post(f"/claims/{target}/rebuttals", data=given | {"note": NOTE})
    assert f'value="{other}"' not in browser.get(form).text
    with members.db() as db:
        said = db.get_one(Claim, other).statement
    found = browser.get(form, params={"q": said}).text
    assert "It is linked with this claim already." in found.partition(f'value="{other}"')[2]


def test_a_rebuttal_is_linked_and_stands_on_the_page_of_the_claim_with_undo(members, ends):
    target, _, other = ends
    browser = members.browser("editor")
    opened = browser.get(f"/claims/{target}", follow_redirects=True).text
    assert f'href="/claims/{target}/rebuttals/new"' in opened
    form = browser.get(f"/claims/{target}/rebuttals/new")
    assert form.headers["cache-control"] == "private, no-store"
    assert "May be relevant" in form.text
    given = {"key": key(form.text), "claim": other, "move": "qualifies", "basis": "editorial"}
    done = browser.post(f"/claims/{target}/rebuttals", data=given | {"note": NOTE})
    assert done.status_code == 303, done.text
    page = browser.get(done.headers["location"])
    assert page.status_code == 200
    assert page.text.count(NOTE) > 1
    assert "/undo" in page.text
    assert "paired by an editor, editor." in page.text
    again = browser.post(f"/claims/{target}/rebuttals", data=given | {"note": NOTE})
    assert again.headers["location"] == done.headers["location"]
    with members.db() as db:
        assert len(signed(db)) == 1
    twice = {"key": key(browser.get(f"/claims/{target}/rebuttals/new").text)}
    refused = browser.post(f"/claims/{target}/rebuttals", data=given | {"note": "So."} | twice)
    assert refused.status_code == 422
    assert "These two are linked by a rebuttal already." in refused.text
    assert NOTE in members.browser().get(f"/claims/{target}", follow_redirects=True).text


def test_what_cannot_be_right_comes_back_as_typed_with_a_sentence(members, ends):
    target, _, other = ends
    browser = members.browser("editor")
    base = {"claim": other, "move": "contradicts", "basis": "implied", "note": NOTE}
    for wrong, said in (
        ({"note": "  "}, "This is needed."),
        ({"claim": target}, "A claim cannot go against itself."),
        ({"claim": "0000000000"}, "Choose a claim that is here."),
        ({"move": "undercuts"}, "Choose the reason whose step it denies."),
        ({"move": "undercuts", "reason": "0000000000"}, "The support that this goes against is"),
        ({"move": "wins"}, "Choose one of those that are offered."),
        ({"key": "no key"}, "This form is not complete. Load it anew."),
    ):
        fresh = {"key": key(browser.get(f"/claims/{target}/rebuttals/new").text)}
        answer = browser.post(f"/claims/{target}/rebuttals", data=base | fresh | wrong)
        assert answer.status_code == 422, wrong
        assert said in html.unescape(answer.text), wrong
        assert re.search(r'value="implied" checked', answer.text)
        if "note" not in wrong:
            assert NOTE in answer.text
    with members.db() as db:
        assert signed(db) == []


def test_an_undercut_goes_against_the_step_of_the_reason_that_is_picked(members, ends):
    target, reason, other = ends
    browser = members.browser("editor")
    form = browser.get(f"/claims/{target}/rebuttals/new?move=undercuts&reason={reason}").text
    assert re.search(rf'value="{reason}" checked', form)
    given = {"key": key(form), "claim": other, "move": "undercuts", "reason": reason}
    given |= {"basis": "editorial", "note": NOTE}
    assert browser.post(f"/claims/{target}/rebuttals", data=given).status_code == 303
    with members.db() as db:
        (made,) = signed(db)
        assert (made.target_support_id, made.target_claim_id) == (reason, None)


def test_a_support_takes_several_premises_and_a_kind(members, ends):
    target, _, other = ends
    with members.db() as db:
        more = db.exec(select(Claim.id).where(col(Claim.id).not_in([target, other]))).first()
    browser = members.browser("editor")
    form = browser.get(f"/claims/{target}/supports/new").text
    given = {"key": key(form), "claim": [other, more], "scheme": "argument from sign"}
    given |= {"basis": "editorial", "note": NOTE}
    answer = browser.post(f"/claims/{target}/supports", data=given | {"claim": [target]})
    assert "A claim cannot be a reason for itself." in answer.text
    done = browser.post(f"/claims/{target}/supports", data=given)
    assert done.status_code == 303
    assert NOTE in browser.get(done.headers["location"]).text
    with members.db() as db:
        (made,) = signed(db, Support)
        assert (made.conclusion_id, made.scheme) == (target, "argument from sign")


def test_the_other_end_is_found_by_its_words_and_what_was_typed_stays(members, ends):
    target, _, other = ends
    browser = members.browser("contributor")
    path = f"/claims/{target}/rebuttals/new"
    page = browser.get(path, params={"q": "espionage", "note": NOTE, "claim": other, "key": "abc"})
    assert NOTE in page.text
    assert key(page.text) == "abc"
    assert re.search(rf'value="{other}" checked', page.text)
    assert 3 < page.text.count('type="radio" name="claim"') <= 18
    piece = browser.get(path, params={"q": "espionage"}, headers=HTMX)
    assert piece.text.lstrip().startswith('<div class="offers" id="candidates"')
    assert (
        "No claim and no sentence here has these words."
        in browser.get(path, params={"q": "zebra"}).text
    )


def test_what_a_contributor_links_waits_and_others_do_not_see_it(members, ends):
    target, _, other = ends
    browser = members.browser("contributor")
    form = browser.get(f"/claims/{target}/rebuttals/new").text
    given = {"key": key(form), "claim": other, "move": "qualifies", "basis": "editorial"}
    done = browser.post(f"/claims/{target}/rebuttals", data=given | {"note": "It waits."})
    page = browser.get(done.headers["location"]).text
    assert "Proposed. An editor will look at it" in page
    assert "It waits." not in page
    with members.db() as db:
        assert signed(db) == []
        fields = db.exec(select(Proposal.fields)).all()
        assert [one["note"] for one in fields if one.get("note") == "It waits."] == ["It waits."]


def test_readers_link_nothing(members, ends):
    target, _, _ = ends
    assert members.browser("reader").get(f"/claims/{target}/rebuttals/new").status_code == 403
    asked = members.browser().get(f"/claims/{target}/rebuttals/new")
    assert asked.headers["location"].startswith("/sign-in?next=")


def test_candidates_are_claims_of_other_texts_and_share_words(members, ends):
    target, _, _ = ends
    with members.db() as db:
        claim = db.get_one(Claim, target)
        slug = db.get_one(Source, claim.source_id).slug
    page = members.browser("editor").get(f"/claims/{target}/rebuttals/new").text
    ids = re.findall(r'name="claim" value="(\w{10})"', page)
    assert 0 < len(ids) <= 6
    with members.db() as db:
        sources = {db.get_one(Claim, id).source_id for id in ids}
        assert claim.source_id not in sources, slug


def test_rebuttals_are_answered_and_steps_denied_from_their_own_pages(members, ends):
    target, reason, _ = ends
    browser = members.browser("contributor")
    page = html.unescape(browser.get(f"/supports/{reason}", follow_redirects=True).text)
    assert f'href="/claims/{target}/rebuttals/new?move=undercuts&reason={reason}"' in page
    with members.db() as db:
        rebuttal = db.exec(select(Rebuttal).order_by(Rebuttal.id)).first()
        path, claim_id = f"/rebuttals/{rebuttal.id}", rebuttal.claim_id
    page = browser.get(path, follow_redirects=True).text
    assert f'href="/claims/{claim_id}/rebuttals/new"' in page

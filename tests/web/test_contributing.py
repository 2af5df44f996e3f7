"""Undoing, restoring, retiring and flagging, as pages."""

import re

import pytest
from sqlmodel import select

from app.accounts.models import Attempt
from app.arguments.models import Basis, Move
from app.changes.commands import create, retire
from app.claims.models import Claim
from app.history.models import Kind
from app.history.queries import last_revision_id, last_revisions
from app.proposals.models import Flag, Proposal

DEBATE = "/debates/china-cyber-espionage"


@pytest.fixture
def made(members):
    """A rebuttal that the editor has just linked: its id, its change, the claim it goes against."""
    with members.db() as db:
        first, *_, last = db.exec(select(Claim).order_by(Claim.id)).all()
        fields = {"claim_id": first.id, "target_claim_id": last.id, "move": Move.QUALIFIES.value}
        fields |= {"basis": Basis.EDITORIAL.value, "note": "It narrows it."}
        by = members.user(db, "editor")
        id = create(db, by=by, kind=Kind.REBUTTAL, fields=fields)
        change_id = last_revisions(db, [id])[id].change_id
        target_id = last.id
        db.commit()
    yield id, change_id, target_id
    with members.db() as db:
        last = last_revisions(db, [id])[id]
        if last.after is not None:
            by = members.user(db, "editor")
            retire(db, by=by, kind=Kind.REBUTTAL, id=id, seen=last.id, why="The test is over.")
            db.commit()


def led_to(answer) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_an_editor_undoes_a_change_where_the_history_tells_of_it_and_is_told_so(members, made):
    id, change_id, _ = made
    browser = members.browser("editor")
    history = browser.get(f"/rebuttals/{id}/history").text
    for page in (history, browser.get(f"{DEBATE}/changes").text):
        assert f'action="/changes/{change_id}/undo"' in page
    onward = f"/rebuttals/{id}/history"
    back = led_to(browser.post(f"/changes/{change_id}/undo", data={"onward": onward}))
    assert back.startswith(f"{onward}?done=")
    page = browser.get(back).text
    assert "Rebuttal retired: “It narrows it.”" in page
    assert browser.get(f"/rebuttals/{id}").status_code == 410
    undone = re.search(r"done=(\w+)", back)
    assert undone is not None
    again = browser.post(f"/changes/{undone[1]}/undo", data={"onward": "//evil.example"})
    assert led_to(again).startswith("/?done=")
    assert browser.get(f"/rebuttals/{id}").status_code in (200, 301)


def test_undo_is_offered_where_nothing_came_after_and_elsewhere_says_what_to_do(members, made):
    """The control: before anything came after, it was offered: the test above."""
    id, change_id, _ = made
    browser, here = members.browser("editor"), f"/rebuttals/{id}/history"
    back = led_to(browser.post(f"/changes/{change_id}/undo", data={"onward": here}))
    later = back.partition("done=")[2]
    for page in (browser.get(here).text, browser.get(f"{DEBATE}/changes").text):
        assert f'action="/changes/{later}/undo"' in page
        assert f'action="/changes/{change_id}/undo"' not in page
    refused = browser.post(f"/changes/{change_id}/undo", data={"onward": here})
    assert refused.status_code == 409
    assert "Undo that first" in refused.text


def test_nobody_else_is_offered_that_or_told_what_somebody_did(members, made):
    id, change_id, _ = made
    for name in ("", "reader", "contributor"):
        page = members.browser(name).get(f"/rebuttals/{id}/history?done={change_id}").text
        assert "/undo" not in page
        assert 'id="told"' not in page
    answer = members.browser("contributor").post(f"/changes/{change_id}/undo")
    assert answer.status_code == 403


def test_a_thing_is_made_what_it_was_at_a_revision(members, made):
    id, change_id, _ = made
    browser = members.browser("editor")
    with members.db() as db:
        revision = last_revisions(db, [id])[id].id
    led_to(browser.post(f"/changes/{change_id}/undo", data={"onward": "/"}))
    page = browser.get(f"/revisions/{revision}").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    stale = browser.post(f"/revisions/{revision}/restore", data={"seen": "", "onward": "/"})
    assert stale.status_code == 409
    given = {"seen": seen[1], "onward": f"/rebuttals/{id}/history"}
    page = browser.get(led_to(browser.post(f"/revisions/{revision}/restore", data=given))).text
    assert "Rebuttal brought back" in page


def test_an_editor_retires_with_a_reason_which_its_address_tells(members, made):
    id, _, _ = made
    browser = members.browser("editor")
    form = browser.get(f"/rebuttals/{id}/retirement").text
    seen = re.search(r'name="seen" value="(\w+)"', form)
    assert seen is not None
    given = {"seen": seen[1]}
    wrong = browser.post(f"/rebuttals/{id}/retirement", data=given | {"why": " "})
    assert wrong.status_code == 422
    assert 'href="#why"' in wrong.text
    told = led_to(browser.post(f"/rebuttals/{id}/retirement", data=given | {"why": "A slip."}))
    page = browser.get(told)
    assert page.status_code == 410
    assert "A slip." in page.text
    assert "/undo" in page.text


def test_what_a_contributor_would_retire_waits_for_an_editor(members, made):
    id, _, _ = made
    browser = members.browser("contributor")
    seen = re.search(r'name="seen" value="(\w+)"', browser.get(f"/rebuttals/{id}/retirement").text)
    assert seen is not None
    given = {"seen": seen[1], "why": "Wrong."}
    told = led_to(browser.post(f"/rebuttals/{id}/retirement", data=given))
    assert "proposed=" in told
    assert "Proposed. An editor will look at it" in browser.get(told, follow_redirects=True).text
    with members.db() as db:
        (proposal,) = db.exec(select(Proposal).where(Proposal.entity_id == id)).all()
        assert (proposal.status, proposal.why) == ("pending", "Wrong.")


def test_a_reader_says_what_is_wrong(members, made):
    _, _, claim_id = made
    browser = members.browser("reader")
    assert (
        f'href="/claims/{claim_id}/flag"'
        in browser.get(f"/claims/{claim_id}", follow_redirects=True).text
    )
    assert browser.post(f"/claims/{claim_id}/flag", data={"words": ""}).status_code == 422
    told = led_to(browser.post(f"/claims/{claim_id}/flag", data={"words": "Not the year."}))
    assert "Thank you" in browser.get(told).text
    with members.db() as db:
        said = db.exec(select(Flag.words).where(Flag.entity_id == claim_id)).all()
        assert "Not the year." in said


def test_a_reader_who_is_not_signed_in_says_what_is_wrong_a_few_times_an_hour(members, made):
    """From one address; from another, or signed in, one still can."""
    id, _, claim_id = made
    browser = members.browser()
    page = browser.get(f"/claims/{claim_id}", follow_redirects=True).text
    assert f'href="/claims/{claim_id}/flag" rel="nofollow"' in page
    form = browser.get(f"/claims/{claim_id}/flag")
    assert "You are not signed in" in form.text
    assert (form.status_code, form.headers["cache-control"]) == (200, "no-store")
    path, spam = f"/rebuttals/{id}/flag", "Look at <a href=https://spam.example>this</a>"
    answers = [browser.post(path, data={"words": spam}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [422]
    assert "Try again in 60 minutes" in answers[-1].text
    assert "Look at &lt;a" in answers[-1].text
    assert members.browser("reader").post(path, data={"words": "Wrong."}).status_code == 303
    with members.db() as db:
        kept = db.exec(select(Attempt.key_hash)).all()
        assert not any("testclient" in each for each in kept)
        said = db.exec(select(Flag).where(Flag.entity_id == id)).all()
        assert [flag.by_id for flag in said].count(None) == 5
    review = members.browser("editor").get("/debates/china-cyber-espionage/review").text
    assert "a reader who is not signed in" in review
    assert 'href="https://spam' not in review


def test_a_flag_from_a_page_of_another_site_is_refused(members, made):
    answer = members.browser().post(
        f"/claims/{made[2]}/flag",
        data={"words": "Wrong."},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403


def test_a_new_account_writes_so_much_in_an_hour(members, made, monkeypatch):
    id, _, _ = made
    monkeypatch.setattr("app.accounts.attempts.WRITES_YOUNG", 1)
    browser = members.browser("contributor")
    given = {"seen": "", "why": "Wrong."}
    with members.db() as db:
        given["seen"] = last_revision_id(db, id)
    assert "proposed=" in led_to(browser.post(f"/rebuttals/{id}/retirement", data=given))
    refused = browser.post(f"/rebuttals/{id}/retirement", data=given)
    assert refused.status_code == 422
    assert "very often just now" in refused.text
    editor = members.browser("editor")
    assert editor.post(f"/rebuttals/{id}/retirement", data=given).status_code == 303


def test_pages_of_nobody_offer_to_say_what_is_wrong_and_nothing_else(members, made):
    id, _, claim_id = made
    for path in (f"/claims/{claim_id}", f"/rebuttals/{id}", f"/claims/{claim_id}/history"):
        page = members.browser().get(path, follow_redirects=True).text
        assert not re.search(r"/retirement|/new|forms\.css", page)

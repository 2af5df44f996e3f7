"""A claim made from words of a text."""

import html
import re

import pytest
from sqlmodel import col, select

from app.changes.commands import retire
from app.claims.models import Claim
from app.history.models import Kind
from app.history.queries import last_revision_id

SOURCE = "/sources/akoto-2025"


@pytest.fixture
def words(members):
    """Words of a paragraph that no claim has yet; claims that a test makes are taken back."""
    page = members.browser().get("/sources/akoto-2025.txt").text
    yield page
    with members.db() as db:
        for id in db.exec(select(Claim.id).where(col(Claim.by_id).is_not(None))).all():
            seen, by = last_revision_id(db, id), members.user(db, "editor")
            retire(db, by=by, kind=Kind.CLAIM, id=id, seen=seen, why="The test is over.")
        db.commit()


def key(page: str) -> str:
    found = re.search(r'name="key" value="(\w+)"', page)
    assert found is not None
    return found[1]


def given(browser, **fields):
    fresh = {"key": key(browser.get(f"{SOURCE}/claims/new").text), "stance": "asserts"}
    return fresh | {"statement": "Zebras graze.", "attributed_to": ""} | fields


def once_in(text: str) -> str:
    """Six words that stand once in the text."""
    line = next(line for line in reversed(text.splitlines()) if len(line.split()) > 30)
    return " ".join(line.split()[4:12])


def test_a_claim_is_made_of_pasted_words_and_can_be_undone(members, words):
    browser = members.browser("editor")
    quoted = once_in(words)
    assert 'href="/sources/akoto-2025/claims/new"' in browser.get(SOURCE).text
    pasted = quoted.replace(" ", " \n ", 1)
    found = browser.get(f"{SOURCE}/claims/new", params={"words": pasted}).text
    assert f"<mark>{html.escape(quoted)}</mark>" in found
    form = given(browser, words=pasted, known="yes")
    done = browser.post(f"{SOURCE}/claims", data=form)
    assert done.status_code == 303, done.text
    page = browser.get(done.headers["location"], follow_redirects=True).text
    assert "Claim made: “Zebras graze.”" in page
    assert "/undo" in page
    again = browser.post(f"{SOURCE}/claims", data=form)
    assert again.headers["location"] == done.headers["location"]
    with members.db() as db:
        assert len(db.exec(select(Claim).where(Claim.statement == "Zebras graze.")).all()) == 1
    assert "Zebras" in members.browser().get("/search?q=zebras").text


def test_words_in_several_places_are_chosen_and_words_in_none_are_told(members, words):
    browser = members.browser("editor")
    answer = browser.post(f"{SOURCE}/claims", data=given(browser, words="China", known="yes"))
    assert answer.status_code == 422
    assert "These words stand in several places. Choose one." in answer.text
    assert "Zebras graze." in answer.text
    first = re.search(r'name="at" value="(\d+)"', answer.text)
    assert first is not None
    chosen = given(browser, words="China", known="yes", at=first[1])
    assert browser.post(f"{SOURCE}/claims", data=chosen).status_code == 303
    wrong = once_in(words).rsplit(" ", 1)[0] + " gnus"
    answer = browser.post(f"{SOURCE}/claims", data=given(browser, words=wrong))
    assert answer.status_code == 422
    assert "These words do not stand in this text." in answer.text


def test_claims_like_it_are_shown_before_it_is_made(members, words):
    browser = members.browser("editor")
    with members.db() as db:
        claim = db.exec(select(Claim).where(col(Claim.statement).like("%leapfrog%"))).first()
        said = claim.statement
    leap = "it hacked a US rival to leapfrog in technology"
    form = given(browser, words=leap, statement="It stole technology.")
    answer = browser.post(f"{SOURCE}/claims", data=form)
    assert answer.status_code == 422
    assert "Is it one of these?" in answer.text
    assert html.escape(said) in answer.text
    assert browser.post(f"{SOURCE}/claims", data=form | {"known": "yes"}).status_code == 303


def test_a_view_of_others_needs_a_holder_and_a_word_is_not_cut(members, words):
    browser = members.browser("editor")
    quoted = once_in(words)
    answer = browser.post(
        f"{SOURCE}/claims", data=given(browser, words=quoted, stance="reports", known="yes")
    )
    assert 'href="#attributed_to"' in answer.text
    cut = browser.post(f"{SOURCE}/claims", data=given(browser, words=quoted[1:], known="yes"))
    assert "in the middle of a word" in cut.text


def test_what_a_contributor_claims_waits(members, words):
    browser = members.browser("contributor")
    form = given(browser, words=once_in(words), known="yes")
    done = browser.post(f"{SOURCE}/claims", data=form)
    page = browser.get(done.headers["location"], follow_redirects=True)
    assert (page.status_code, "Proposed. An editor" in page.text) == (200, True)
    with members.db() as db:
        assert db.exec(select(Claim).where(Claim.statement == "Zebras graze.")).first() is None

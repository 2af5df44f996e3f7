"""A claim made from words of a text."""

import html
import re

import pytest
from sqlmodel import col, select

from app.changes.commands import retire
from app.claims.models import Claim, ClaimPassage
from app.debates.models import Position, PositionClaim
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.search.models import EntryKind, SearchEntry
from app.sources.queries import source_by_slug, text_of

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
    assert "Claim made: Zebras graze" in page
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
    assert f"Whole: “{html.escape(quoted)}”" in cut.text


def test_what_a_contributor_claims_waits(members, words):
    browser = members.browser("contributor")
    form = given(browser, words=once_in(words), known="yes")
    done = browser.post(f"{SOURCE}/claims", data=form)
    page = browser.get(done.headers["location"], follow_redirects=True)
    assert (page.status_code, "Proposed. An editor" in page.text) == (200, True)
    with members.db() as db:
        assert db.exec(select(Claim).where(Claim.statement == "Zebras graze.")).first() is None


HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def apart_in(text: str) -> list[str]:
    """Words of two paragraphs, each of which stands once."""
    lines = [line.split() for line in text.splitlines() if len(line.split()) > 30]
    return [" ".join(words[4:12]) for words in lines[-2:]]


def test_a_claim_rests_on_several_passages_each_in_its_place(members, words):
    browser = members.browser("editor")
    one, other = apart_in(words)
    asked = {"words": one, "statement": "Zebras graze.", "more": "yes"}
    page = browser.get(f"{SOURCE}/claims/new", params=asked).text
    assert 'name="words-2"' in page
    assert "Zebras graze." in page
    piece = browser.get(f"{SOURCE}/claims/new", params=asked, headers=HTMX).text
    assert piece.lstrip().startswith('<div class="stack" id="passages"')
    assert 'name="statement"' not in piece
    form = given(browser, words=one, known="yes")
    gnus = browser.post(f"{SOURCE}/claims", data=form | {"words-2": "gnus and their like"})
    assert 'href="#words-2"' in gnus.text
    assert html.escape(one) in gnus.text
    twice = browser.post(f"{SOURCE}/claims", data=form | {"words-2": one})
    assert "These words are a passage of this claim already." in twice.text
    several = browser.post(f"{SOURCE}/claims", data=form | {"words-2": "China"})
    assert re.search(r'name="at-2" value="\d+"', several.text)
    done = browser.post(f"{SOURCE}/claims", data=form | {"words-2": other, "words-3": "  "})
    assert done.status_code == 303, done.text
    with members.db() as db:
        claim = db.exec(select(Claim).where(Claim.statement == "Zebras graze.")).one()
        rows = select(ClaimPassage).where(ClaimPassage.claim_id == claim.id)
        assert len(db.exec(rows).all()) == 2
    page = browser.get(done.headers["location"], follow_redirects=True).text
    assert html.escape(one) in page
    assert html.escape(other) in page


def test_there_is_an_end_to_passages(members, words):
    browser = members.browser("editor")
    typed = {"words": "China"} | {f"words-{number}": "China" for number in range(2, 9)}
    page = browser.get(f"{SOURCE}/claims/new", params=typed | {"more": "yes"}).text
    assert page.count("<textarea") == 8 + 1
    assert "Add another passage" not in page
    beyond = browser.get(f"{SOURCE}/claims/new", params=typed | {"words-9": "China"})
    assert beyond.status_code == 200
    assert 'name="words-9"' not in beyond.text


def positions(members, *, is_silent: bool) -> list[str]:
    """Questions on which the text holds something, or is silent."""
    with members.db() as db:
        source = db.exec(select(Claim.source_id).where(col(Claim.statement).like("%leapfrog%")))
        held = select(Position).where(Position.source_id == source.first())
        found = db.exec(held.order_by(Position.question_id)).all()
        return [each.question_id for each in found if each.is_silent == is_silent]


def test_a_claim_joins_what_its_text_holds_in_one_change_that_can_be_undone(members, words):
    browser = members.browser("editor")
    questions = positions(members, is_silent=False)[:2]
    form = given(browser, words=once_in(words), known="yes", question=questions)
    done = browser.post(f"{SOURCE}/claims", data=form)
    assert done.status_code == 303, done.text

    with members.db() as db:
        made = db.exec(select(Claim.id).where(Claim.statement == "Zebras graze.")).one()

    def under() -> list[str]:
        with members.db() as db:
            claim = db.exec(select(Claim).where(Claim.statement == "Zebras graze.")).first()
            held = select(PositionClaim).where(PositionClaim.claim_id == (claim and claim.id))
            return sorted(each.question_id for each in db.exec(held))

    assert under() == sorted(questions)
    page = browser.get(done.headers["location"], follow_redirects=True).text
    assert "Claim made: Zebras graze" in page
    assert "Question made" not in page
    for id in questions:
        page = members.browser().get(f"/questions/{id}", follow_redirects=True).text
        assert f"/claims/{made}/" in page
    page = browser.get(done.headers["location"], follow_redirects=True).text
    change = re.search(r'action="(/changes/\w+/undo)"', page)
    assert change is not None
    assert browser.post(change[1], data={"onward": "/"}).status_code == 303
    assert under() == []
    for id in questions:
        page = members.browser().get(f"/questions/{id}", follow_redirects=True).text
        assert f"/claims/{made}/" not in page


def test_a_silence_is_not_joined_and_the_form_says_so(members, words):
    browser = members.browser("editor")
    silent = positions(members, is_silent=True)
    assert silent
    page = browser.get(f"{SOURCE}/claims/new").text
    assert "a claim cannot join a silence" in page
    assert f'name="question" value="{silent[0]}"' not in page
    form = given(browser, words=once_in(words), known="yes", question=silent[:1])
    answer = browser.post(f"{SOURCE}/claims", data=form)
    assert answer.status_code == 422
    assert "The text is silent on" in answer.text
    wrong = browser.post(f"{SOURCE}/claims", data=form | {"question": ["0000000000"]})
    assert "Choose questions that are here." in wrong.text
    with members.db() as db:
        assert db.exec(select(Claim).where(Claim.statement == "Zebras graze.")).first() is None


def test_a_proposed_claim_shows_the_questions_that_it_would_join(members, words):
    question = positions(members, is_silent=False)[0]
    browser = members.browser("contributor")
    form = given(browser, words=once_in(words), known="yes", question=[question])
    done = browser.post(f"{SOURCE}/claims", data=form)
    proposed = re.search(r"proposed=(\w+)", done.headers["location"])
    assert proposed is not None
    page = members.browser("editor").get(f"/proposals/{proposed[1]}").text
    assert "With it, a question" in page
    assert page.count("Zebras graze.") > 1


def bare(members) -> str:
    """A sentence on which no claim rests."""
    with members.db() as db:
        text = text_of(db, source_by_slug(db, "akoto-2025").id)
        hits = db.exec(select(SearchEntry).where(SearchEntry.kind == EntryKind.SENTENCE)).all()
        own = [hit for hit in hits if hit.ref == text.id and not hit.resting]
        return text.text[own[0].place : own[0].upto]


def test_words_that_carry_a_claim_say_so_at_once_and_whose_views_are_told_is_offered(
    members, words
):
    browser = members.browser("editor")
    leap = "it hacked a US rival to leapfrog in technology"
    page = browser.get(f"{SOURCE}/claims/new", params={"words": leap}).text
    assert "rests on these words already" in page or "rest on these words already" in page
    assert '<datalist id="attributed_to-offers">' in page
    free = browser.get(f"{SOURCE}/claims/new", params={"words": bare(members)}).text
    assert "on these words already" not in free

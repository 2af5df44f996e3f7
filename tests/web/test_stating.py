"""The words in which an author says so, in the form of a link."""

import html
import re

import pytest
from sqlmodel import col, select

from app.arguments.models import Basis, Rebuttal, Support
from app.changes.commands import retire
from app.claims.models import Claim
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.sources.queries import text_of


@pytest.fixture
def within(members):
    """Two claims of one text, and words of it; links that a test has made are taken back."""
    with members.db() as db:
        one = db.exec(select(Claim).order_by(Claim.id)).first()
        same = select(Claim.id).where(Claim.source_id == one.source_id, Claim.id != one.id)
        linked = select(Support.conclusion_id)
        other = db.exec(same.where(col(Claim.id).not_in(linked)).order_by(Claim.id)).first()
        line = next(line for line in text_of(db, one.source_id).text.splitlines() if len(line) > 90)
        found = one.id, other, " ".join(line.split()[2:9])
    yield found
    with members.db() as db:
        for id in db.exec(select(Rebuttal.id).where(col(Rebuttal.by_id).is_not(None))).all():
            seen, by = last_revision_id(db, id), members.user(db, "editor")
            retire(db, by=by, kind=Kind.REBUTTAL, id=id, seen=seen, why="The test is over.")
        db.commit()


def test_stated_needs_the_words_that_say_so_and_keeps_them_in_the_note(members, within):
    target, claim, words = within
    browser = members.browser("editor")
    form = browser.get(f"/claims/{target}/rebuttals/new").text
    key = re.search(r'name="key" value="(\w+)"', form)
    assert key is not None
    given = {"key": key[1], "claim": claim, "move": "qualifies", "basis": "stated", "note": "So."}
    path = f"/claims/{target}/rebuttals"
    bare = browser.post(path, data=given)
    assert bare.status_code == 422
    assert "Quote the words of" in bare.text
    assert 'href="#basis"' in bare.text
    wrong = browser.post(path, data=given | {"stated_in": "gnus graze here"})
    assert "These words do not stand in the text" in wrong.text
    assert "gnus graze here" in wrong.text
    cut = browser.post(path, data=given | {"stated_in": words[:-1]})
    assert "in the middle of a word" in cut.text
    done = browser.post(path, data=given | {"stated_in": f" {words.replace(' ', '  ', 1)} "})
    assert done.status_code == 303, done.text
    with members.db() as db:
        made = db.exec(select(Rebuttal).where(col(Rebuttal.by_id).is_not(None))).one()
        assert (made.basis, made.note) == (Basis.STATED, f"So. It says: “{words}”")
    page = browser.get(done.headers["location"], follow_redirects=True).text
    assert html.escape(words) in page

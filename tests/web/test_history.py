"""Pages of what happened: what was changed, what is gone, what is called otherwise."""

import html
import re

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.accounts.commands import add_user
from app.accounts.models import Role, User
from app.arguments.models import Rebuttal
from app.changes.commands import create, edit, merge_claims, rename, retire
from app.changes.erasing import erase_person
from app.changes.undoing import undo
from app.claims.models import Claim, ClaimPassage
from app.debates.models import Debate, PositionClaim, Question
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.main import create_app
from app.settings import Settings
from app.sources.models import Source

PAGE = 5


class Site:
    """The shipped debate in a database of its own, its pages, and somebody who edits it."""

    def __init__(self, url: str) -> None:
        self.app = create_app(Settings(database_url=url))
        self.client = TestClient(self.app, raise_server_exceptions=False, follow_redirects=False)
        with self.db() as db:
            self.editor_id = add_user(db, name="ann", display="Ann", role=Role.EDITOR).id
            db.commit()

    def db(self) -> Session:
        return Session(self.app.state.engines.write)

    def act(self, command, **arguments):
        """Run a command for Ann, on a thing as it is now."""
        with self.db() as db:
            by = db.get_one(User, self.editor_id)
            if command is not undo:
                arguments["seen"] = last_revision_id(db, arguments["id"])
            done = command(db, by=by, **arguments)
            db.commit()
            return done

    def cost(self, path):
        """The answer, and how many statements it took."""
        seen, engine = [], self.app.state.engines.read

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("PRAGMA", "BEGIN")):
                seen.append(statement)

        sa.event.listen(engine, "before_cursor_execute", note)
        answer = self.client.get(path)
        sa.event.remove(engine, "before_cursor_execute", note)
        return answer, len(seen)

    def first(self, asked):
        with self.db() as db:
            return db.exec(asked).first()


@pytest.fixture(scope="module")
def site(databases, seeded_model):
    made = Site(databases.new(seeded_model))
    yield made
    made.app.state.versions.close()
    made.app.state.engines.read.dispose()


FREE = (
    select(Claim.id)
    .where(col(Claim.id).not_in(select(PositionClaim.claim_id)))
    .where(col(Claim.id).in_(select(Rebuttal.claim_id)))
    .order_by(col(Claim.place), col(Claim.id))
)


def text(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


def test_a_history_tells_who_changed_which_words_and_why(site):
    id = site.first(FREE)
    before = site.client.get(f"/claims/{id}/history")
    assert "nobody has changed it here" in before.text
    statement = site.first(select(Claim.statement).where(Claim.id == id))
    fields = {"statement": f"Perhaps {statement[0].lower()}{statement[1:]}"}
    why = "The text hedges."
    site.act(edit, kind=Kind.CLAIM, id=id, fields=fields, why=why)
    page = site.client.get(f"/claims/{id}/history").text
    assert "Edited by Ann" in text(page)
    assert why in page
    assert "[new: Perhaps" in text(page)
    assert "as it was imported" in page
    assert (
        f'href="/claims/{id}/history"'
        in site.client.get(f"/claims/{id}", follow_redirects=True).text
    )


def test_a_debate_lists_its_changes_and_a_person_theirs(site):
    for path in ("/debates/china-cyber-espionage/changes", "/users/ann/contributions"):
        answer = site.client.get(path)
        assert answer.status_code == 200
        assert "The text hedges." in answer.text
        again = site.client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
    assert site.client.get("/users/nobody/contributions").status_code == 404
    assert site.client.get("/debates/nothing/changes").status_code == 404
    assert site.client.get("/revisions/0000000000").status_code == 404
    assert site.client.get("/claims/0000000000/history").status_code == 404
    for odd in ("0", "-1", "1e3", "9" * 30, "%00"):
        assert site.client.get(f"/users/ann/contributions?below={odd}").status_code == 200


def test_what_is_retired_says_what_it_was_and_why_it_went(site):
    id = site.first(FREE.offset(1))
    whole = site.client.get(f"/claims/{id}").headers["location"]
    claim = site.first(select(Claim).where(Claim.id == id))
    slug = site.first(select(Source.slug).where(Source.id == claim.source_id))
    rebuttal = site.first(select(Rebuttal.id).where(Rebuttal.claim_id == id))
    change = site.act(retire, kind=Kind.CLAIM, id=id, why="It is not in the text.")
    for path in (f"/claims/{id}", whole, f"/sources/{slug}/claims/{id}"):
        answer = site.client.get(path)
        assert answer.status_code == 410, path
        assert claim.statement in text(answer.text)
        assert "It is not in the text." in answer.text
        assert f'href="/claims/{id}/history"' in answer.text
    assert site.client.get(f"/rebuttals/{rebuttal}").status_code == 410
    assert "retired by Ann" in text(site.client.get(f"/claims/{id}/history").text).lower().replace(
        "ann", "Ann"
    )
    assert site.client.get(f"/claims/{id}/history").status_code == 200
    site.act(undo, change_id=change)
    assert site.client.get(whole).status_code == 200
    assert site.client.get(f"/rebuttals/{rebuttal}").status_code == 301


def test_what_is_merged_leads_to_the_other_at_once(site):
    one = site.first(FREE)
    source = site.first(select(Claim.source_id).where(Claim.id == one))
    other = site.first(select(Claim.id).where(Claim.source_id == source, Claim.id != one))
    slug = site.first(select(Source.slug).where(Source.id == source))
    whole = site.client.get(f"/claims/{one}").headers["location"]
    target = site.client.get(f"/claims/{other}").headers["location"]
    change = site.act(merge_claims, id=one, into=other, why="They say the same.")
    for path in (f"/claims/{one}", whole):
        answer = site.client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (301, target)
    answer = site.client.get(f"/sources/{slug}/claims/{one}")
    assert answer.headers["location"] == f"/sources/{slug}/claims/{other}"
    site.act(undo, change_id=change)
    assert site.client.get(whole).status_code == 200


def anchor(passage: str) -> str:
    return passage.replace("passages/", "passage-")


def test_what_is_renamed_leads_on_with_all_that_follows(site):
    source = site.first(select(Source))
    debate = site.first(select(Debate))
    passage = site.first(
        select(ClaimPassage.passage_id).join(Claim).where(Claim.source_id == source.id)
    )
    changes = [
        site.act(rename, kind=Kind.SOURCE, id=source.id, slug="renamed", why=""),
        site.act(rename, kind=Kind.DEBATE, id=debate.id, slug="other", why=""),
    ]
    for old, new in (
        (f"/sources/{source.slug}", "/sources/renamed"),
        (f"/sources/{source.slug}.txt", "/sources/renamed.txt"),
        (f"/sources/{source.slug}/paragraphs/3", "/sources/renamed/paragraphs/3"),
        (
            f"/sources/{source.slug}/passages/{passage}",
            f"/sources/renamed/passages/{passage}#passage-{passage}",
        ),
        (f"/debates/{debate.slug}/claims?stance=rejects", "/debates/other/claims?stance=rejects"),
        (f"/debates/{debate.slug}.json", "/debates/other.json"),
    ):
        answer = site.client.get(old)
        assert (answer.status_code, answer.headers["location"]) == (301, new)
        assert site.client.get(new).status_code == 200
    for change in reversed(changes):
        site.act(undo, change_id=change)
    assert site.client.get(f"/sources/{source.slug}").status_code == 200


def test_a_claim_whose_words_are_an_address_of_their_own_has_another(site):
    id = site.first(FREE.offset(2))
    site.act(edit, kind=Kind.CLAIM, id=id, fields={"statement": "History?"}, why="")
    whole = site.client.get(f"/claims/{id}").headers["location"]
    assert whole == f"/claims/{id}/history-"
    assert "claim__grid" in site.client.get(whole).text


def test_a_list_of_changes_goes_on_and_costs_the_same_however_long(site, monkeypatch):
    monkeypatch.setattr("app.history.queries.PAGE", PAGE)
    id = site.first(FREE.offset(2))
    costs, answer = [], None
    for statements in (1, PAGE):
        for number in range(statements):
            fields = {"statement": f"{statements}, {number}."}
            site.act(edit, kind=Kind.CLAIM, id=id, fields=fields, why="")
        answer, cost = site.cost("/users/ann/contributions")
        costs.append(cost)
    assert costs[0] == costs[1] <= 5
    assert answer is not None
    (more,) = re.findall(r'href="(/users/ann/contributions\?below=\d+)"', answer.text)
    later = site.client.get(more).text
    shown = re.findall(r">Revision (\d+)<", answer.text)
    assert len(shown) == PAGE
    assert int(re.findall(r">Revision (\d+)<", later)[0]) == int(shown[-1]) - 1


def test_words_of_people_are_escaped(site):
    id = site.first(select(Question.id))
    nasty = '"><script>alert(1)</script>?'
    site.act(edit, kind=Kind.QUESTION, id=id, fields={"text": nasty}, why=nasty)
    page = site.client.get(f"/questions/{id}/history").text
    (link,) = re.findall(r'href="(/revisions/\w+)"', page)
    for path in (f"/questions/{id}/history", link, "/debates/china-cyber-espionage/changes"):
        assert "<script>alert" not in site.client.get(path).text


def test_an_editor_of_a_debate_ages_the_pages_that_name_it(site):
    id = site.first(FREE.offset(3))
    whole = site.client.get(f"/claims/{id}").headers["location"]
    debate = site.first(select(Debate))
    site.client.get(whole)
    site.act(edit, kind=Kind.DEBATE, id=debate.id, fields={"short_title": "Called anew"}, why="")
    assert "Called anew" in site.client.get(whole).text


def test_somebody_who_is_erased_is_named_nowhere_and_what_they_did_stays(site):
    id = site.first(FREE.offset(4))
    with site.db() as db:
        bob = add_user(
            db, name="bob", display="Bob Nobody", email="b@example.org", role=Role.EDITOR
        )
        fields = {"statement": "Bob said so."}
        edit(db, by=bob, kind=Kind.CLAIM, id=id, seen="", fields=fields)
        link = db.exec(select(Rebuttal)).first()
        other = {"move": "qualifies", "basis": "editorial", "note": "Read in another way."}
        ends = {"claim_id": link.claim_id, "target_claim_id": link.target_claim_id}
        signed = create(db, by=bob, kind=Kind.REBUTTAL, fields={**ends, **other})
        db.commit()
        page = site.client.get(f"/claims/{link.claim_id}").headers["location"]
        paths = [page, site.client.get(f"/rebuttals/{signed}").headers["location"]]
        paths += [f"/claims/{id}/history", "/debates/china-cyber-espionage/changes"]
        paths.append(f"/revisions/{last_revision_id(db, id)}")
        assert all("Bob Nobody" in site.client.get(path).text for path in paths)
        erase_person(db, by=None, user=bob)
        db.commit()
    for path in paths:
        page = site.client.get(path).text
        assert "Bob Nobody" not in page
        assert "Someone who has left" in page

"""Mass edits of several accounts are taken back in one act (T26), and no permalink dies of it."""

import hashlib
import json
import random
from typing import Any

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.accounts.models import Role
from app.arguments.models import Rebuttal, Support
from app.changes.commands import create, edit, merge_claims, rename, retire
from app.changes.plans import state_at
from app.changes.reverting import revert_users
from app.changes.undoing import restore
from app.changes.verifying import verify
from app.claims.models import Claim
from app.db import now
from app.debates.models import Debate, Question
from app.debates.queries import debate_by_slug
from app.errors import NotFound, Refusal
from app.formats.snapshot import snapshot
from app.history.models import Kind, Revision
from app.history.queries import last_revision_id
from app.main import create_app
from app.settings import Settings
from app.sources.models import Source
from tests.conftest import THOROUGH
from tests.factories import Make

ACTS = 1000 if THOROUGH else 45
TABLES: dict[Kind, Any] = {Kind.CLAIM: Claim, Kind.SUPPORT: Support, Kind.REBUTTAL: Rebuttal}


def content(db: Session) -> str:
    """A hash of all that the debate says, links and their signers included."""
    slug = db.exec(select(Debate.slug)).one()
    bundle = snapshot(db, debate_by_slug(db, slug))
    said = json.dumps(bundle.model_dump(mode="json"), sort_keys=True)
    rows = [db.exec(select(table.id).order_by(table.id)).all() for table in TABLES.values()]
    return hashlib.sha256(f"{said} {rows}".encode()).hexdigest()


class Vandals:
    """Three editors who do whatever they may, at random."""

    def __init__(self, db: Session, users) -> None:
        self.db, self.users, self.chance = db, users, random.Random(11)
        self.done = 0

    def act(self) -> None:
        """One act, or one that is refused and changes nothing."""
        ways = [*[self.reword] * 3, *[self.link] * 2, self.take_out, self.merge, self.rename]
        try:
            with self.db.begin_nested():
                self.chance.choice([*ways, self.restore])(self.chance.choice(self.users))
            self.done += 1
        except Refusal:
            pass

    def picked(self, table) -> str:
        found = self.db.exec(select(table.id).order_by(table.id)).all()
        if not found:
            raise NotFound("thing", "")
        return str(self.chance.choice(found))

    def seen(self, id: str) -> str:
        return last_revision_id(self.db, id)

    def reword(self, by) -> None:
        kind = self.chance.choice([*TABLES, Kind.QUESTION])
        id = self.picked(TABLES.get(kind, Question))
        field = {Kind.CLAIM: "statement", Kind.QUESTION: "text"}.get(kind, "note")
        fields = {field: f"Nonsense {self.chance.random()}?"}
        edit(self.db, by=by, kind=kind, id=id, seen=self.seen(id), fields=fields)

    def link(self, by) -> None:
        ends = {"claim_id": self.picked(Claim), "target_claim_id": self.picked(Claim)}
        fields = {**ends, "move": "qualifies", "basis": "editorial"}
        fields["note"] = f"Spam {self.chance.random()}."
        create(self.db, by=by, kind=Kind.REBUTTAL, fields=fields)

    def take_out(self, by) -> None:
        kind = self.chance.choice(list(TABLES))
        id = self.picked(TABLES[kind])
        retire(self.db, by=by, kind=kind, id=id, seen=self.seen(id), why="Ha.")

    def merge(self, by) -> None:
        id, into = self.picked(Claim), self.picked(Claim)
        merge_claims(self.db, by=by, id=id, into=into, seen=self.seen(id), why="Ha.")

    def rename(self, by) -> None:
        kind, table = self.chance.choice([(Kind.SOURCE, Source), (Kind.DEBATE, Debate)])
        id = self.picked(table)
        slug = f"spam-{self.chance.randrange(100)}"
        rename(self.db, by=by, kind=kind, id=id, seen=self.seen(id), slug=slug, why="")

    def restore(self, by) -> None:
        found = self.db.exec(select(Revision).order_by(col(Revision.number))).all()
        if found:
            one = self.chance.choice(found)
            restore(self.db, by=by, revision_id=one.id, seen=self.seen(one.entity_id))


@pytest.fixture
def site(databases, seeded_model):
    made = create_app(Settings(database_url=databases.new(seeded_model)))
    yield made
    made.state.versions.close()
    made.state.engines.read.dispose()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_all_acts_of_three_accounts_are_taken_back_in_one(site):
    """The control: before they are taken back the content is another, and taking back what one of
    the three did is not enough. What others did before them stays."""
    with Session(site.state.engines.write) as db:
        make = Make(db)
        honest, editor = make.user(role=Role.EDITOR), make.user(role=Role.EDITOR)
        id = db.exec(select(Claim.id).order_by(Claim.id)).all()[0]
        said = {"statement": "What an honest editor said."}
        edit(db, by=honest, kind=Kind.CLAIM, id=id, seen="", fields=said)
        before, since = content(db), now()
        users = [make.user(role=Role.EDITOR) for _ in range(3)]
        vandals = Vandals(db, users)
        while vandals.done < ACTS:
            vandals.act()
        db.commit()
        assert content(db) != before
        trial = db.begin_nested()
        revert_users(db, by=editor, users=users[:1], since=since, why="Vandalism.")
        assert content(db) != before
        trial.rollback()
        done = revert_users(db, by=editor, users=users, since=since, why="Vandalism.")
        db.commit()
        assert done.left == []
        assert content(db) == before
        assert state_at(db, Kind.CLAIM, id)["statement"] == said["statement"]
        assert verify(db) == []
        theirs = db.exec(select(Revision.id).where(col(Revision.by_id).in_(u.id for u in users)))
        revisions = theirs.all()
    assert len(revisions) >= ACTS
    client = TestClient(site, follow_redirects=False)
    assert {client.get(f"/revisions/{id}").status_code for id in revisions[-20:]} == {200}


def test_a_link_that_goes_with_what_is_taken_back_is_not_said_to_be_left(db, scene):
    """A rebuttal of theirs that another has changed since goes with the claim that it is of."""
    vandal, since = scene.editor, now()
    other = Make(db).user(role=Role.EDITOR)
    said = {"debate_id": scene.debate.id, "statement": "Spam.", "year": 2026}
    claim = create(db, by=vandal, kind=Kind.CLAIM, fields=said | {"reference": "", "url": ""})
    link = {"claim_id": claim, "target_claim_id": scene.a.id, "move": "qualifies"}
    fields = link | {"basis": "editorial", "note": "Spam."}
    id = create(db, by=vandal, kind=Kind.REBUTTAL, fields=fields)
    seen = last_revision_id(db, id)
    edit(db, by=other, kind=Kind.REBUTTAL, id=id, seen=seen, fields={"note": "Mended."})
    done = revert_users(db, by=other, users=[vandal], since=since, why="Vandalism.")
    assert set(done.back) == {(Kind.CLAIM, claim), (Kind.REBUTTAL, id)}
    assert done.left == []

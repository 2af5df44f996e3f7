"""Permalinks never die: whatever is done, in whatever order, every address ever issued
answers 200, leads on once, or says 410 and why; and the page of a revision stays what it was."""

from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.accounts.models import User
from app.arguments.models import Rebuttal, Support
from app.changes.commands import create, edit, merge_claims, rename, retire
from app.changes.plans import state_at
from app.changes.reverting import revert_users
from app.changes.undoing import restore, undo
from app.changes.verifying import verify
from app.claims.models import Claim, ClaimPassage
from app.debates.models import Debate, Question
from app.errors import Refusal
from app.history.models import Kind, Revision
from app.history.queries import last_revision_id
from app.main import create_app
from app.settings import Settings
from app.sources.models import Source
from app.web import urls
from app.web.caching import PageCache
from tests.changes.scene import set_up
from tests.conftest import THOROUGH
from tests.factories import Make

THINGS: dict[Kind, Any] = {
    Kind.CLAIM: Claim,
    Kind.SUPPORT: Support,
    Kind.REBUTTAL: Rebuttal,
    Kind.QUESTION: Question,
}
numbers = st.integers(0, 30)


def reverted(db: Session, *, by: User, since: datetime) -> None:
    revert_users(db, by=by, users=[by], since=since, why="Not in good faith.")


class Histories(RuleBasedStateMachine):
    """Random histories of a small debate. What is picked is the n-th of what there is."""

    databases: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.application = create_app(
            Settings(database_url=self.databases.new(self.databases.migrated))
        )
        self.application.state.templates = self.databases.application.state.templates
        self.client = TestClient(self.application, follow_redirects=False)
        self.issued: set[str] = set()
        self.pages: dict[str, bytes] = {}
        self.count = 0

    def act(self, command: Any, **arguments: Any) -> None:
        """Do it, or be refused in a sentence: then nothing has happened."""
        with Session(self.application.state.engines.write) as db:
            try:
                command(db, by=db.get_one(User, self.editor), **arguments)
                db.commit()
            except Refusal:
                db.rollback()

    def picked(self, asked: Any, number: int) -> Any:
        with Session(self.application.state.engines.read) as db:
            found = db.exec(asked).all()
            return found[number % len(found)] if found else None

    def seen(self, id: str) -> str:
        with Session(self.application.state.engines.read) as db:
            return last_revision_id(db, id)

    @initialize()
    def begin(self) -> None:
        with Session(self.application.state.engines.write) as db:
            scene = set_up(Make(db))
            self.editor = scene.editor.id
            db.commit()

    @rule(number=numbers, kind=st.sampled_from([Kind.CLAIM, Kind.REBUTTAL]))
    def make(self, number: int, kind: Kind) -> None:
        one = self.picked(select(Claim.id).order_by(col(Claim.id)), number)
        other = self.picked(select(Claim.id).order_by(col(Claim.id)), number // 3 + 1)
        if one is None:
            return
        with Session(self.application.state.engines.read) as db:
            copied = state_at(db, Kind.CLAIM, one)
        fields: dict[str, Any] = {key: copied[key] for key in ("source_id", "stance", "passages")}
        fields["statement"] = f"Made {number}."
        if kind == Kind.REBUTTAL:
            fields = {"claim_id": one, "target_claim_id": other, "move": "contradicts"}
            fields |= {"basis": "editorial", "note": f"Note {number}."}
        self.act(create, kind=kind, fields=fields)

    @rule(number=numbers, kind=st.sampled_from(list(THINGS)))
    def reword(self, number: int, kind: Kind) -> None:
        id = self.picked(select(THINGS[kind].id).order_by(col(THINGS[kind].id)), number)
        field = {Kind.CLAIM: "statement", Kind.QUESTION: "text"}.get(kind, "note")
        self.count += 1
        if id:
            fields = {field: f"Words {self.count}?"}
            self.act(edit, kind=kind, id=id, seen=self.seen(id), fields=fields)

    @rule(number=numbers, kind=st.sampled_from(list(THINGS)))
    def take_out(self, number: int, kind: Kind) -> None:
        id = self.picked(select(THINGS[kind].id).order_by(col(THINGS[kind].id)), number)
        if id:
            self.act(retire, kind=kind, id=id, seen=self.seen(id), why="It is wrong.")

    @rule(number=numbers, other=numbers)
    def merge(self, number: int, other: int) -> None:
        one = self.picked(select(Claim).order_by(col(Claim.id)), number)
        if one is None:
            return
        same = select(Claim.id).where(Claim.source_id == one.source_id).order_by(col(Claim.id))
        into = self.picked(same, other)
        self.act(merge_claims, id=one.id, into=into, seen=self.seen(one.id), why="The same.")

    @rule(number=numbers, word=st.sampled_from(["one", "two", "three"]))
    def call_otherwise(self, number: int, word: str) -> None:
        kind, table = ((Kind.SOURCE, Source), (Kind.DEBATE, Debate))[number % 2]
        id = self.picked(select(table.id), number // 2)
        self.act(rename, kind=kind, id=id, seen=self.seen(id), slug=word, why="")

    @rule(number=numbers)
    def take_back(self, number: int) -> None:
        latest = select(Revision.change_id).order_by(col(Revision.number).desc())
        if change_id := self.picked(latest, number):
            self.act(undo, change_id=change_id)

    @rule(number=numbers)
    def bring_back(self, number: int) -> None:
        latest = select(Revision).order_by(col(Revision.number).desc())
        if found := self.picked(latest, number):
            self.act(restore, revision_id=found.id, seen=self.seen(found.entity_id))

    @rule(number=numbers)
    def take_back_much(self, number: int) -> None:
        with Session(self.application.state.engines.read) as db:
            later = db.exec(select(Revision.at).order_by(col(Revision.number).desc())).all()
        if later:
            since = later[number % len(later)]
            self.act(reverted, since=since)

    @invariant()
    def note_addresses(self) -> None:
        """The addresses of all that is there now, as pages give them."""
        with Session(self.application.state.engines.read) as db:
            claims = dict(db.exec(select(Claim.id, Claim.statement)).all())
            worded = [("claims", id, words) for id, words in claims.items()]
            worded += [("questions", *row) for row in db.exec(select(Question.id, Question.text))]
            for noun, table, end in (
                ("rebuttals", Rebuttal, Rebuttal.claim_id),
                ("supports", Support, Support.conclusion_id),
            ):
                rows = db.exec(select(table.id, end)).all()
                worded += [(noun, id, claims[claim_id]) for id, claim_id in rows]
            for noun, id, words in worded:
                short = f"/{noun}/{id}"
                self.issued |= {short, f"{short}/history", urls.worded(noun, id, words)}
            rows = db.exec(select(Claim.id, Source.slug).join(Source)).all()
            self.issued |= {f"/sources/{slug}/claims/{id}" for id, slug in rows}
            rested = (
                select(ClaimPassage.passage_id, Source.slug)
                .join(Claim, col(Claim.id) == ClaimPassage.claim_id)
                .join(Source, col(Source.id) == Claim.source_id)
            )
            self.issued |= {f"/sources/{slug}/passages/{id}" for id, slug in db.exec(rested)}
            self.issued |= {f"/sources/{slug}{end}" for _, slug in rows for end in ("", ".txt")}
            for slug in db.exec(select(Debate.slug)):
                self.issued |= {f"/debates/{slug}{end}" for end in ("", "/claims", ".json")}

    @invariant()
    def note_revisions(self) -> None:
        """The page of each revision as it is when it is made."""
        with Session(self.application.state.engines.read) as db:
            ids = db.exec(select(Revision.id)).all()
        for id in ids:
            if id not in self.pages:
                self.pages[id] = self.client.get(f"/revisions/{id}").content

    def teardown(self) -> None:
        self.check_addresses()
        self.check_revisions()
        self.application.state.versions.close()
        self.application.state.engines.read.dispose()

    def check_addresses(self) -> None:
        for path in sorted(self.issued):
            answer = self.client.get(path)
            if answer.status_code == 301:
                answer = self.client.get(answer.headers["location"])
            assert answer.status_code in (200, 410), (path, answer.status_code)

    def check_revisions(self) -> None:
        self.application.state.pages = PageCache(0)
        for id, page in self.pages.items():
            assert self.client.get(f"/revisions/{id}").content == page
        with Session(self.application.state.engines.read) as db:
            assert verify(db) == []


def test_every_address_ever_issued_goes_on_answering(databases):
    class Here(Histories):
        pass

    Here.databases = databases
    few = databases.kind == "postgresql"
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=100 if THOROUGH else 1 if few else 3,
            stateful_step_count=20 if THOROUGH else 8 if few else 12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_an_address_that_was_never_issued_is_still_not_found(client):
    """The control: not everything is answered."""
    for path in ("/claims/0000000000", "/sources/never", "/debates/never/claims"):
        assert client.get(path).status_code == 404

"""What a case of a route that writes needs: people, a debate, things that can be changed."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlmodel import select

from app.accounts import commands
from app.accounts.models import Role
from app.changes.commands import create
from app.claims.models import Claim, ClaimPassage
from app.debates.models import Debate
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.ids import new_id
from app.passages.models import Passage
from app.proposals.commands import flag, propose
from app.proposals.models import Deed

DEBATE = "china-cyber-espionage"
Sent = Callable[["Scene"], tuple[str, dict[str, Any]]]


class Scene:
    """What a case needs: an account, a debate, things that can be retired, all of its own."""

    def __init__(self, members: Any) -> None:
        self.members = members
        self.makers: list[str] = []
        with members.db() as db:
            self.name = f"someone-{new_id()}"
            role = Role.CONTRIBUTOR
            self.user_id = commands.add_user(db, name=self.name, role=role).id
            self.debate_id = db.exec(select(Debate.id)).one()
            claims = db.exec(select(Claim.id, Claim.source_id).order_by(Claim.id)).all()
            self.target_id, self.source_id = claims[0]
            self.other_id = next(id for id, source in claims if source != self.source_id)
            db.commit()

    def made(self, kind: Kind = Kind.REBUTTAL, name: str = "") -> str:
        """By somebody of whom nothing else is, if no name is given."""
        with self.members.db() as db:
            name = name or commands.add_user(db, name=f"maker-{new_id()}", role=Role.EDITOR).name
            by = self.members.user(db, name)
            self.makers.append(by.id)
            id = create(db, by=by, kind=kind, fields=self.fields(kind))
            db.commit()
        return id

    def fields(self, kind: Kind) -> dict[str, Any]:
        words = f"Note {new_id()}."
        link = {"basis": "editorial", "note": words}
        ends = {"claim_id": self.other_id, "target_claim_id": self.target_id, "move": "qualifies"}
        reason = {"premise_ids": [self.other_id], "conclusion_id": self.target_id}
        beside = {"body": words, "reference": "A book.", "claim_ids": [self.target_id]}
        asked = {"text": f"Is it {new_id()}?", "kind": "silence", "why": "So."}
        return {
            Kind.REBUTTAL: link | ends,
            Kind.SUPPORT: link | reason,
            Kind.NOTE: beside | {"debate_id": self.debate_id},
            Kind.QUESTION: asked | {"debate_id": self.debate_id},
        }[kind]

    def seen(self, id: str) -> str:
        with self.members.db() as db:
            return last_revision_id(db, id)

    def proposed(self) -> str:
        with self.members.db() as db:
            by, id = self.members.user(db, "contributor"), self.target_id
            fields = {"statement": f"Other words {new_id()}."}
            given = {"deed": Deed.EDIT, "kind": Kind.CLAIM, "id": id, "fields": fields}
            seen = last_revision_id(db, id)
            debate = db.get_one(Debate, self.debate_id)
            made = propose(db, by=by, debate=debate, seen=seen, why="Closer.", **given)
            db.commit()
            return made.id

    def flagged(self) -> str:
        with self.members.db() as db:
            debate = db.get_one(Debate, self.debate_id)
            given = {"kind": Kind.CLAIM, "id": self.target_id, "words": "Wrong."}
            made = flag(db, by=None, debate=debate, **given)
            db.commit()
            return made.id


class Case(NamedTuple):
    """Who does it, where it is sent with which fields, and what is written down by it: entries of
    the log, changes, proposals."""

    who: str
    sent: Sent
    entries: int = 0
    changes: int = 0
    proposals: int = 0


def free_claim(scene: Scene) -> str:
    with scene.members.db() as db:
        by = scene.members.user(db, "editor")
        copied = {"source_id": scene.source_id, "statement": f"Copy {new_id()}."}
        passages = [{"id": p.id, "exact": p.exact} for p in passages_of(db, scene.target_id)]
        fields = {**copied, "stance": "asserts", "passages": passages}
        id = create(db, by=by, kind=Kind.CLAIM, fields=fields)
        db.commit()
        return id


def passages_of(db: Any, claim_id: str) -> Any:
    asked = select(Passage).join(ClaimPassage).where(ClaimPassage.claim_id == claim_id)
    return db.exec(asked).all()

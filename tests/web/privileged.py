"""Each route by which somebody with a role writes, done once, and what it writes down."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlmodel import col, select

from app.accounts import commands
from app.accounts.models import Role
from app.changes.commands import create, edit
from app.claims.models import Claim, ClaimPassage
from app.db import now
from app.debates.models import Debate, DebateEditor
from app.history.models import Kind, Revision
from app.history.queries import last_revision_id, last_revisions
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
        ends = {"claim_id": self.other_id, "target_claim_id": self.target_id}
        fields: dict[str, Any] = {**ends, "move": "qualifies", "basis": "editorial"}
        if kind == Kind.SUPPORT:
            fields = {"premise_ids": [self.other_id], "conclusion_id": self.target_id}
            fields |= {"basis": "editorial"}
        with self.members.db() as db:
            name = name or commands.add_user(db, name=f"maker-{new_id()}", role=Role.EDITOR).name
            by = self.members.user(db, name)
            self.makers.append(by.id)
            id = create(db, by=by, kind=kind, fields=fields | {"note": f"Note {new_id()}."})
            db.commit()
        return id

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


def account(part: str, **fields: str) -> Sent:
    return lambda scene: (f"/users/{scene.user_id}/{part}", fields)


def dismissal(scene: Scene) -> tuple[str, dict[str, Any]]:
    with scene.members.db() as db:
        db.add(DebateEditor(debate_id=scene.debate_id, user_id=scene.user_id))
        db.commit()
    return f"/users/{scene.user_id}/debates/{DEBATE}/removal", {}


def retirement(kind: Kind) -> Sent:
    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        id = free_claim(scene) if kind == Kind.CLAIM else scene.made(kind)
        given = {"seen": scene.seen(id), "why": "Wrong."}
        return f"/{kind}s/{id}/retirement", given

    return sent


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


def linked(noun: str) -> Sent:
    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        given = {
            "key": new_id(),
            "claim": scene.other_id,
            "basis": "editorial",
            "note": f"So, {new_id()}.",
        }
        if noun == "rebuttals":
            given["move"] = "qualifies"
        return f"/claims/{scene.target_id}/{noun}", given

    return sent


def worded(scene: Scene) -> tuple[str, dict[str, Any]]:
    text = scene.members.browser().get("/sources/akoto-2025.txt").text
    line = next(line for line in reversed(text.splitlines()) if len(line.split()) > 30)
    given = {"words": " ".join(line.split()[4:12]), "statement": f"Zebras {new_id()} graze."}
    return "/sources/akoto-2025/claims", given | {
        "stance": "asserts",
        "key": new_id(),
        "known": "y",
    }


def brought(_scene: Scene) -> tuple[str, dict[str, Any]]:
    given = {"statement": f"Zebras {new_id()} graze.", "year": "2021", "known": "y"}
    return f"/debates/{DEBATE}/claims", given | {"key": new_id()}


def undoing(scene: Scene) -> tuple[str, dict[str, Any]]:
    with scene.members.db() as db:
        id = scene.made()
        change_id = last_revisions(db, [id])[id].change_id
    return f"/changes/{change_id}/undo", {}


def restoring(scene: Scene) -> tuple[str, dict[str, Any]]:
    with scene.members.db() as db:
        by, id = scene.members.user(db, "editor"), scene.target_id
        for words in ("One.", "Two."):
            fields = {"statement": f"{words} {new_id()}"}
            seen = last_revision_id(db, id)
            edit(db, by=by, kind=Kind.CLAIM, id=id, seen=seen, fields=fields)
        first, last = db.exec(
            select(Revision.id).where(Revision.entity_id == id).order_by(col(Revision.number))
        ).all()[-2:]
        db.commit()
    return f"/revisions/{first}/restore", {"seen": last}


def decision(chosen: str) -> Sent:
    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        return f"/proposals/{scene.proposed()}", {"decision": chosen, "remark": "So."}

    return sent


def handling(scene: Scene) -> tuple[str, dict[str, Any]]:
    return f"/flags/{scene.flagged()}", {"outcome": "Mended."}


def reversal(scene: Scene) -> tuple[str, dict[str, Any]]:
    since = now()
    scene.made(name=scene.name)
    given = {"since": since.isoformat(), "why": "Not in good faith.", "declines": "yes"}
    return f"/users/{scene.name}/reversal", given


CASES: dict[str, list[Case]] = {
    "users.invite": [Case("admin", lambda _: ("/users/invitations", {"role": "reader"}), 1)],
    "users.role": [Case("admin", account("role", role="editor"), 1)],
    "users.suspend": [Case("admin", account("suspension"), 1)],
    "users.readmit": [Case("admin", account("suspension/removal"), 1)],
    "users.reset": [Case("admin", account("reset"), 1)],
    "users.appoint": [Case("admin", account("debates", debate=DEBATE), 1)],
    "users.dismiss": [Case("admin", dismissal, 1)],
    "claims.retire": [Case("editor", retirement(Kind.CLAIM), changes=1)],
    "supports.retire": [Case("editor", retirement(Kind.SUPPORT), changes=1)],
    "rebuttals.retire": [
        Case("editor", retirement(Kind.REBUTTAL), changes=1),
        Case("contributor", retirement(Kind.REBUTTAL), proposals=1),
    ],
    "rebuttals.create": [
        Case("editor", linked("rebuttals"), changes=1),
        Case("contributor", linked("rebuttals"), proposals=1),
    ],
    "supports.create": [
        Case("editor", linked("supports"), changes=1),
        Case("contributor", linked("supports"), proposals=1),
    ],
    "claims.create": [
        Case("editor", worded, changes=1),
        Case("contributor", worded, proposals=1),
    ],
    "claims.bring": [
        Case("editor", brought, changes=1),
        Case("contributor", brought, proposals=1),
    ],
    "changes.undo": [Case("editor", undoing, changes=1)],
    "revisions.restore": [Case("editor", restoring, changes=1)],
    "proposals.decide": [
        Case("editor", decision("publish"), entries=1, changes=1),
        Case("editor", decision("return"), entries=1),
        Case("editor", decision("decline"), entries=1),
    ],
    "flags.handle": [Case("editor", handling, entries=1)],
    "users.revert": [Case("editor", reversal, changes=1)],
}
"""Each route by which somebody with a role writes. A new one says here what it writes down."""

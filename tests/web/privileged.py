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
from app.sources.models import Source
from app.web import urls
from tests.web.changing import filled

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
        if kind == Kind.QUESTION:
            fields = {"debate_id": self.debate_id, "text": "Is it so?", "kind": "framing"}
            fields |= {"why": "They differ."}
        if kind == Kind.NOTE:
            fields = {"debate_id": self.debate_id, "body": "It is said.", "reference": "Page 7."}
            fields |= {"claim_ids": [self.target_id]}
        with self.members.db() as db:
            name = name or commands.add_user(db, name=f"maker-{new_id()}", role=Role.EDITOR).name
            by = self.members.user(db, name)
            self.makers.append(by.id)
            if kind in (Kind.REBUTTAL, Kind.SUPPORT):
                fields |= {"note": f"Note {new_id()}."}
            id = create(db, by=by, kind=kind, fields=fields)
            db.commit()
        return id

    def key(self, kind: Kind) -> str:
        """What names a thing of this kind in its address; made for it, where that can be."""
        if kind == Kind.CLAIM:
            return free_claim(self)
        if kind in (Kind.SOURCE, Kind.DEBATE):
            with self.members.db() as db:
                table = Source if kind == Kind.SOURCE else Debate
                return str(db.exec(select(table.slug).order_by(table.slug)).all()[0])
        return self.made(kind)

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
        id = scene.key(kind)
        return f"{urls.thing(kind, id)}/retirement", {"seen": scene.seen(id), "why": "Wrong."}

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


def editing(kind: Kind, field: str, name: str = "editor") -> Sent:
    """The form of a thing as a browser fills it in, one field of it said otherwise."""

    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        path = f"{urls.thing(kind, scene.key(kind))}/edit"
        given: dict[str, Any] = filled(scene.members.browser(name).get(path).text)
        words = f"Said otherwise, {new_id()}" + ("?" if field == "text" else ".")
        return path, given | {field: words, "reason": "Closer."}

    return sent


def renaming(kind: Kind) -> Sent:
    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        path = f"{urls.thing(kind, scene.key(kind))}/address"
        given: dict[str, Any] = filled(scene.members.browser("editor").get(path).text)
        return path, given | {"slug": f"renamed-{new_id()}", "reason": "Shorter."}

    return sent


def merging(scene: Scene) -> tuple[str, dict[str, Any]]:
    id = free_claim(scene)
    given = {"into": scene.target_id, "reason": "The same.", "seen": scene.seen(id)}
    return f"/claims/{id}/merging", given | {"key": new_id()}


def linking(scene: Scene) -> tuple[str, dict[str, Any]]:
    _, worded_so = worded(scene)
    given = {"own": "new", "way": "goes", "claim": scene.target_id, "key": new_id()}
    given |= {"move": "qualifies", "basis": "editorial", "note": f"So, {new_id()}."}
    source = "akoto-2025"
    with scene.members.db() as db:
        if db.get_one(Source, scene.source_id).slug == source:
            given["claim"] = scene.other_id
    return f"/sources/{source}/links", worded_so | given


def bringing(scene: Scene) -> tuple[str, dict[str, Any]]:
    path = f"/debates/{DEBATE}/claims"
    given: dict[str, Any] = filled(scene.members.browser("editor").get(f"{path}/new").text)
    words = {"statement": f"Zebras {new_id()} graze.", "reference": "Page 7", "known": "yes"}
    return path, {**given, **words, "author": "Ann Author", "title": "A book", "stance": "asserts"}


def saying_again(scene: Scene) -> tuple[str, dict[str, Any]]:
    path = f"/proposals/{scene.proposed()}/again"
    given: dict[str, Any] = filled(scene.members.browser("contributor").get(path).text)
    return path, given | {"statement": f"Yet other words {new_id()}."}


def withdrawal(scene: Scene) -> tuple[str, dict[str, Any]]:
    return f"/proposals/{scene.proposed()}/withdrawal", {}


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
    "questions.retire": [Case("editor", retirement(Kind.QUESTION), changes=1)],
    "notes.retire": [Case("editor", retirement(Kind.NOTE), changes=1)],
    "claims.update": [
        Case("editor", editing(Kind.CLAIM, "statement"), changes=1),
        Case("contributor", editing(Kind.CLAIM, "statement", "contributor"), proposals=1),
    ],
    "supports.update": [Case("editor", editing(Kind.SUPPORT, "note"), changes=1)],
    "rebuttals.update": [Case("editor", editing(Kind.REBUTTAL, "note"), changes=1)],
    "questions.update": [Case("editor", editing(Kind.QUESTION, "text"), changes=1)],
    "notes.update": [Case("editor", editing(Kind.NOTE, "body"), changes=1)],
    "sources.update": [Case("editor", editing(Kind.SOURCE, "title"), changes=1)],
    "debates.update": [Case("editor", editing(Kind.DEBATE, "title"), changes=1)],
    "sources.rename": [Case("editor", renaming(Kind.SOURCE), changes=1)],
    "debates.rename": [Case("editor", renaming(Kind.DEBATE), changes=1)],
    "claims.merge": [Case("editor", merging, changes=1)],
    "claims.bring": [Case("editor", bringing, changes=1)],
    "links.create": [Case("editor", linking, changes=1)],
    "proposals.say": [Case("contributor", saying_again)],
    "proposals.withdraw": [Case("contributor", withdrawal)],
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

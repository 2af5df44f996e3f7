"""Each route by which somebody with a role writes, done once, and what it writes down."""

from typing import Any

from sqlmodel import col, select

from app.changes.commands import edit
from app.db import now
from app.debates.models import DebateEditor, OutsideNote, Question
from app.history.models import Kind, Revision
from app.history.queries import last_revision_id, last_revisions
from app.ids import new_id
from app.web import urls
from tests.web.changing import filled
from tests.web.scene import DEBATE, Case, Scene, Sent, free_claim

SOURCE = "akoto-2025"


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
        return urls.retirement(kind, id), given

    return sent


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


def opened(scene: Scene, path: str, who: str = "editor", **params: str) -> dict[str, Any]:
    """The fields of the form at a path, as it comes."""
    page = scene.members.browser(who).get(path, params=params)
    assert page.status_code == 200, page.text
    return filled(page.text) | {"reason": ["It reads better."]}


def edited(path: str, field: str) -> Sent:
    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        where = path.format(claim=scene.target_id, **first(scene))
        return where, opened(scene, where) | {field: [f"Other words {new_id()}."]}

    return sent


def first(scene: Scene) -> dict[str, str]:
    with scene.members.db() as db:
        question = db.exec(select(Question.id).order_by(Question.id)).first() or ""
        note = db.exec(select(OutsideNote.id).order_by(OutsideNote.id)).first() or ""
    return {"question": question, "note": note}


def edited_link(kind: Kind) -> Sent:
    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        path = f"/{kind}s/{scene.made(kind)}/edit"
        return path, opened(scene, path) | {"note": [f"Since {new_id()}."]}

    return sent


def renamed(path: str) -> Sent:
    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        return path, opened(scene, path) | {"slug": [f"slug-{new_id()}"]}

    return sent


def merged(scene: Scene) -> tuple[str, dict[str, Any]]:
    path = f"/claims/{free_claim(scene)}/merging"
    return path, opened(scene, path, into=scene.target_id, look="yes")


def linked_words(scene: Scene) -> tuple[str, dict[str, Any]]:
    _, said = worded(scene)
    given = {"own": "new", "way": "goes", "claim": scene.other_id, "move": "qualifies"}
    note = {"basis": "editorial", "note": f"So, {new_id()}."}
    return f"/sources/{SOURCE}/links", said | given | note


def proposed_again(scene: Scene) -> tuple[str, dict[str, Any]]:
    path = f"/proposals/{scene.proposed()}/again"
    return path, opened(scene, path, "contributor") | {"statement": ["Yet other words."]}


def withdrawn(scene: Scene) -> tuple[str, dict[str, Any]]:
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
    "claims.update": [
        Case("editor", edited("/claims/{claim}/edit", "statement"), changes=1),
        Case("contributor", edited("/claims/{claim}/edit", "statement"), proposals=1),
    ],
    "supports.update": [Case("editor", edited_link(Kind.SUPPORT), changes=1)],
    "rebuttals.update": [Case("editor", edited_link(Kind.REBUTTAL), changes=1)],
    "questions.update": [Case("editor", edited("/questions/{question}/edit", "why"), changes=1)],
    "notes.update": [Case("editor", edited("/notes/{note}/edit", "body"), changes=1)],
    "sources.update": [Case("editor", edited(f"/sources/{SOURCE}/edit", "venue"), changes=1)],
    "debates.update": [Case("editor", edited(f"/debates/{DEBATE}/edit", "title"), changes=1)],
    "sources.rename": [Case("editor", renamed(f"/sources/{SOURCE}/address"), changes=1)],
    "debates.rename": [Case("editor", renamed(f"/debates/{DEBATE}/address"), changes=1)],
    "claims.merge": [Case("editor", merged, changes=1)],
    "questions.retire": [Case("editor", retirement(Kind.QUESTION), changes=1)],
    "notes.retire": [Case("editor", retirement(Kind.NOTE), changes=1)],
    "links.create": [
        Case("editor", linked_words, changes=1),
        Case("contributor", linked_words, proposals=1),
    ],
    # Both are kept in the proposal, which is one already.
    "proposals.say": [Case("contributor", proposed_again)],
    "proposals.withdraw": [Case("contributor", withdrawn)],
}
"""Each route by which somebody with a role writes. A new one says here what it writes down."""

"""The routes by which what is there is said otherwise, each done once as its form would do it."""

from typing import Any

from sqlmodel import select

from app.changes.commands import create
from app.debates.models import OutsideNote, Question
from app.history.models import Kind
from app.ids import new_id
from tests.web.changing import filled
from tests.web.privileged import DEBATE, Case, Scene, Sent, free_claim, worded

SOURCE = "akoto-2025"


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


def retired(kind: Kind) -> Sent:
    """Of a question or a note, made for it."""

    def sent(scene: Scene) -> tuple[str, dict[str, Any]]:
        said: dict[str, Any] = {"text": f"Is it {new_id()}?", "kind": "silence", "why": "So."}
        if kind == Kind.NOTE:
            said = {
                "body": f"Note {new_id()}.",
                "reference": "A book.",
                "claim_ids": [scene.target_id],
            }
        with scene.members.db() as db:
            by = scene.members.user(db, "editor")
            fields = said | {"debate_id": scene.debate_id}
            id = create(db, by=by, kind=kind, fields=fields)
            db.commit()
        noun = "notes" if kind == Kind.NOTE else "questions"
        return f"/{noun}/{id}/retirement", {"seen": scene.seen(id), "why": "Wrong."}

    return sent


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


CHANGES: dict[str, list[Case]] = {
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
    "questions.retire": [Case("editor", retired(Kind.QUESTION), changes=1)],
    "notes.retire": [Case("editor", retired(Kind.NOTE), changes=1)],
    "links.create": [
        Case("editor", linked_words, changes=1),
        Case("contributor", linked_words, proposals=1),
    ],
    # Both are kept in the proposal, which is one already.
    "proposals.say": [Case("contributor", proposed_again)],
    "proposals.withdraw": [Case("contributor", withdrawn)],
}

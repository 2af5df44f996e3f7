"""Going back."""

from datetime import timedelta

import pytest

from app.accounts.models import Role
from app.changes.commands import create, edit, merge_claims, rename, retire
from app.changes.plans import state_at
from app.changes.reverting import revert_users
from app.changes.undoing import restore, undo
from app.claims.queries import claim_version
from app.db import now
from app.errors import Conflict, NotFound, Stale
from app.history.models import Kind
from app.history.queries import gone, history_of, last_revision_id
from tests.changes.scene import everything, lost, rebuttal_fields


def reworded(db, scene, claim, statement, by=None):
    given = {"by": by or scene.editor, "kind": Kind.CLAIM, "id": claim.id}
    return edit(db, **given, seen=last_revision_id(db, claim.id), fields={"statement": statement})


def test_every_act_can_be_undone_and_the_undoing_too(db, scene, make):
    twin = make.claim(scene.one)
    make.support(premises=[twin], conclusion=scene.a)
    by, keys = {"by": scene.editor, "why": "So."}, [(Kind.CLAIM, twin.id)]
    acts = [
        lambda: reworded(db, scene, scene.a, "Other words."),
        lambda: retire(db, **by, kind=Kind.CLAIM, id=scene.b.id, seen=seen(scene.b)),
        lambda: retire(
            db, **by, kind=Kind.QUESTION, id=scene.question.id, seen=seen(scene.question)
        ),
        lambda: merge_claims(db, **by, id=twin.id, into=scene.b.id, seen=seen(twin)),
        lambda: rename(db, **by, kind=Kind.DEBATE, id=scene.debate.id, seen="", slug="other"),
    ]

    def seen(thing):
        return last_revision_id(db, thing.id)

    for act in acts:
        before = everything(db, scene, *keys)
        change = act()
        after = everything(db, scene, *keys)
        assert after != before
        undone = undo(db, by=scene.editor, change_id=change)
        assert everything(db, scene, *keys) == before
        redone = undo(db, by=scene.editor, change_id=undone)
        assert everything(db, scene, *keys) == after
        undo(db, by=scene.editor, change_id=redone)
        assert everything(db, scene, *keys) == before


def test_a_merge_that_is_done_again_leads_on_again(db, scene, make):
    twin = make.claim(scene.one)
    change = merge_claims(
        db, by=scene.editor, id=twin.id, into=scene.a.id, seen="", why="The same."
    )
    back = undo(db, by=scene.editor, change_id=change)
    assert gone(db, twin.id) is None
    undo(db, by=scene.editor, change_id=back)
    assert lost(db, twin.id).revision.into_id == scene.a.id


def test_what_was_changed_since_is_not_undone(db, scene):
    change = reworded(db, scene, scene.a, "First.")
    reworded(db, scene, scene.a, "Second.")
    with pytest.raises(Stale) as refused:
        undo(db, by=scene.editor, change_id=change)
    assert (refused.value.current or {})["statement"] == "Second."


def test_what_others_rest_on_by_now_is_not_undone(db, scene, make):
    fields = {"source_id": scene.one.id, "statement": "New.", "stance": "asserts"}
    passages = state_at(db, Kind.CLAIM, scene.a.id)["passages"]
    id = create(db, by=scene.editor, kind=Kind.CLAIM, fields={**fields, "passages": passages})
    ((made, _),) = history_of(db, Kind.CLAIM, id)
    link = {"claim_id": scene.c.id, "target_claim_id": id, "move": "qualifies"}
    fields = {**link, "basis": "editorial", "note": "A little."}
    create(db, by=make.user(), kind=Kind.REBUTTAL, fields=fields)
    with pytest.raises(Conflict, match="Others rest on this by now: a rebuttal"):
        undo(db, by=scene.editor, change_id=made.change_id)


def test_an_unknown_change_or_revision_is_not_found(db, scene):
    with pytest.raises(NotFound):
        undo(db, by=scene.editor, change_id="0000000000")
    with pytest.raises(NotFound):
        restore(db, by=scene.editor, revision_id="0000000000", seen="")


def test_anything_can_be_made_what_it_was_at_any_revision(db, scene):
    for words in ("First.", "Second.", "Third."):
        reworded(db, scene, scene.a, words)
    first = history_of(db, Kind.CLAIM, scene.a.id)[-1][0]
    restore(db, by=scene.editor, revision_id=first.id, seen=last_revision_id(db, scene.a.id))
    assert state_at(db, Kind.CLAIM, scene.a.id)["statement"] == "First."
    assert len(history_of(db, Kind.CLAIM, scene.a.id)) == 4


def test_what_comes_back_is_newer_than_any_page_that_showed_it(db, scene):
    versions = {claim_version(db, scene.b.id)}
    for _ in range(3):
        change = retire(
            db,
            by=scene.editor,
            kind=Kind.CLAIM,
            id=scene.b.id,
            seen=last_revision_id(db, scene.b.id),
            why="Wrong.",
        )
        undo(db, by=scene.editor, change_id=change)
        version = claim_version(db, scene.b.id)
        assert version > max(versions)
        versions.add(version)


def test_a_link_comes_back_only_with_its_ends(db, scene):
    by = {"by": scene.editor, "why": "Wrong."}
    retire(db, **by, kind=Kind.REBUTTAL, id=scene.rebuttal.id, seen="")
    (went, _), *_ = history_of(db, Kind.REBUTTAL, scene.rebuttal.id)
    retire(db, **by, kind=Kind.CLAIM, id=scene.b.id, seen="")
    with pytest.raises(Conflict, match="restore that first"):
        restore(db, by=scene.editor, revision_id=went.id, seen=went.id)


def test_all_that_somebody_did_is_reverted_in_one_act_and_what_others_did_is_left(db, scene, make):
    vandal, honest = make.user(), make.user(role=Role.EDITOR)
    reworded(db, scene, scene.a, "An honest word.", by=honest)
    reworded(db, scene, scene.d, "A word before.", by=vandal)
    before, since = everything(db, scene), now()
    reworded(db, scene, scene.a, "Nonsense.", by=vandal)
    reworded(db, scene, scene.a, "More nonsense.", by=vandal)
    retire(db, by=vandal, kind=Kind.CLAIM, id=scene.b.id, seen="", why="Ha.")
    fields = rebuttal_fields(scene.d, scene.a)
    made = create(db, by=vandal, kind=Kind.REBUTTAL, fields=fields)
    reworded(db, scene, scene.c, "Nonsense, mended by another.", by=vandal)
    reworded(db, scene, scene.c, "Mended.", by=honest)
    done = revert_users(db, by=scene.editor, users=[vandal], since=since, why="Vandalism.")
    assert done.left == [(Kind.CLAIM, scene.c.id)]
    after = everything(db, scene, (Kind.REBUTTAL, made))
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed == {(Kind.CLAIM, scene.c.id)}
    assert gone(db, made) is not None
    later = now() + timedelta(days=1)
    none = revert_users(db, by=scene.editor, users=[scene.editor], since=later, why="")
    assert none == ("", [], [])


def test_the_links_of_others_to_what_is_reverted_go_with_it(db, scene, make):
    vandal, since = make.user(), now()
    passages = state_at(db, Kind.CLAIM, scene.a.id)["passages"]
    fields = {"source_id": scene.one.id, "statement": "New.", "stance": "asserts"}
    id = create(db, by=vandal, kind=Kind.CLAIM, fields={**fields, "passages": passages})
    link = {"claim_id": scene.c.id, "target_claim_id": id, "move": "qualifies", "mutual": False}
    link |= {"basis": "editorial", "note": "A little."}
    reply = create(db, by=make.user(), kind=Kind.REBUTTAL, fields=link)
    revert_users(db, by=scene.editor, users=[vandal], since=since, why="Vandalism.")
    assert lost(db, reply).revision.change_id == lost(db, id).revision.change_id


def test_what_several_did_to_the_same_things_is_reverted_together(db, scene, make):
    """Bob retires what Eve made use of, and rewords what she reworded."""
    eve, bob = make.user(), make.user()
    before, since = everything(db, scene), now()
    reworded(db, scene, scene.a, "Nonsense.", by=eve)
    reworded(db, scene, scene.a, "More nonsense.", by=bob)
    retire(db, by=eve, kind=Kind.REBUTTAL, id=scene.rebuttal.id, seen="", why="Ha.")
    retire(db, by=bob, kind=Kind.CLAIM, id=scene.b.id, seen="", why="Ha.")
    given = {"by": scene.editor, "since": since, "why": "Vandalism."}
    alone = revert_users(db, users=[eve], **given)
    assert alone == ("", [], [(Kind.CLAIM, scene.a.id), (Kind.REBUTTAL, scene.rebuttal.id)])
    assert revert_users(db, users=[eve, bob], **given).left == []
    assert everything(db, scene) == before

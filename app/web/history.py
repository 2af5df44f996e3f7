"""What happened: the history of one thing, one revision, a debate's changes, what somebody did."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.accounts.queries import user_by_id, user_by_name
from app.changes.nouns import NOUNS
from app.changes.plans import state_at
from app.changes.queries import debate_of, placed
from app.debates.models import Debate
from app.debates.queries import Around, debate_by_slug, voices
from app.history.models import Kind
from app.history.queries import (
    changes_in,
    contributions,
    debates_of_change,
    edition,
    head,
    history_of,
    last_revision_id,
    revision_by_id,
)
from app.proposals.acting import may_undo
from app.sources.queries import source_by_slug
from app.web import urls
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.filters import number_in
from app.web.render import render
from app.web.visitor import visitor

router = APIRouter()


@router.api_route("/claims/{id}/history", methods=READ, name="claims.history")
@router.api_route("/supports/{id}/history", methods=READ, name="supports.history")
@router.api_route("/rebuttals/{id}/history", methods=READ, name="rebuttals.history")
@router.api_route("/questions/{id}/history", methods=READ, name="questions.history")
@router.api_route("/notes/{id}/history", methods=READ, name="notes.history")
def history(request: Request, db: Db, id: str) -> Response:
    kind = urls.kind_at(request.url.path)
    return page(request, f"{edition(db)} history", lambda: _history(request, db, kind, id))


@router.api_route("/sources/{slug}/history", methods=READ, name="sources.history")
@router.api_route("/debates/{slug}/history", methods=READ, name="debates.history")
def history_by_slug(request: Request, db: Db, slug: str) -> Response:
    """Of what is said of a text or of a debate."""
    kind = urls.kind_at(request.url.path)
    id = source_by_slug(db, slug).id if kind == Kind.SOURCE else debate_by_slug(db, slug).id
    version = f"{edition(db)} history"
    return page(request, version, lambda: _history(request, db, kind, id, slug))


def _history(request: Request, db: Session, kind: Kind, id: str, called_by: str = "") -> Response:
    """`called_by`: what its address calls it, where that is not its id."""
    revisions = history_of(db, kind, id)
    latest = revisions[0][0] if revisions else None
    state = (latest.after or latest.before) if latest else state_at(db, kind, id)
    assert state is not None  # a revision is of something
    debate = debate_of(db, placed(kind, id, state))
    context = _scene(db, debate) | {
        "can_undo": _can_undo(request, db, debate),
        "kind": kind,
        "id": called_by or id,
        "called": state[NOUNS[kind].called],
        "revisions": revisions,
        "is_gone": latest is not None and latest.after is None,
    }
    return render(request, "history/thing.html", context)


@router.api_route("/revisions/{id}", methods=READ, name="revisions.show")
def revision(request: Request, db: Db, id: str) -> Response:
    """Never another page, whatever is changed later: it names nothing but what the revision holds,
    and who made it."""
    found = revision_by_id(db, id)
    by = user_by_id(db, found.by_id)
    who = visitor(request)
    may = who is not None and (
        who.publishes
        or may_undo(db, user_by_id(db, who.user_id), debates_of_change(db, found.change_id))
    )
    seen = last_revision_id(db, found.entity_id) if may else ""
    context = {"revision": found, "by": by, "can_restore": may, "seen": seen}
    return page(
        request,
        f"{found.hash} {by.name} {by.display}",
        lambda: render(request, "history/revision.html", context),
    )


@router.api_route("/debates/{slug}/changes", methods=READ, name="debates.changes")
def changes(request: Request, db: Db, slug: str) -> Response:
    below = number_in(request.query_params.get("below"))

    def build() -> Response:
        debate = debate_by_slug(db, slug)
        listed = changes_in(db, debate.id, below)
        context = _scene(db, debate) | {
            "can_undo": _can_undo(request, db, debate),
            "listed": listed,
            "below": below,
            "head": head(db),
        }
        return render(request, "history/changes.html", context)

    return page(request, f"{edition(db)} changes", build)


@router.api_route("/users/{name}/contributions", methods=READ, name="users.contributions")
def of_user(request: Request, db: Db, name: str) -> Response:
    below = number_in(request.query_params.get("below"))
    user = user_by_name(db, name)
    return page(
        request,
        f"{edition(db)} {user.display}",
        lambda: render(
            request,
            "history/contributions.html",
            {"user": user, "listed": contributions(db, user.id, below), "below": below},
        ),
    )


def _can_undo(request: Request, db: Session, debate: Around | Debate | None) -> bool:
    """No query where nobody is signed in, or a role suffices."""
    who = visitor(request)
    if who is None or debate is None:
        return False
    return who.publishes or may_undo(db, user_by_id(db, who.user_id), [debate.id])


def _scene(db: Session, debate: Around | Debate | None) -> dict[str, Any]:
    return {"debate": debate, "voices": voices(db, debate.id)} if debate else {"voices": {}}

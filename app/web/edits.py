"""The addresses at which one changes what is there."""

from app.history.models import Kind
from app.web.urls import Identified, filtered, thing


def edit(kind: Kind, id: str, **typed: str) -> str:
    """`id`: of a text or a debate its slug; `typed`: what the form has in it already."""
    return filtered(f"{thing(kind, id)}/edit", typed)


def renaming(kind: Kind, slug: str) -> str:
    """Where a text or a debate gets another slug."""
    return f"{thing(kind, slug)}/address"


def merging(claim_id: str, **typed: str) -> str:
    """Where a claim becomes one with another of its text. `typed`: into, the id of that one."""
    return filtered(f"/claims/{claim_id}/merging", typed)


def again(proposal: Identified) -> str:
    """Where a proposal is said in other words."""
    return f"/proposals/{proposal.id}/again"


def withdrawal(proposal: Identified) -> str:
    return f"/proposals/{proposal.id}/withdrawal"


def note(id: str) -> str:
    """A note from outside, on a page of its own."""
    return thing(Kind.NOTE, id)


def undoing(change_id: str) -> str:
    return f"/changes/{change_id}/undo"


def restoring(revision_id: str) -> str:
    return f"/revisions/{revision_id}/restore"


def flagged(id: str) -> str:
    """Where what came of a reader’s remark is sent."""
    return f"/flags/{id}"

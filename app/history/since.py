"""What has become of a thing since somebody looked at it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.history.models import Kind, OldSlug, Revision
from app.history.queries import history_of
from app.history.states import State


class Since(NamedTuple):
    """A thing as it was seen, None if that is not known; and what was done to it from then on,
    by whom, the latest first."""

    seen: State | None
    later: Sequence[tuple[Revision, User]]


def since(db: Session, kind: Kind, id: str, seen: str) -> Since:
    """`seen`: the id of the last revision that was seen, "" for a thing as it was imported.
    1 query."""
    every = history_of(db, kind, id)
    at = [revision.id for revision, _ in every].index(seen) if _has(every, seen) else len(every)
    if at < len(every):
        return Since(every[at][0].after, every[:at])
    return Since(every[-1][0].before if every and not seen else None, every)


def _has(every: Sequence[tuple[Revision, User]], seen: str) -> bool:
    return any(revision.id == seen for revision, _ in every)


def once_called(db: Session, kind: Kind, id: str) -> list[str]:
    """The slugs that a source or a debate had before, by the alphabet. 1 query."""
    asked = select(OldSlug.slug).where(OldSlug.kind == kind, OldSlug.entity_id == id)
    return list(db.exec(asked.order_by(col(OldSlug.slug))))

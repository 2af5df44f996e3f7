"""What happened, as far as pages ask."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.db import batched
from app.errors import NotFound
from app.history.chain import EMPTY, Head
from app.history.models import (
    Action,
    ChangedIn,
    Edition,
    Kind,
    OldSlug,
    Retirement,
    Revision,
)

PAGE = 50
"""How many revisions a list shows before it goes on at another address."""


class Entry(NamedTuple):
    """A revision as a list tells of it. `is_new`, `is_gone`: nothing was there before, or is
    after it."""

    number: int
    id: str
    change_id: str
    kind: Kind
    entity_id: str
    action: Action
    at: datetime
    why: str
    called: str
    is_new: bool
    is_gone: bool
    by_name: str
    by_display: str


class Listed(NamedTuple):
    """One page of a list, the latest first; `more` is the number from which the next goes on."""

    entries: list[Entry]
    more: int | None


_COLUMNS: tuple[Any, ...] = (
    col(Revision.number),
    col(Revision.id),
    col(Revision.change_id),
    col(Revision.kind),
    col(Revision.entity_id),
    col(Revision.action),
    col(Revision.at),
    col(Revision.why),
    col(Revision.called),
    col(Revision.before).is_(sa.null()),
    col(Revision.after).is_(sa.null()),
    col(User.name),
    col(User.display),
)
_ENTRY = sa.select(*_COLUMNS).join(User, col(User.id) == Revision.by_id)
_latest_first = col(Revision.number).desc()
_CHANGES = _ENTRY.join(ChangedIn, col(ChangedIn.number) == Revision.number)


def edition(db: Session) -> int:
    """The number of the current edition, 0 for an empty database. 1 query."""
    return db.exec(select(Edition.number)).first() or 0


def head(db: Session) -> Head:
    """The last revision of all. 1 query."""
    asked = sa.select(col(Revision.number), col(Revision.hash)).order_by(_latest_first).limit(1)
    row = db.execute(asked).first()
    return Head._make(row) if row else EMPTY


def revision_by_id(db: Session, id: str) -> Revision:
    """1 query. Raises NotFound."""
    revision = db.get(Revision, id)
    if revision is None:
        raise NotFound("revision", id)
    return revision


def history_of(db: Session, kind: Kind, id: str) -> Sequence[tuple[Revision, User]]:
    """Every revision of one entity with who made it, the latest first. 1 query."""
    asked = (
        select(Revision, User)
        .join(User, col(User.id) == Revision.by_id)
        .where(Revision.entity_id == id, Revision.kind == kind)
        .order_by(_latest_first)
    )
    return db.exec(asked).all()


def last_revisions(db: Session, ids: Collection[str]) -> dict[str, Revision]:
    """The last revision of each entity that has one. 1 query for every few thousand."""
    found: dict[str, Revision] = {}
    for some in batched(list(ids)):
        latest = (
            sa.select(sa.func.max(Revision.number))
            .where(col(Revision.entity_id).in_(some))
            .group_by(col(Revision.entity_id))
        )
        rows = db.exec(select(Revision).where(col(Revision.number).in_(latest)))
        found |= {revision.entity_id: revision for revision in rows}
    return found


def last_revision_id(db: Session, id: str) -> str:
    """What a form on an entity carries, to see whether another came first; "" if it is as it was
    imported. 1 query."""
    asked = select(Revision.id).where(Revision.entity_id == id).order_by(_latest_first).limit(1)
    return db.exec(asked).first() or ""


def change(db: Session, change_id: str) -> Sequence[Revision]:
    """All revisions of one act, in order. 1 query. Raises NotFound."""
    asked = select(Revision).where(Revision.change_id == change_id).order_by(col(Revision.number))
    found = db.exec(asked).all()
    if not found:
        raise NotFound("change", change_id)
    return found


def debates_of_change(db: Session, change_id: str) -> Sequence[str]:
    """The ids of the debates in which an act was. 1 query. Raises NotFound for no such act."""
    number = col(Revision.number)
    asked = (
        select(ChangedIn.debate_id)
        .join(Revision, col(ChangedIn.number) == number)
        .where(Revision.change_id == change_id)
        .distinct()
    )
    found = db.exec(asked).all()
    if not found:
        raise NotFound("change", change_id)
    return found


def changes_in(db: Session, debate_id: str, below: int | None = None) -> Listed:
    """A debate's changes, those before number `below`. 1 query, steps in an index."""
    number = col(ChangedIn.number)
    asked = _CHANGES.where(col(ChangedIn.debate_id) == debate_id).order_by(number.desc())
    return _listed(db, asked.where(number < below) if below else asked)


def contributions(db: Session, user_id: str, below: int | None = None) -> Listed:
    """What somebody did, before number `below`. 1 query, steps in an index."""
    asked = _ENTRY.where(col(Revision.by_id) == user_id).order_by(_latest_first)
    return _listed(db, asked.where(col(Revision.number) < below) if below else asked)


def _listed(db: Session, asked: sa.Select[Any]) -> Listed:
    rows = [Entry._make(row) for row in db.connection().execute(asked.limit(PAGE + 1))]
    return Listed(rows[:PAGE], rows[PAGE - 1].number if len(rows) > PAGE else None)


class Gone(NamedTuple):
    """What is retired or merged, its last revision, and who took it out."""

    retirement: Retirement
    revision: Revision
    by: User


def gone(db: Session, id: str) -> Gone | None:
    """What is no more at this id, if something was. 1 query."""
    asked = (
        select(Retirement, Revision, User)
        .join(Revision, col(Revision.id) == Retirement.revision_id)
        .join(User, col(User.id) == Revision.by_id)
        .where(Retirement.id == id)
    )
    row = db.exec(asked).first()
    return Gone(*row) if row else None


def last_known(db: Session, id: str) -> Gone | None:
    """What an id stands for that is gone: itself, or what it was merged into and that was merged
    into, as far as that is gone too. 1 query a step."""
    found = gone(db, id)
    while found and found.revision.into_id and (onward := gone(db, found.revision.into_id)):
        found = onward
    return found


def entity_once_at(db: Session, kind: Kind, slug: str) -> str | None:
    """The id of what had this slug before it was renamed. 1 query."""
    found = db.get(OldSlug, (kind, slug))
    return found.entity_id if found else None


def highest_number_gone(db: Session, kind: Kind, scope_id: str) -> int:
    """The highest number that something of a kind that is gone had in its scope; 0 if nothing is.
    1 query."""
    asked = select(sa.func.max(Retirement.number)).where(
        Retirement.scope_id == scope_id, Retirement.kind == kind
    )
    return db.exec(asked).one() or 0

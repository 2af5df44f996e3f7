"""Whether the history can be believed: nothing in it is another than it was, and what is there now
is what it says."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from app.changes.nouns import states_at
from app.history.chain import EMPTY, Head, faults, hash_of
from app.history.models import Retirement, Revision
from app.history.queries import last_revisions

PART = 1_000
"""How many revisions are held in memory at once."""


def verify(db: Session, known: Head = EMPTY) -> list[str]:
    """What does not hold, in sentences. `known`: a head that was kept elsewhere.

    1 query for every thousand revisions, and as many again as there are kinds for those that are
    the last of their thing.
    """
    return [*faults(_all(db), known, hashed=hash_of), *_not_as_recorded(db)]


def _all(db: Session) -> Iterator[Revision]:
    # Rows as they are stored, and not as this session may still have them.
    db.expire_all()
    asked = select(Revision).order_by(col(Revision.number)).execution_options(yield_per=PART)
    yield from db.exec(asked)


def _not_as_recorded(db: Session) -> Iterator[str]:
    """Things that were changed without a revision, or whose last revision is missing."""
    ids = db.exec(select(Revision.entity_id).distinct()).all()
    gone = set(db.exec(select(Retirement.id)))
    for first in range(0, len(ids), PART):
        last = last_revisions(db, ids[first : first + PART])
        now = states_at(db, [(revision.kind, id) for id, revision in last.items()])
        for id, revision in last.items():
            if now.get((revision.kind, id)) != revision.after:
                yield f"The {revision.kind} {id} is not what its last revision left."
            if (revision.after is None) != (id in gone):
                yield f"The {revision.kind} {id} is gone, or there, without a revision."

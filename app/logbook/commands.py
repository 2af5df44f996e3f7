"""Writing down what an editor or admin did, in the transaction in which they do it."""

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import User
from app.db import now
from app.history.chain import digest_of
from app.ids import new_id
from app.logbook.models import Duty, LogEntry
from app.logbook.queries import log_head


def note(
    db: Session,
    *,
    by: User | None,
    duty: Duty,
    about: User | None = None,
    debate_id: str | None = None,
    thing_id: str = "",
    detail: str = "",
) -> LogEntry:
    """One more entry, the last line of each command that acts for an editor or admin. `by`: None
    for a command on the machine itself. 2 queries, 3 on PostgreSQL.

    Others who write here wait until this transaction is over, so that none is left out or twice.
    """
    if db.connection().dialect.name == "postgresql":
        db.execute(sa.text("LOCK TABLE log_entry IN EXCLUSIVE MODE"))
    last = log_head(db)
    entry = LogEntry(
        id=new_id(),
        number=last.number + 1,
        at=now(),
        by_id=by.id if by else None,
        duty=duty,
        about_id=about.id if about else None,
        debate_id=debate_id,
        thing_id=thing_id,
        detail=detail,
        previous=last.hash,
        hash="",
    )
    entry.hash = hash_of_entry(entry)
    db.add(entry)
    db.flush()
    return entry


def hash_of_entry(entry: LogEntry) -> str:
    """SHA-256 of all that the entry says, and of the hash before it."""
    who = [entry.by_id, entry.about_id]
    what = [entry.duty, entry.debate_id, entry.thing_id, entry.detail]
    return digest_of([entry.number, entry.previous, entry.id, entry.at.isoformat(), *who, *what])

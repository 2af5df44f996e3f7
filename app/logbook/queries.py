"""What editors and admins did, as far as pages and commands ask."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.history.chain import EMPTY, Head
from app.logbook.models import LogEntry

PAGE = 50
"""How many entries a list shows before it goes on at another address."""
PART = 1_000


class Noted(NamedTuple):
    """An entry, who did it (nobody for the command line), and whom it was about."""

    entry: LogEntry
    by: User | None
    about: User | None


class Log(NamedTuple):
    """One page, the latest first; `more` is the number from which the next goes on."""

    entries: list[Noted]
    more: int | None


_About = aliased(User)
_NOTED = (
    select(LogEntry, User, _About)
    .outerjoin(User, col(User.id) == LogEntry.by_id)
    .outerjoin(_About, col(_About.id) == LogEntry.about_id)
    .order_by(col(LogEntry.number).desc())
)


def log_head(db: Session) -> Head:
    """The last entry of all. 1 query."""
    asked = select(LogEntry.number, LogEntry.hash).order_by(col(LogEntry.number).desc()).limit(1)
    row = db.exec(asked).first()
    return Head._make(row) if row else EMPTY


def log(db: Session, debates: Collection[str] | None = None, below: int | None = None) -> Log:
    """The acts in these debates, or all for None, before number `below`. 1 query."""
    asked = _NOTED
    if debates is not None:
        asked = asked.where(col(LogEntry.debate_id).in_(sorted(debates)))
    if below:
        asked = asked.where(LogEntry.number < below)
    rows = [Noted(*row) for row in db.exec(asked.limit(PAGE + 1))]
    return Log(rows[:PAGE], rows[PAGE - 1].entry.number if len(rows) > PAGE else None)


def every_entry(db: Session) -> Iterator[LogEntry]:
    """As they are stored, the first first. 1 query."""
    db.expire_all()
    asked = select(LogEntry).order_by(col(LogEntry.number)).execution_options(yield_per=PART)
    yield from db.exec(asked)

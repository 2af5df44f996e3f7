"""What happened, as far as pages ask."""

from sqlmodel import Session, select

from app.history.models import Edition


def edition(db: Session) -> int:
    """The number of the current edition, 0 for an empty database. 1 query."""
    return db.exec(select(Edition.number)).first() or 0

"""Recording that something changed."""

import sqlalchemy as sa
from sqlmodel import Session

from app.history.models import Edition


def publish(db: Session) -> None:
    """Flush, and raise the edition in the same transaction. 1 statement, 2 the first time."""
    db.flush()
    raised = db.execute(sa.update(Edition).values(number=Edition.number + 1))
    if not raised.rowcount:  # type: ignore[attr-defined]
        db.add(Edition())
        db.flush()

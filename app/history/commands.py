"""Recording that something changed."""

import sqlalchemy as sa
from sqlmodel import Session

from app.history.models import Edition


def publish(db: Session) -> None:
    """Flush, and raise the edition in the same transaction. 1 statement, 2 the first time."""
    db.flush()
    if not db.connection().execute(_RAISE).rowcount:
        db.add(Edition())
        db.flush()


_RAISE = sa.update(sa.table("edition", sa.column("number"))).values(number=sa.column("number") + 1)

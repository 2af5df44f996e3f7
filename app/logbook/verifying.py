"""Whether the log can be believed."""

from sqlmodel import Session

from app.history.chain import EMPTY, Head, faults
from app.logbook.commands import hash_of_entry
from app.logbook.queries import every_entry


def verify_log(db: Session, known: Head = EMPTY) -> list[str]:
    """What does not hold, in sentences. `known`: a head that was kept elsewhere. 1 query."""
    return list(faults(every_entry(db), known, hashed=hash_of_entry, called="Entry"))

"""Taking somebody's personal data out, and leaving what they did."""

from sqlmodel import Session

from app.accounts.commands import sign_out_everywhere, suspend
from app.accounts.models import User
from app.history.commands import publish

ERASED = "Someone who has left"


def erase_person(db: Session, *, user: User) -> None:
    """Forget name, address, password and browsers of an account, for good. Their revisions stay,
    under a name that says nothing; nobody signs in to it again. What they wrote stays as written:
    words about themselves have to be edited out one by one. Raises Conflict for the last admin.
    """
    suspend(db, user=user)
    sign_out_everywhere(db, user=user)
    user.name, user.display = f"gone-{user.id}", ERASED
    user.email = user.password_hash = ""
    db.flush()
    publish(db)

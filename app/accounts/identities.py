"""Who accounts are to another site that vouches for them. Only its name for somebody decides:
never an address or a name that is like that of an account here."""

import re
import unicodedata
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.commands import NAME, add_user, check_unlike, checked_display
from app.accounts.models import Identity, PendingSignIn, Role, User
from app.accounts.queries import find_user
from app.accounts.tokens import new_token, token_hash
from app.db import now
from app.errors import Conflict, Expired, Invalid
from app.ids import new_id

LASTS = timedelta(minutes=10)
LONGEST_KEPT = 200_000
"""Characters of a form that waits until its sender is back."""


def send_away(
    db: Session, *, onward: str = "", kept: str = "", invitation: str = "", user: User | None = None
) -> str:
    """Note that a browser goes to another site to say who it is; its secret, which is stored
    nowhere. `user`: whose account that shall open from now on, if somebody is signed in.

    Those that did not come back in time are deleted on the way. Raises Invalid for a form that is
    too long to wait.
    """
    if len(kept) > LONGEST_KEPT:
        raise Invalid("", "What you wrote is too long to be kept on the way. Sign in by password.")
    db.execute(sa.delete(PendingSignIn).where(col(PendingSignIn.expires_at) <= now()))
    token = new_token()
    pending = PendingSignIn(
        token_hash=token_hash(token),
        onward=onward,
        kept=kept,
        invitation_hash=token_hash(invitation) if invitation else "",
        user_id=user.id if user else None,
        expires_at=now() + LASTS,
    )
    db.add(pending)
    db.flush()
    return token


def take_back(db: Session, token: str) -> PendingSignIn:
    """What was noted of a browser that is back, once. Raises Expired."""
    found = db.get(PendingSignIn, token_hash(token))
    if found is None or found.expires_at <= now():
        raise Expired("It took too long, or was finished in another window. Sign in again.")
    db.expunge(found)
    gone = sa.delete(PendingSignIn).where(col(PendingSignIn.token_hash) == found.token_hash)
    if not db.connection().execute(gone).rowcount:
        raise Expired("This was finished in another window. Sign in again.")
    return found


def user_known_as(db: Session, issuer: str, subject: str) -> User | None:
    """1 query."""
    asked = select(User).join(Identity, col(Identity.user_id) == User.id)
    return db.exec(asked.where(Identity.issuer == issuer, Identity.subject == subject)).first()


def identity_of(db: Session, user: User) -> Identity | None:
    """1 query."""
    return db.exec(select(Identity).where(Identity.user_id == user.id)).first()


def know_as(db: Session, *, user: User, issuer: str, subject: str) -> None:
    """From now on this identity opens this account. Raises Conflict if it opens another, or
    another identity opens this one."""
    other = user_known_as(db, issuer, subject)
    if other is not None and other.id != user.id:
        raise Conflict("This opens another account here already.")
    if other is None and identity_of(db, user) is not None:
        raise Conflict("Another one opens your account here already.")
    if other is None:
        db.add(Identity(issuer=issuer, subject=subject, user_id=user.id))
        db.flush()


def add_known(
    db: Session, *, issuer: str, subject: str, role: Role, display: str, handle: str
) -> User:
    """An account without a password, which this identity opens; called as the other site calls
    somebody, as far as that is free and will do here."""
    name = _free_name(db, handle or display)
    user = add_user(db, name=name, role=role, display=_shown(db, display) or name)
    know_as(db, user=user, issuer=issuer, subject=subject)
    return user


def _free_name(db: Session, wanted: str) -> str:
    plain = unicodedata.normalize("NFKD", wanted.partition("@")[0]).encode("ascii", "ignore")
    base = re.sub(r"[^a-z0-9]+", "-", plain.decode().lower()).strip("-")[:30].strip("-")
    name = base or "reader"
    while not NAME.fullmatch(name) or find_user(db, name):
        name = f"{base or 'reader'}-{new_id()[:5]}"
    return name


def _shown(db: Session, display: str) -> str:
    try:
        check_unlike(db, display=display)
        return checked_display(display)
    except Invalid:
        return ""

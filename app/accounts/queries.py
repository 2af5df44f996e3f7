"""Accounts as rows, and who is behind a cookie."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from app.accounts.models import LoginSession, Role, User
from app.accounts.tokens import token_hash
from app.db import now
from app.errors import NotFound


class Signed(NamedTuple):
    """Somebody who is signed in, and the session by which they are."""

    user: User
    session: LoginSession


def signed_by(db: Session, token: str, at: datetime | None = None) -> Signed | None:
    """Whom this cookie signs in at this moment, if anybody. 1 query."""
    if not token:
        return None
    found = db.exec(
        select(User, LoginSession)
        .join(LoginSession, col(LoginSession.user_id) == col(User.id))
        .where(LoginSession.token_hash == token_hash(token))
    ).first()
    return Signed(*found) if found and is_live(*found, at or now()) else None


def is_live(user: User, session: LoginSession, at: datetime) -> bool:
    """Whether the session still counts: neither too old, nor too long silent, nor suspended."""
    idle = session.seen_at + timedelta(seconds=session.idle_seconds)
    return user.suspended_at is None and at < session.expires_at and at < idle


def user_by_id(db: Session, id: str) -> User:
    """1 query. Raises NotFound."""
    user = db.get(User, id)
    if user is None:
        raise NotFound("account", id)
    return user


def user_by_name(db: Session, name: str) -> User:
    """1 query. Raises NotFound."""
    user = find_user(db, name)
    if user is None:
        raise NotFound("account", name)
    return user


def find_user(db: Session, name: str) -> User | None:
    """The account that signs in by this name, in whatever letters it is typed. 1 query."""
    return db.exec(select(User).where(User.name == name.strip().lower())).first()


def users_reached_at(db: Session, name_or_email: str) -> Sequence[User]:
    """Accounts with an address for mail that have this name, or this address. 1 query."""
    asked = name_or_email.strip().lower()
    return db.exec(
        select(User)
        .where((User.name == asked) | (User.email == asked))
        .where(User.email != "", col(User.suspended_at).is_(None))
    ).all()


def every_user(db: Session) -> Sequence[User]:
    """By name. 1 query."""
    return db.exec(select(User).order_by(col(User.name))).all()


def has_admin_with_password(db: Session) -> bool:
    """1 query."""
    asked = select(User.id).where(User.role == Role.ADMIN, User.password_hash != "")
    return db.exec(asked.limit(1)).first() is not None


def sessions_of(db: Session, user: User) -> Sequence[LoginSession]:
    """Where somebody is signed in now, the latest seen first. 1 query."""
    at = now()
    rows = db.exec(
        select(LoginSession)
        .where(LoginSession.user_id == user.id)
        .order_by(col(LoginSession.seen_at).desc(), col(LoginSession.id))
    ).all()
    return [session for session in rows if is_live(user, session, at)]

"""Changes to accounts: joining, signing in and out, and what admins do."""

import re
import unicodedata
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.looks import is_mixed, look
from app.accounts.models import LoginSession, OneTimeLink, Role, User
from app.accounts.policy import ABSOLUTE_SECONDS, idle_seconds
from app.accounts.queries import find_user
from app.accounts.tokens import new_token, token_hash
from app.db import now
from app.errors import Conflict, Forbidden, Invalid

NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")
OWNER = "owner"
"""The account of whoever has the machine on which this runs."""
SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is recorded when a session was last seen."""
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


def add_user(
    db: Session,
    *,
    name: str,
    display: str = "",
    role: Role,
    password_hash: str = "",
    email: str = "",
) -> User:
    """Make an account. Raises Invalid for a name or address that will not do, Conflict for one
    that is taken."""
    name = name.strip().lower()
    if not NAME.fullmatch(name):
        raise Invalid("name", "Take 1 to 40 of the letters a to z, digits, and . _ - within.")
    if find_user(db, name):
        raise Conflict(f"The name “{name}” is taken.")
    user = User(
        name=name,
        display=checked_display(display or name),
        role=role,
        password_hash=password_hash,
        email=checked_email(email),
    )
    db.add(user)
    db.flush()
    return user


def owner(db: Session) -> User:
    """The account of whoever has the machine; made at the first call."""
    return find_user(db, OWNER) or add_user(db, name=OWNER, display="Owner", role=Role.ADMIN)


def checked_display(text: str) -> str:
    """A name to be shown, in one line. Raises Invalid for an empty or a deceptive one."""
    shown = " ".join(unicodedata.normalize("NFC", text).split())
    if not shown or len(shown) > 80:
        raise Invalid("display", "Take 1 to 80 characters.")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn") for letter in shown):
        raise Invalid("display", "Take characters that can be seen.")
    if is_mixed(shown):
        raise Invalid("display", "Take letters of one alphabet in a word: some look like others.")
    return shown


def check_unlike(db: Session, *, display: str, user: User | None = None) -> None:
    """Raise Invalid for a name that could be taken for that of somebody who publishes. 1 query.
    `user`: whose name it shall be, if they are here already."""
    asked = select(User.id, User.name, User.display).where(
        col(User.role).in_((Role.EDITOR, Role.ADMIN)), col(User.suspended_at).is_(None)
    )
    mine = look(display)
    for id, *others in db.exec(asked):
        if (user is None or id != user.id) and mine in map(look, others):
            raise Invalid("display", "An editor here is called so. Take a name that differs more.")


def checked_email(text: str) -> str:
    """An address in lower case, or "". Raises Invalid."""
    given = text.strip().lower()
    if given and (len(given) > 254 or not _EMAIL.fullmatch(given)):
        raise Invalid("email", "This is not an address for mail.")
    return given


def describe(db: Session, *, user: User, display: str, email: str) -> None:
    """Change the name that pages show, and the address for mail. Raises Invalid."""
    user.display, user.email = checked_display(display), checked_email(email)
    check_unlike(db, display=user.display, user=user)
    db.flush()


def sign_in(db: Session, *, user: User, agent: str = "", at_home: bool = False) -> str:
    """Begin a session; its token, which is stored nowhere. Raises Forbidden if suspended.

    Sessions of the same account that are over are deleted on the way.
    """
    if user.suspended_at is not None:
        raise Forbidden("This account is suspended. Ask an admin of this site.")
    ended = sa.delete(LoginSession).where(col(LoginSession.expires_at) <= now())
    db.execute(ended.where(col(LoginSession.user_id) == user.id))
    token = new_token()
    db.add(
        LoginSession(
            user_id=user.id,
            token_hash=token_hash(token),
            expires_at=now() + timedelta(seconds=ABSOLUTE_SECONDS),
            idle_seconds=idle_seconds(user.role, at_home=at_home),
            agent=agent[:200],
        )
    )
    user.failures = 0
    db.flush()
    return token


def note_failure(db: Session, *, user: User) -> None:
    """A wrong password was given for this account."""
    user.failures += 1
    db.flush()


def see(db: Session, *, session: LoginSession) -> None:
    """Record a sign of life, if the last is old enough."""
    if now() - session.seen_at >= SEEN_EVERY:
        session.seen_at = now()
        db.flush()


def sign_out(db: Session, *, session: LoginSession) -> None:
    db.delete(session)
    db.flush()


def sign_out_everywhere(db: Session, *, user: User, but: LoginSession | None = None) -> None:
    """End every session of an account, or every `but` one; and its links, which would let in."""
    others = sa.delete(LoginSession).where(col(LoginSession.user_id) == user.id)
    if but is not None:
        others = others.where(col(LoginSession.id) != but.id)
    db.execute(others)
    db.execute(sa.delete(OneTimeLink).where(col(OneTimeLink.user_id) == user.id))
    db.flush()


def set_password(db: Session, *, user: User, password_hash: str) -> None:
    """Every session of the account ends: whoever knew the old password is out."""
    user.password_hash, user.failures = password_hash, 0
    sign_out_everywhere(db, user=user)


def set_role(db: Session, *, user: User, role: Role) -> None:
    """Sessions end, so that none goes on with limits made for another role. Raises Conflict for
    the last admin."""
    if user.role == role:
        return
    if role != Role.ADMIN:
        _keep_an_admin(db, user)
    user.role = role
    sign_out_everywhere(db, user=user)


def suspend(db: Session, *, user: User) -> None:
    """Nobody can sign in to it, and whoever is, is out. Raises Conflict for the last admin."""
    _keep_an_admin(db, user)
    user.suspended_at = user.suspended_at or now()
    sign_out_everywhere(db, user=user)


def readmit(db: Session, *, user: User) -> None:
    """Undo a suspension. Nobody is signed in by that."""
    user.suspended_at = None
    db.flush()


def _keep_an_admin(db: Session, user: User) -> None:
    others = select(User.id).where(
        User.role == Role.ADMIN, User.id != user.id, col(User.suspended_at).is_(None)
    )
    if user.role == Role.ADMIN and not db.exec(others.limit(1)).first():
        raise Conflict("This is the last admin. Appoint another first.")

"""Who: people, where they are signed in, what lets them in once, and how often they try."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Entity, Model, choice, now
from app.ids import LENGTH, new_id


class Role(enum.StrEnum):
    """What somebody may do, each a little more than the one before: see `policy`."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    ADMIN = "admin"


class LinkKind(enum.StrEnum):
    """What a one-time link is good for."""

    SIGN_IN = "sign-in"
    INVITATION = "invitation"
    RESET = "reset"


class User(Entity, table=True):
    """Somebody with an account. `name` signs in, is in lower case and never changes; `display` is
    what pages show.

    Without a password only a one-time link signs in. `failures` counts wrong passwords since the
    last right one.
    """

    __tablename__ = "user"
    __table_args__ = (
        sa.UniqueConstraint("name"),
        sa.CheckConstraint("name <> '' AND name = lower(name)", name="name_in_lower_case"),
        sa.CheckConstraint("display <> ''", name="displayed"),
        sa.CheckConstraint("failures >= 0", name="failures_counted"),
    )

    name: str
    display: str
    role: Role = Field(sa_type=choice(Role, "role"))
    email: str = ""
    password_hash: str = ""
    failures: int = 0
    suspended_at: datetime | None = None


class LoginSession(Entity, table=True):
    """A browser in which somebody is signed in, until `expires_at`, or until nothing was heard of
    it for `idle_seconds`. The cookie holds 256 random bits, the row their SHA-256."""

    __tablename__ = "login_session"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.CheckConstraint("length(token_hash) = 64", name="token_hashed"),
        sa.CheckConstraint("idle_seconds > 0 AND expires_at > created_at", name="limited"),
    )

    user_id: str = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    token_hash: str
    seen_at: datetime = Field(default_factory=now)
    expires_at: datetime
    idle_seconds: int
    agent: str = ""
    """The browser by its own account, shortened."""


class OneTimeLink(Model, table=True):
    """A link that lets its bearer in once, until `expires_at`: an invitation makes an account
    with `role`; the others are for the account of `user_id`. Used ones are deleted."""

    __tablename__ = "one_time_link"
    __table_args__ = (
        sa.CheckConstraint("length(token_hash) = 64", name="token_hashed"),
        sa.CheckConstraint("(user_id IS NULL) = (kind = 'invitation')", name="for_someone"),
        sa.CheckConstraint("(role IS NULL) = (kind <> 'invitation')", name="invites_to_role"),
        sa.CheckConstraint("expires_at > created_at", name="limited"),
    )

    token_hash: str = Field(primary_key=True)
    kind: LinkKind = Field(sa_type=choice(LinkKind, "kind"))
    user_id: str | None = Field(default=None, foreign_key="user.id", ondelete="CASCADE", index=True)
    role: Role | None = Field(default=None, sa_type=choice(Role, "role"))
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime


class Identity(Model, table=True):
    """Who somebody is to another site that vouches for them: `subject` is its own name for them,
    and never given to another. An account has at most one."""

    __tablename__ = "identity"
    __table_args__ = (
        sa.UniqueConstraint("user_id"),
        sa.CheckConstraint("issuer <> '' AND subject <> ''", name="named"),
    )

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user.id", ondelete="CASCADE")
    created_at: datetime = Field(default_factory=now)


class PendingSignIn(Model, table=True):
    """A browser that was sent to another site to say who it is, until `expires_at`: where it goes
    on to, and the form that waits for it. All that is secret comes from its cookie's 256 random
    bits, of which the row holds the SHA-256. Deleted when the browser is back."""

    __tablename__ = "pending_sign_in"
    __table_args__ = (sa.CheckConstraint("length(token_hash) = 64", name="token_hashed"),)

    token_hash: str = Field(primary_key=True)
    onward: str = ""
    kept: str = ""
    invitation_hash: str = ""
    user_id: str | None = Field(default=None, foreign_key="user.id", ondelete="CASCADE")
    """Who is signed in already, and wants to be known so from now on."""
    expires_at: datetime


class Attempt(Model, table=True):
    """Something that one may do so many times within a while: one time that counts, until then.
    Whose it is, such as a name or an address, is held as a SHA-256."""

    __tablename__ = "attempt"
    __table_args__ = (
        sa.CheckConstraint("length(key_hash) = 64", name="key_hashed"),
        sa.Index("ix_attempt_key_hash_until", "key_hash", "until"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=LENGTH)
    key_hash: str
    until: datetime = Field(index=True)

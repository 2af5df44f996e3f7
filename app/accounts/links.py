"""One-time links: made, found, used up. Only the hash of what such a link carries is stored."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import LinkKind, OneTimeLink, Role, User
from app.accounts.tokens import new_token, token_hash
from app.db import now
from app.errors import Expired

LIFETIME = {
    LinkKind.SIGN_IN: timedelta(minutes=10),
    LinkKind.RESET: timedelta(hours=24),
    LinkKind.INVITATION: timedelta(days=14),
}
SPENT = "This link has been used, or its time is over. Ask for a new one."


def invite(db: Session, *, role: Role) -> str:
    """A link that makes one account with this role; its token, which is stored nowhere."""
    return _link(db, LinkKind.INVITATION, role=role)


def let_in(db: Session, *, user: User, kind: LinkKind) -> str:
    """A link that signs in, or sets a password; its token, which is stored nowhere.

    Links of this kind that the account had before are void.
    """
    old = sa.delete(OneTimeLink).where(col(OneTimeLink.user_id) == user.id)
    db.execute(old.where(col(OneTimeLink.kind) == kind))
    return _link(db, kind, user_id=user.id)


def link_by_token(db: Session, kind: LinkKind, token: str) -> OneTimeLink:
    """The link, while it can be used. 1 query. Raises Expired."""
    link = db.get(OneTimeLink, token_hash(token))
    if link is None or link.kind != kind or link.expires_at <= now():
        raise Expired(SPENT)
    return link


def use_up(db: Session, *, link: OneTimeLink) -> None:
    """The link has let somebody in. Raises Expired if another was faster."""
    used = sa.delete(OneTimeLink).where(col(OneTimeLink.token_hash) == link.token_hash)
    if not db.connection().execute(used).rowcount:
        raise Expired(SPENT)


def _link(
    db: Session, kind: LinkKind, *, user_id: str | None = None, role: Role | None = None
) -> str:
    """Links whose time is over are deleted on the way."""
    db.execute(sa.delete(OneTimeLink).where(col(OneTimeLink.expires_at) <= now()))
    token = new_token()
    db.add(
        OneTimeLink(
            token_hash=token_hash(token),
            kind=kind,
            user_id=user_id,
            role=role,
            expires_at=now() + LIFETIME[kind],
        )
    )
    db.flush()
    return token

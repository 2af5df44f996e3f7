"""How often one may do something: counted in the database, so that it holds for every process.

What counts is a row until its time is over, and then none: rows of the past are deleted whenever
another comes. Whose it is stands in it as a SHA-256, so that nobody reads names or addresses in
passing; who has the rows and tries every IPv4 address can find one while it still counts.
"""

import hashlib
import ipaddress
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Attempt, Role, User
from app.db import now
from app.errors import TooOften

WINDOW_SECONDS = 300
HOUR = 3600
EACH, ALL = 10, 1000
"""Attempts that failed, or are being looked at, in a window: by account and by address; in all."""
MOST_FAILURES = 100
"""Wrong passwords in a row after which an account's password is no longer looked at, until an
admin's reset link."""
YOUNG = timedelta(days=1)
"""How long an account is a new one, whose hand is watched."""
WRITES_YOUNG, WRITES, WRITES_EDITOR = 30, 120, 600
"""What an account may change or propose in an hour."""


class Limit(NamedTuple):
    """So many of these, by this key, within so many seconds."""

    key: str
    most: int
    seconds: int = WINDOW_SECONDS

    @property
    def key_hash(self) -> str:
        return hashlib.sha256(self.key.encode("utf-8", "replace")).hexdigest()


def entering(name: str, address: str) -> tuple[Limit, ...]:
    """What a sign-in, or another try at a secret, counts for. Whether there is such an account
    makes no difference."""
    where = Limit(f"address {network(address)}", EACH)
    return Limit(f"name {name}", EACH), where, Limit("everybody", ALL)


def joining(address: str) -> tuple[Limit, ...]:
    """What an account that anybody makes counts for: a class may join from one address."""
    return Limit(f"join {network(address)}", 60, HOUR), Limit("join", 300, HOUR)


def writing(user: User) -> Limit:
    """What a change or a proposal counts for."""
    most = WRITES
    if user.role in (Role.EDITOR, Role.ADMIN):
        most = WRITES_EDITOR
    elif now() - user.created_at < YOUNG:
        most = WRITES_YOUNG
    return Limit(f"write {user.id}", most, HOUR)


def flagging(user: User | None, address: str) -> tuple[Limit, ...]:
    """What a flag counts for: of somebody, or of a reader who has not signed in."""
    if user is not None:
        return (Limit(f"flag {user.id}", 20, HOUR),)
    return Limit(f"flag {network(address)}", 5, HOUR), Limit("flag", 200, HOUR)


def wait(db: Session, limits: Sequence[Limit]) -> int:
    """0 if one may now, else the seconds until then, at least 1. 1 query, of 1 index a limit."""
    hashes = [limit.key_hash for limit in limits]
    at, found = now(), {limit.key_hash: limit for limit in limits}
    nth = sa.func.row_number().over(
        partition_by=col(Attempt.key_hash), order_by=col(Attempt.until).desc()
    )
    counted = (
        sa.select(col(Attempt.key_hash), col(Attempt.until), nth.label("nth"))
        .where(col(Attempt.key_hash).in_(hashes), col(Attempt.until) > at)
        .subquery()
    )
    rows = db.execute(sa.select(counted.c.key_hash, counted.c.until, counted.c.nth))
    # A limit is free again when so many have run out that fewer than `most` are left.
    full = [until for key, until, nth in rows if nth == found[key].most]
    return max((int((until - at).total_seconds()) + 1 for until in full), default=0)


def admit(db: Session, limits: Sequence[Limit], *, exactly: bool = False) -> int:
    """0 if one may now, and then it counts once the transaction is over; else the seconds to wait.
    3 statements. `exactly`: on PostgreSQL, others who ask so wait for the end of the transaction,
    so that none of many at once slips through; elsewhere they always do."""
    if exactly and db.connection().dialect.name == "postgresql":
        db.execute(sa.text("LOCK TABLE attempt IN EXCLUSIVE MODE"))
    seconds = wait(db, limits)
    if seconds:
        return seconds
    at = now()
    db.execute(sa.delete(Attempt).where(col(Attempt.until) <= at))
    db.add_all(
        Attempt(key_hash=limit.key_hash, until=at + timedelta(seconds=limit.seconds))
        for limit in limits
    )
    db.flush()
    return 0


def count(db: Session, limits: Sequence[Limit]) -> None:
    """As `admit`. Raises TooOften instead of saying how long to wait."""
    seconds = admit(db, limits)
    if seconds:
        raise TooOften(seconds)


def forgive(db: Session, limits: Sequence[Limit]) -> None:
    """The latest attempt that was admitted was none to keep anybody from. 1 statement a limit."""
    for limit in limits:
        latest = select(Attempt.id).where(Attempt.key_hash == limit.key_hash)
        last = latest.order_by(col(Attempt.until).desc(), col(Attempt.id)).limit(1)
        db.execute(sa.delete(Attempt).where(col(Attempt.id).in_(last)))


def network(address: str) -> str:
    """Whose an address is: an IPv6 customer has a /64, and could try from each of its addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return address

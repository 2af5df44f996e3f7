"""Passwords on their way in: tried, or taken as new. The work is done in a pool of its own, by
dependencies that wait for it and hold neither a thread nor the database meanwhile."""

from typing import Any, NamedTuple

from fastapi import Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.accounts import attempts
from app.accounts.attempts import MOST_FAILURES, Limit
from app.accounts.passwords import Passwords, check_password
from app.accounts.queries import find_user
from app.errors import Invalid
from app.web.forms import Bound


class Proof(NamedTuple):
    """What came of a password: the seconds to wait before it is looked at, whether it is right,
    and the hash that it was compared with."""

    wait: int = 0
    is_right: bool = False
    stored: str = ""


async def prove(request: Request, name: str, password: str) -> Proof:
    """Compare a password with that of the account `name`, if there was room for an attempt.

    It takes the same time whether there is such an account or not.
    """
    wait = await run_in_threadpool(admitted, request, name)
    if wait:
        return Proof(wait)
    stored = await run_in_threadpool(_stored, request, name)
    keeper = _passwords(request)
    return Proof(0, await keeper.run(keeper.matches, password, stored), stored)


def admitted(request: Request, name: str) -> int:
    """Count an attempt on the account `name`: 0, or the seconds to wait before the next.

    In transactions of its own, since the attempt counts whatever becomes of it; and one that is
    too many only reads, so that a flood of them keeps nobody from writing.
    """
    limits = _limits(request, name)
    with Session(request.app.state.engines.read) as db:
        seconds = attempts.wait(db, limits)
    if seconds:
        return seconds
    with Session(request.app.state.engines.write) as db:
        seconds = attempts.admit(db, limits, exactly=True)
        db.commit()
    return seconds


def forgive(request: Request, db: Session, name: str) -> None:
    """The attempt went well, and is not counted."""
    attempts.forgive(db, _limits(request, name))


def _limits(request: Request, name: str) -> tuple[Limit, ...]:
    return attempts.entering(name.strip().lower()[:100], address_of(request))


def address_of(request: Request) -> str:
    """From where a request came, "" if that is unknown."""
    return request.client.host if request.client else ""


async def hashed(request: Request, form: Bound[Any], *close: str) -> str:
    """The hash of the password of a form; "" if it has none or it will not do, and then the form
    says why. `close`: words close at hand, which must not be most of it."""
    if form.value is None:
        return ""
    keeper, password = _passwords(request), form.value.password
    try:
        await keeper.run(check_password, password, close)
    except Invalid as error:
        form.reject(error)
        return ""
    return await keeper.run(keeper.hashed, password)


def _stored(request: Request, name: str) -> str:
    """The hash of an account's password; "" too if it was guessed at too often."""
    with Session(request.app.state.engines.read) as db:
        user = find_user(db, name)
        return user.password_hash if user and user.failures < MOST_FAILURES else ""


def _passwords(request: Request) -> Passwords:
    found: Passwords = request.app.state.passwords
    return found

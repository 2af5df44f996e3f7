"""What a handler is given."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from app.db import Engines
from app.search.commands import index

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


async def session(request: Request) -> AsyncIterator[Session]:
    """One transaction a request: return commits, raise rolls back, and a GET never writes.

    Async, since opening a session costs nothing and a hop to a thread costs much; what may wait
    for the database, the commit and the end of a connection, is done in a thread.
    """
    engines: Engines = request.app.state.engines
    writing = request.method not in SAFE
    db = Session(engines.write if writing else engines.read)
    try:
        yield db
        if writing:
            await run_in_threadpool(_commit, db)
    finally:
        if writing or engines.read.dialect.name != "sqlite":
            await run_in_threadpool(db.close)
        else:
            db.close()


def _commit(db: Session) -> None:
    """Store what has changed together with what a search finds of it."""
    index(db)
    db.commit()


# scope="function": the commit happens before the response is sent. With FastAPI's default the
# browser would be told "saved" first, even when the commit then fails.
Db = Annotated[Session, Depends(session, scope="function")]

READ = ["GET", "HEAD"]
"""The methods of every page: FastAPI adds no HEAD of its own."""

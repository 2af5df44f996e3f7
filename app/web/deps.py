"""What a handler is given."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app.db import Engines

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def session(request: Request) -> Iterable[Session]:
    """One transaction a request: return commits, raise rolls back, and a GET never writes."""
    engines: Engines = request.app.state.engines
    writing = request.method not in SAFE
    with Session(engines.write if writing else engines.read) as db:
        yield db
        if writing:
            db.commit()


# scope="function": the commit happens before the response is sent. With FastAPI's default the
# browser would be told "saved" first, even when the commit then fails.
Db = Annotated[Session, Depends(session, scope="function")]

READ = ["GET", "HEAD"]
"""The methods of every page: FastAPI adds no HEAD of its own."""

"""Each revision holds a hash of itself and of the one before: no past one can be changed, left
out or put elsewhere without all that follow it being made anew. Pure.

There is no secret in it: one that this program could read, whoever can write to its database can
read too. What remains possible, to make the end of the chain anew or to cut it off, is found by
whoever has kept a head: the number and hash of a revision, which pages and the command show.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, Protocol, TypeVar

from app.errors import Invalid
from app.history.models import Revision

START = "0" * 64


class Linked(Protocol):
    """A row of a chain."""

    number: int
    previous: str
    hash: str


_L = TypeVar("_L", bound=Linked)


class Head(NamedTuple):
    """The last revision of a chain."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


EMPTY = Head(0, START)


def head_in(text: str) -> Head:
    """A head as `str` writes it. Raises Invalid."""
    number, _, digest = text.strip().partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and len(digest) == 64):
        raise Invalid("head", "A head is a number, a colon, and 64 letters and digits.")
    return Head(int(number), digest)


def hash_of(revision: Revision) -> str:
    """SHA-256 of all that the revision says, and of the hash before it."""
    said = [
        revision.number,
        revision.previous,
        revision.id,
        revision.change_id,
        revision.kind,
        revision.entity_id,
        revision.action,
        revision.by_id,
        revision.at.isoformat(),
        revision.why,
        revision.called,
        revision.before,
        revision.after,
        revision.names,
        revision.into_id,
    ]
    return digest_of(said)


def digest_of(said: list[Any]) -> str:
    """64 hexadecimal digits of what a row says."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def faults(
    rows: Iterable[_L],
    known: Head = EMPTY,
    *,
    hashed: Callable[[_L], str],
    called: str = "Revision",
) -> Iterator[str]:
    """What does not hold, in sentences; none where all does. `known`: a head that was kept."""
    last, met = EMPTY, known.number == 0
    for row in rows:
        if row.number != last.number + 1:
            yield f"After {called.lower()} {last.number} comes {row.number}."
        if row.previous != last.hash:
            yield f"{called} {row.number} does not follow on the one before it."
        if hashed(row) != row.hash:
            yield f"{called} {row.number} is not what it was when it was made."
        last = Head(row.number, row.hash)
        met = met or last == known
    if not met:
        yield f"{called} {known.number} is not the one whose hash was kept."

"""Recording that something changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app.accounts.models import User
from app.db import now
from app.history.chain import Head, hash_of
from app.history.models import Action, ChangedIn, Edition, Kind, Revision
from app.history.queries import head
from app.history.states import State
from app.ids import new_id


def publish(db: Session) -> None:
    """Flush, and raise the edition in the same transaction. 1 statement, 2 the first time.

    Whoever has raised it goes first: others who write wait here until that transaction is over.
    """
    db.flush()
    if not db.connection().execute(_RAISE).rowcount:
        db.add(Edition())
        db.flush()


_RAISE = sa.update(sa.table("edition", sa.column("number"))).values(number=sa.column("number") + 1)


class Step(NamedTuple):
    """One entity before and after an act, None where it was or is not there; and what it was
    merged into."""

    kind: Kind
    id: str
    called: str
    before: State | None
    after: State | None
    into: str | None = None


def _of(action: Action, step: Step) -> Action:
    """Of what was there before, more than that it was made is to be told."""
    return Action.EDITED if action == Action.CREATED and step.before is not None else action


def record(
    db: Session,
    *,
    by: User,
    action: Action,
    why: str,
    steps: Sequence[Step],
    names: Mapping[str, str],
    debates: Iterable[str] = (),
) -> list[Revision]:
    """Write down what somebody did: the last line of each command that acts for a person, after
    `publish`. `names`: what the ids in the states are called. 1 query, 2 statements."""
    last, change_id, at = head(db), new_id(), now()
    made = []
    for step in steps:
        own = {
            id: names[id] for id in _strings([step.before, step.after, step.into]) if id in names
        }
        revision = Revision(
            number=last.number + 1,
            previous=last.hash,
            hash="",
            change_id=change_id,
            kind=step.kind,
            entity_id=step.id,
            action=_of(action, step),
            by_id=by.id,
            at=at,
            why=why,
            called=step.called,
            before=step.before,
            after=step.after,
            names=own,
            into_id=step.into,
        )
        revision.hash = hash_of(revision)
        made.append(revision)
        last = Head(revision.number, revision.hash)
    _store(db, made, debates)
    return made


def _store(db: Session, made: list[Revision], debates: Iterable[str]) -> None:
    db.add_all(made)
    db.flush()
    db.add_all(
        ChangedIn(debate_id=debate_id, number=revision.number)
        for debate_id in sorted(set(debates))
        for revision in made
    )
    db.flush()


def _strings(value: object) -> Iterator[str]:
    """Every string in a state, at whatever depth."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value

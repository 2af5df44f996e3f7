"""What the ids in states are called, and in which debates they are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.arguments.models import Support
from app.claims.models import Claim
from app.db import batched
from app.debates.models import Debate, Question, Side
from app.history.states import State
from app.ids import is_id
from app.sources.models import Source


class Known(NamedTuple):
    """Names by id, and the ids of the sources and debates that are spoken of."""

    names: dict[str, str]
    sources: set[str]
    debates: set[str]

    def __or__(self, other: "Known") -> "Known":
        return Known(
            {**other.names, **self.names},
            self.sources | other.sources,
            self.debates | other.debates,
        )


def known_in(db: Session, states: Iterable[State | None]) -> Known:
    """What the ids in these states stand for, as far as it is there now. 5 queries for every few
    thousand."""
    found = Known({}, set(), set())
    for some in batched(sorted({id for state in states for id in ids_within(state)})):
        found |= _known(db, some)
    return found


def _known(db: Session, ids: Sequence[str]) -> Known:
    claims = db.execute(
        sa.select(col(Claim.id), col(Claim.statement), col(Claim.source_id), col(Claim.debate_id))
        .outerjoin(Support, col(Support.conclusion_id) == Claim.id)
        .where(sa.or_(col(Claim.id).in_(ids), col(Support.id).in_(ids)))
    ).all()
    concluded = {id: statement for id, statement, *_ in claims}
    names = {id: concluded[id] for id in ids if id in concluded}
    supports = select(Support).where(col(Support.id).in_(ids))
    for support in db.exec(supports):
        names[support.id] = concluded[support.conclusion_id]
    for question in db.exec(select(Question).where(col(Question.id).in_(ids))):
        names[question.id] = question.text
    sources = {source_id for *_, source_id, _ in claims if source_id}
    brought = {debate_id for *_, debate_id in claims if debate_id}
    for source in db.exec(select(Source).where(col(Source.id).in_(ids))):
        names[source.id] = f"{source.author_label}, {source.form}, {source.year}"
        sources.add(source.id)
    debates = set(db.exec(select(Debate.id).where(col(Debate.id).in_(ids))))
    return Known(names, sources, debates | brought)


def debates_with(db: Session, source_ids: Iterable[str]) -> set[str]:
    """The debates in which one of these sources has a side. 1 query."""
    return set(db.exec(select(Side.debate_id).where(col(Side.source_id).in_(sorted(source_ids)))))


def ids_within(value: object) -> Iterator[str]:
    """Every string in a state that looks like an id, at whatever depth."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from ids_within(part)
    elif isinstance(value, str) and is_id(value):
        yield value

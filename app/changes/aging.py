"""Which pages show what has changed: a change of a state ages every page that shows its words."""

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from app.arguments.queries import links_of
from app.changes.naming import ids_within
from app.changes.nouns import Key
from app.claims.commands import raise_versions
from app.claims.models import Claim
from app.claims.queries import neighbour_ids
from app.db import batched
from app.debates.models import Question, Side
from app.debates.queries import questions_taking_up
from app.history.models import Kind, Retirement
from app.history.states import State


class Pages(NamedTuple):
    """Claims whose pages a change touches, and debates of which it touches every page."""

    claims: set[str]
    whole: set[str]

    def __or__(self, other: "Pages") -> "Pages":
        return Pages(self.claims | other.claims, self.whole | other.whole)


def pages_showing(db: Session, states: dict[Key, State], debates: set[str]) -> Pages:
    """The pages that show these as they are now. 6 queries, and 1 for each claim.

    A claim is shown beside what it is linked with, and told of where something goes against what
    goes against: two steps away. It is shown on its questions, and named by its neighbours in
    reading order.
    """
    ids = {id for key, state in states.items() for id in (key[1], *ids_within(state))}
    linked = _linked(db, ids)
    shown = _linked(db, linked)
    for some in batched(sorted(ids)):
        for question in questions_taking_up(db, some):
            shown.update(id for held in question.positions for id in held.claim_ids)
    for id in [id for kind, id in states if kind == Kind.CLAIM]:
        shown.update(near for near in neighbour_ids(db, id) if near)
    wide = any(kind in (Kind.SOURCE, Kind.DEBATE) for kind, _ in states)
    return Pages(shown, debates if wide else set())


def _linked(db: Session, ids: set[str]) -> set[str]:
    """These, and what each is linked with."""
    found = set(ids)
    for some in batched(sorted(ids)):
        found |= links_of(db, some).claim_ids()
    return found


def age(db: Session, pages: Pages, debates: Iterable[str]) -> None:
    """Say that these pages, and the pages of all questions of these debates, are others now.
    4 statements."""
    for some in batched(sorted(pages.claims)):
        raise_versions(db, some)
    mine = sa.select(col(Side.source_id)).where(col(Side.debate_id).in_(sorted(pages.whole)))
    if pages.whole:
        own = sa.or_(_CLAIM.c.source_id.in_(mine), _CLAIM.c.debate_id.in_(sorted(pages.whole)))
        every = sa.update(_CLAIM).where(own)
        db.connection().execute(every.values(version=_CLAIM.c.version + 1))
    asked = sa.update(_QUESTION).where(_QUESTION.c.debate_id.in_(sorted(debates)))
    db.connection().execute(asked.values(version=_QUESTION.c.version + 1))


_CLAIM = sa.table("claim", *map(sa.column, ("id", "source_id", "debate_id", "version")))
_QUESTION = sa.table("question", *map(sa.column, ("id", "debate_id", "version")))


def versions_now(db: Session, ids: Iterable[str]) -> dict[str, int]:
    """The versions of those of these that have one. 2 queries."""
    asked = [
        sa.select(col(noun.id), col(noun.version)).where(col(noun.id).in_(some))
        for some in batched(sorted(ids))
        for noun in (Claim, Question)
    ]
    return {id: version for query in asked for id, version in db.connection().execute(query)}


def outlive(db: Session, back: Iterable[Retirement]) -> None:
    """Give what is there again a version above the last that it had: browsers may keep pages from
    before. 1 statement for each."""
    for retirement in back:
        table = {Kind.CLAIM: _CLAIM, Kind.QUESTION: _QUESTION}.get(retirement.kind)
        if table is not None:
            aged = sa.update(table).where(
                table.c.id == retirement.id, table.c.version <= retirement.version
            )
            db.connection().execute(aged.values(version=retirement.version + 1))

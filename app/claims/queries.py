"""Claims as pages quote them.

What hot pages ask is `Prepared`: columns, not entities, compiled once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.accounts.models import User
from app.claims.models import Claim, ClaimPassage, Stance
from app.db import batched
from app.errors import NotFound
from app.passages.models import Passage
from app.prepared import Prepared
from app.semantics.framework import Label, Settled


class Words(NamedTuple):
    """A passage as a page quotes it; offsets in code points, end excluded."""

    id: str
    exact: str
    start: int
    end: int
    block: int
    text_id: str


OUTSIDE = "outside"
"""Stands for the source of a claim that has none. No id looks like it."""


class Outside(NamedTuple):
    """Of a claim from outside: who brought it, when it was said, where it can be checked."""

    debate_id: str
    signed: str
    year: int
    reference: str
    url: str
    by_id: str | None
    """The account of whoever signs it; None if it was imported."""


class Card(NamedTuple):
    """A claim with all that a page needs to quote it; one from outside has `outside`, OUTSIDE for
    its source and no passages, for nothing of it is quoted."""

    id: str
    source_id: str
    number: int
    statement: str
    stance: Stance
    attributed_to: str
    version: int
    standing: Label
    """As it follows from what is recorded: `arguments.standing` keeps it."""
    step: int
    passages: tuple[Words, ...]
    outside: Outside | None = None


_COLUMNS = (
    col(Claim.id),
    sa.func.coalesce(col(Claim.source_id), OUTSIDE),
    col(Claim.number),
    col(Claim.statement),
    col(Claim.stance),
    col(Claim.attributed_to),
    col(Claim.version),
    col(Claim.standing),
    col(Claim.step),
)
_WORDS = (
    col(Passage.id),
    col(Passage.exact),
    col(Passage.start),
    col(Passage.end),
    col(Passage.block),
    col(Passage.source_text_id),
)
_signed = sa.case(
    (col(Claim.debate_id).is_not(None), sa.func.coalesce(col(User.display), Claim.signed)), else_=""
)
_OUTSIDE = (
    col(Claim.debate_id),
    _signed,
    col(Claim.year),
    col(Claim.reference),
    col(Claim.url),
    col(Claim.by_id),
)
_CARDS = Prepared(
    sa.select(*_COLUMNS, *_WORDS, *_OUTSIDE)
    .outerjoin(ClaimPassage, col(ClaimPassage.claim_id) == Claim.id)
    .outerjoin(Passage, col(Passage.id) == ClaimPassage.passage_id)
    .outerjoin(User, sa.and_(col(User.id) == Claim.by_id, col(Claim.debate_id).is_not(None)))
    .where(col(Claim.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Claim.id), col(ClaimPassage.position))
)

VERSION = sa.select(col(Claim.version)).where(col(Claim.id) == sa.bindparam("id"))
_VERSION = Prepared(VERSION)
_VERSIONS = Prepared(
    sa.select(col(Claim.version))
    .where(col(Claim.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Claim.id))
)
_LABELS = sa.select(col(Claim.id), col(Claim.standing), col(Claim.step)).where(
    col(Claim.id).in_(sa.bindparam("ids", expanding=True))
)
_Other = aliased(Claim)
_here = sa.tuple_(col(Claim.place), col(Claim.id))
_there = sa.tuple_(col(_Other.place), col(_Other.id))
_same_source = sa.select(col(_Other.id)).where(col(_Other.source_id) == Claim.source_id).limit(1)
_neighbours = sa.select(
    _same_source.where(_there < _here)
    .order_by(col(_Other.place).desc(), col(_Other.id).desc())
    .scalar_subquery(),
    _same_source.where(_there > _here)
    .order_by(col(_Other.place), col(_Other.id))
    .scalar_subquery(),
).where(col(Claim.id) == sa.bindparam("id"))
_NEIGHBOURS = Prepared(_neighbours)


def cards(db: Session, ids: Iterable[str]) -> dict[str, Card]:
    """These claims by id, their passages in order. 1 query, however many; none for none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    heads: dict[str, Sequence[Any]] = {}
    quoted: dict[str, list[Words]] = defaultdict(list)
    brought: dict[str, Outside] = {}
    for row in _CARDS.rows(db, ids=wanted):
        heads[row[0]] = row[:_WORDS_AT]
        if row[_WORDS_AT] is not None:
            quoted[row[0]].append(Words._make(row[_WORDS_AT:_OUTSIDE_AT]))
        elif row[_OUTSIDE_AT] is not None:
            brought[row[0]] = Outside._make(row[_OUTSIDE_AT:])
    return {
        id: Card._make((*head, tuple(quoted[id]), brought.get(id))) for id, head in heads.items()
    }


_WORDS_AT = len(_COLUMNS)
_OUTSIDE_AT = _WORDS_AT + len(_WORDS)


def of_texts(shown: Mapping[str, Card]) -> dict[str, str]:
    """By claim its source, without claims from outside."""
    return {id: card.source_id for id, card in shown.items() if card.outside is None}


def outside_ids(db: Session, debate_id: str) -> list[str]:
    """The ids of the claims brought to a debate from outside, in their order. 1 query."""
    asked = select(Claim.id).where(Claim.debate_id == debate_id)
    return list(db.exec(asked.order_by(col(Claim.number), col(Claim.id))))


def card_by_id(db: Session, id: str) -> Card:
    """One claim, its passages in order. 1 query. Raises NotFound."""
    found = cards(db, [id])
    if id not in found:
        raise NotFound("claim", id)
    return found[id]


def claim_version(db: Session, id: str) -> int:
    """The version of what a claim's page shows. 1 query. Raises NotFound."""
    found = _VERSION.first(db, id=id)
    if found is None:
        raise NotFound("claim", id)
    return int(found[0])


def versions_of(db: Session, ids: Iterable[str]) -> str:
    """The versions of what several claims' pages show, as one. 1 query."""
    found = _VERSIONS.rows(db, ids=sorted(set(ids)))
    return ",".join(str(version) for (version,) in found)


def labels_of(db: Session, ids: Iterable[str]) -> dict[str, Settled]:
    """Where these claims stand, as it is kept. 1 query for every few thousand; none for none."""
    parts = batched(sorted(set(ids)))
    rows = [row for part in parts for row in db.connection().execute(_LABELS, {"ids": part})]
    return {id: Settled(Label(label), step) for id, label, step in rows}


def holders(db: Session, source_id: str) -> list[str]:
    """Whose views a text tells, by the names that are used here. 1 query."""
    asked = select(Claim.attributed_to).where(
        Claim.source_id == source_id, Claim.attributed_to != ""
    )
    return list(db.exec(asked.distinct().order_by(Claim.attributed_to)).all())


def claims_on(db: Session, passage_id: str) -> list[str]:
    """The ids of the claims that rest on a passage. 1 query."""
    return list(
        db.exec(
            select(ClaimPassage.claim_id)
            .where(ClaimPassage.passage_id == passage_id)
            .order_by(col(ClaimPassage.claim_id))
        )
    )


class Over(NamedTuple):
    """A claim that rests on some of a stretch of a text; `share`: how much of the two together
    both have, 1 where it rests on just that."""

    claim_id: str
    share: float


def claims_over(db: Session, text_id: str, start: int, end: int) -> list[Over]:
    """The claims with a passage that has code points of this stretch, the closest first. 1
    query."""
    asked = (
        sa.select(col(ClaimPassage.claim_id), col(Passage.start), col(Passage.end))
        .join(Passage, col(Passage.id) == ClaimPassage.passage_id)
        .where(
            col(Passage.source_text_id) == text_id,
            col(Passage.start) < end,
            col(Passage.end) > start,
        )
    )
    shares: dict[str, float] = defaultdict(float)
    for claim_id, first, last in db.execute(asked):
        both, either = min(end, last) - max(start, first), max(end, last) - min(start, first)
        shares[claim_id] = max(shares[claim_id], both / either)
    return sorted((Over(*each) for each in shares.items()), key=lambda each: (-each[1], each[0]))


def claim_ids_of(db: Session, source_id: str) -> list[str]:
    """The ids of a source's claims in reading order. 1 query."""
    return list(
        db.exec(
            select(Claim.id)
            .where(Claim.source_id == source_id)
            .order_by(col(Claim.place), col(Claim.id))
        )
    )


def neighbour_ids(db: Session, id: str) -> tuple[str | None, str | None]:
    """The claims before and after one in its source, in reading order; None at the ends of the
    text. 1 query, two steps in an index."""
    ((before, after),) = _NEIGHBOURS.rows(db, id=id)
    return before, after

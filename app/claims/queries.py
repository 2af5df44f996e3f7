"""Claims as pages quote them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.claims.models import Claim, ClaimPassage, Stance
from app.errors import NotFound
from app.passages.models import Passage


class Words(NamedTuple):
    """A passage as a page quotes it; offsets in code points, end excluded."""

    id: str
    exact: str
    start: int
    end: int
    block: int
    text_id: str


class Card(NamedTuple):
    """A claim with all that a page needs to quote it."""

    id: str
    source_id: str
    number: int
    statement: str
    stance: Stance
    attributed_to: str
    version: int
    passages: tuple[Words, ...]


_COLUMNS = (
    col(Claim.id),
    col(Claim.source_id),
    col(Claim.number),
    col(Claim.statement),
    col(Claim.stance),
    col(Claim.attributed_to),
    col(Claim.version),
)
_CARDS = sa.select(*_COLUMNS).where(col(Claim.id).in_(sa.bindparam("ids", expanding=True)))
_PASSAGES = (
    sa.select(
        col(ClaimPassage.claim_id),
        col(Passage.id),
        col(Passage.exact),
        col(Passage.start),
        col(Passage.end),
        col(Passage.block),
        col(Passage.source_text_id),
    )
    .join(Passage, col(Passage.id) == ClaimPassage.passage_id)
    .where(col(ClaimPassage.claim_id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(ClaimPassage.claim_id), col(ClaimPassage.position))
)

_VERSIONS = (
    sa.select(col(Claim.version))
    .where(col(Claim.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Claim.id))
)


def cards(db: Session, ids: Iterable[str]) -> dict[str, Card]:
    """These claims by id, their passages in order. 2 queries, however many; none for none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = db.execute(_CARDS, {"ids": wanted}).all()
    quoted: dict[str, list[Words]] = defaultdict(list)
    for claim_id, *words in db.execute(_PASSAGES, {"ids": wanted}):
        quoted[claim_id].append(Words(*words))
    return {row[0]: Card._make((*row, tuple(quoted[row[0]]))) for row in rows}


def card_by_id(db: Session, id: str) -> Card:
    """One claim, its passages in order. 2 queries. Raises NotFound."""
    found = cards(db, [id])
    if id not in found:
        raise NotFound("claim", id)
    return found[id]


def claim_version(db: Session, id: str) -> int:
    """The version of what a claim's page shows. 1 query. Raises NotFound."""
    version = db.exec(select(Claim.version).where(Claim.id == id)).first()
    if version is None:
        raise NotFound("claim", id)
    return version


def versions_of(db: Session, ids: Iterable[str]) -> str:
    """The versions of what several claims' pages show, as one. 1 query."""
    found = db.execute(_VERSIONS, {"ids": sorted(set(ids))})
    return ",".join(str(version) for (version,) in found)


def claims_on(db: Session, passage_id: str) -> list[str]:
    """The ids of the claims that rest on a passage. 1 query."""
    return list(
        db.exec(
            select(ClaimPassage.claim_id)
            .where(ClaimPassage.passage_id == passage_id)
            .order_by(col(ClaimPassage.claim_id))
        )
    )


def claim_ids_of(db: Session, source_id: str) -> list[str]:
    """The ids of a source's claims in reading order. 1 query."""
    return list(
        db.exec(
            select(Claim.id)
            .where(Claim.source_id == source_id)
            .order_by(col(Claim.place), col(Claim.id))
        )
    )


class Neighbours(NamedTuple):
    """The claims before and after one, in reading order; None at the ends of the text."""

    before: Card | None
    after: Card | None


def neighbours(db: Session, id: str) -> Neighbours:
    """What stands before and after a claim in its source. 4 queries, each a step in an index."""
    own = db.execute(sa.select(col(Claim.source_id), col(Claim.place)).where(col(Claim.id) == id))
    source_id, place = own.one()
    where = sa.tuple_(col(Claim.place), col(Claim.id))
    here = sa.tuple_(sa.literal(place), sa.literal(id))
    same = select(Claim.id).where(Claim.source_id == source_id)
    before = db.exec(
        same.where(where < here).order_by(col(Claim.place).desc(), col(Claim.id).desc()).limit(1)
    ).first()
    after = db.exec(
        same.where(where > here).order_by(col(Claim.place), col(Claim.id)).limit(1)
    ).first()
    found = cards(db, [found for found in (before, after) if found])
    return Neighbours(found.get(before or ""), found.get(after or ""))

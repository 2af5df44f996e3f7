"""Documents and their texts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.prepared import Prepared
from app.sources.models import Block, NoteCall, Remark, Repair, Source, SourceText
from app.text.structure import BlockKind


def source_by_slug(db: Session, slug: str) -> Source:
    """The source at this slug. 1 query. Raises NotFound."""
    source = db.exec(select(Source).where(Source.slug == slug)).first()
    if source is None:
        raise NotFound("source", slug)
    return source


def source_by_id(db: Session, id: str) -> Source:
    """1 query. Raises NotFound."""
    source = db.get(Source, id)
    if source is None:
        raise NotFound("source", id)
    return source


def text_of(db: Session, source_id: str) -> SourceText:
    """The latest text of a source. 1 query. Raises NotFound."""
    text = db.exec(
        select(SourceText)
        .where(SourceText.source_id == source_id)
        .order_by(col(SourceText.number).desc())
        .limit(1)
    ).first()
    if text is None:
        raise NotFound("text of the source", source_id)
    return text


def text_by_id(db: Session, id: str) -> SourceText:
    """1 query. Raises NotFound."""
    text = db.get(SourceText, id)
    if text is None:
        raise NotFound("text", id)
    return text


def latest_texts(db: Session, source_ids: Iterable[str]) -> list[SourceText]:
    """The latest text of each of these sources, in their order. 1 query."""
    order = list(source_ids)
    asked = select(SourceText).where(col(SourceText.source_id).in_(order))
    latest = {text.source_id: text for text in db.exec(asked.order_by(col(SourceText.number)))}
    return [latest[id] for id in order if id in latest]


def blocks_of(db: Session, text_id: str) -> Sequence[Block]:
    """The blocks of a text in order, its footnotes last. 1 query."""
    return db.exec(
        select(Block).where(Block.source_text_id == text_id).order_by(col(Block.start))
    ).all()


def paragraphs_over(db: Session, text_id: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the blocks of the body begin and end that have something of a stretch, in code points,
    the end excluded. 1 query."""
    asked = sa.select(col(Block.start), col(Block.end)).where(
        col(Block.source_text_id) == text_id,
        col(Block.start) < end,
        col(Block.end) > start,
        col(Block.kind) != BlockKind.NOTE,
    )
    return [(first, last) for first, last in db.execute(asked.order_by(col(Block.start)))]


def blocks_at(db: Session, places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Block]:
    """The blocks that begin at these places, pairs of a text's id and an offset. 1 query, none
    for none."""
    wanted = sorted(set(places))
    if not wanted:
        return {}
    key = sa.tuple_(col(Block.source_text_id), col(Block.start))
    found = db.exec(select(Block).where(key.in_(wanted)))
    return {(block.source_text_id, block.start): block for block in found}


def blocks_by_source(db: Session, source_ids: Iterable[str]) -> dict[str, list[Block]]:
    """The blocks of the latest text of each of these sources, in order. 1 query."""
    newest = (
        sa.select(col(SourceText.source_id), sa.func.max(SourceText.number))
        .where(col(SourceText.source_id).in_(sorted(source_ids)))
        .group_by(col(SourceText.source_id))
    )
    rows = db.execute(
        sa.select(col(SourceText.source_id), Block)
        .join(Block, col(Block.source_text_id) == SourceText.id)
        .where(sa.tuple_(col(SourceText.source_id), col(SourceText.number)).in_(newest))
        .order_by(col(SourceText.source_id), col(Block.start))
    )
    found: dict[str, list[Block]] = defaultdict(list)
    for source_id, block in rows:
        found[source_id].append(block)
    return found


class Place(NamedTuple):
    """The block in which something lies, and the heading under which that block stands."""

    start: int
    end: int
    kind: BlockKind
    number: int
    words: str
    speaker: str
    heading: str


_text_id: sa.BindParameter[str] = sa.bindparam("text_id")
_at: sa.BindParameter[int] = sa.bindparam("at")
_Heading = aliased(Block)
_HEADING = (
    sa.select(col(_Heading.words))
    .where(
        col(_Heading.source_text_id) == _text_id,
        col(_Heading.kind) == BlockKind.HEADING,
        col(_Heading.start) <= _at,
    )
    .order_by(col(_Heading.start).desc())
    .limit(1)
)
_PLACE = Prepared(
    sa.select(
        col(Block.start),
        col(Block.end),
        col(Block.kind),
        col(Block.number),
        col(Block.words),
        col(Block.speaker),
        sa.func.coalesce(_HEADING.scalar_subquery(), ""),
    )
    .where(col(Block.source_text_id) == _text_id, col(Block.start) <= _at)
    .order_by(col(Block.start).desc())
    .limit(1)
)
_CALLS_WITHIN = Prepared(
    sa.select(col(NoteCall.number), col(NoteCall.at))
    .where(
        col(NoteCall.source_text_id) == _text_id,
        col(NoteCall.at) > sa.bindparam("start"),
        col(NoteCall.at) <= sa.bindparam("end"),
    )
    .order_by(col(NoteCall.at))
)


def place_at(db: Session, text_id: str, at: int) -> Place:
    """The block around the code point `at`, and its heading. 1 query, steps in an index.

    The heading is "" before the first. Raises NotFound.
    """
    row = _PLACE.first(db, text_id=text_id, at=at)
    if row is None:
        raise NotFound("paragraph", str(at))
    return Place._make(row)


def calls_within(db: Session, text_id: str, start: int, end: int) -> list[tuple[int, int]]:
    """The footnotes called between two offsets, in order: their numbers and places. 1 query."""
    found = _CALLS_WITHIN.rows(db, text_id=text_id, start=start, end=end)
    return [(number, at) for number, at in found]


def calls_of(db: Session, text_id: str, start: int = 0, end: int = 2**31 - 1) -> Sequence[NoteCall]:
    """Where a text calls its footnotes between two offsets, in order. 1 query."""
    return db.exec(
        select(NoteCall)
        .where(
            NoteCall.source_text_id == text_id, col(NoteCall.at) > start, col(NoteCall.at) <= end
        )
        .order_by(col(NoteCall.at))
    ).all()


def remarks_on(db: Session, text_id: str) -> Sequence[Remark]:
    """An editor's notes on a text, in the order of their places. 1 query."""
    return db.exec(
        select(Remark).where(Remark.source_text_id == text_id).order_by(col(Remark.start))
    ).all()


def remarks_at(
    db: Session, places: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], tuple[Remark, int]]:
    """Notes by their text's id and position, each with the number of the paragraph on which it
    is. 1 query, none for none."""
    wanted = sorted(set(places))
    if not wanted:
        return {}
    around = sa.and_(
        col(Block.source_text_id) == Remark.source_text_id,
        col(Block.start) <= Remark.start,
        col(Block.end) > Remark.start,
    )
    key = sa.tuple_(col(Remark.source_text_id), col(Remark.position))
    found = db.exec(select(Remark, Block.number).join(Block, around).where(key.in_(wanted)))
    return {(note.source_text_id, note.position): (note, number) for note, number in found}


def repairs_of(db: Session, text_id: str) -> Sequence[Repair]:
    """What the cleaning changed, in order. 1 query."""
    return db.exec(
        select(Repair).where(Repair.source_text_id == text_id).order_by(col(Repair.position))
    ).all()


def repair_counts(db: Session, text_id: str) -> list[tuple[str, int]]:
    """How many repairs there are of each kind, most first. 1 query."""
    total = sa.func.sum(Repair.count)
    rows = db.execute(
        sa.select(col(Repair.kind), total)
        .where(col(Repair.source_text_id) == text_id)
        .group_by(col(Repair.kind))
        .order_by(total.desc(), col(Repair.kind))
    )
    return [(kind, int(count)) for kind, count in rows]

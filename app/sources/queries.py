"""Documents and their texts."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.sources.models import Block, NoteCall, Remark, Repair, Source, SourceText


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


def blocks_of(db: Session, text_id: str) -> Sequence[Block]:
    """The blocks of a text in order, its footnotes last. 1 query."""
    return db.exec(
        select(Block).where(Block.source_text_id == text_id).order_by(col(Block.start))
    ).all()


def block_around(db: Session, text_id: str, start: int) -> Block:
    """The block in which the code point `start` lies. 1 query, one step in an index."""
    block = db.exec(
        select(Block)
        .where(Block.source_text_id == text_id, col(Block.start) <= start)
        .order_by(col(Block.start).desc())
        .limit(1)
    ).first()
    if block is None:
        raise NotFound("paragraph", str(start))
    return block


def heading_before(db: Session, text_id: str, start: int) -> str:
    """The heading under which the code point `start` lies; "" before the first. 1 query."""
    return (
        db.exec(
            select(Block.words)
            .where(
                Block.source_text_id == text_id,
                Block.kind == "heading",
                col(Block.start) <= start,
            )
            .order_by(col(Block.start).desc())
            .limit(1)
        ).first()
        or ""
    )


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

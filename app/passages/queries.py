"""Passages by their addresses."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col

from app.db import rel
from app.errors import NotFound
from app.passages.models import Passage


def passage_by_id(db: Session, id: str) -> Passage:
    """A passage with its text loaded. 1 query. Raises NotFound."""
    passage = db.get(Passage, id, options=[joinedload(rel(Passage.source_text))])
    if passage is None:
        raise NotFound("passage", id)
    return passage


def quotes_of(db: Session, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Passages by id as quotation, neighbourhood and offsets in code points. 1 query."""
    columns = ("id", "exact", "prefix", "suffix", "start", "end")
    rows = db.execute(
        sa.select(*(getattr(Passage, name) for name in columns)).where(
            col(Passage.id).in_(sorted(set(ids)))
        )
    )
    return {row[0]: dict(zip(columns, row, strict=True)) for row in rows}

"""Verbatim stretches of texts."""

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from app.db import Entity, on_create
from app.sources.models import SourceText


class Passage(Entity, table=True):
    """A verbatim stretch of one text: source_text.text[start:end] == exact, in code points.

    `block` is the number of the paragraph it lies in. A trigger refuses words that do not
    stand at that place of the text, whoever writes them.
    """

    __tablename__ = "passage"
    __table_args__ = (
        sa.CheckConstraint('"start" >= 0 AND "end" > "start"', name="span"),
        sa.CheckConstraint('length(exact) = "end" - "start"', name="exact_fills_span"),
        sa.UniqueConstraint("source_text_id", "start", "end"),
    )

    source_text_id: str = Field(foreign_key="source_text.id", ondelete="RESTRICT")
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    block: int

    source_text: SourceText = Relationship(sa_relationship_kwargs={"lazy": "raise"})


_SLICE = """(SELECT substr(text, new."start" + 1, new."end" - new."start")
 FROM source_text WHERE id = new.source_text_id)"""
_SQLITE = """
CREATE TRIGGER passage_is_verbatim_on_{event} BEFORE {event} ON passage
WHEN new.exact IS NOT {slice}
BEGIN SELECT RAISE(ABORT, 'passage_is_verbatim'); END"""
_POSTGRESQL = f"""
CREATE FUNCTION passage_is_verbatim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF new.exact IS DISTINCT FROM {_SLICE} THEN
RAISE EXCEPTION 'passage_is_verbatim' USING ERRCODE = 'check_violation';
END IF;
RETURN new;
END $$;
CREATE TRIGGER passage_is_verbatim BEFORE INSERT OR UPDATE ON passage
FOR EACH ROW EXECUTE FUNCTION passage_is_verbatim()"""

on_create(
    Passage.__table__,  # type: ignore[attr-defined]
    sqlite=_SQLITE.format(event="INSERT", slice=_SLICE),
    postgresql=_POSTGRESQL,
)
on_create(
    Passage.__table__,  # type: ignore[attr-defined]
    sqlite=_SQLITE.format(event="UPDATE", slice=_SLICE),
    postgresql="SELECT 1",
)

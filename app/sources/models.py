"""Documents, their clean texts, and how those are built: blocks, footnote calls, remarks."""

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from app.db import Entity, Model, choice, on_create
from app.text.structure import BlockKind


class Source(Entity, table=True):
    """A document as it was published. `author_label` names the speaker on every page."""

    __tablename__ = "source"
    __table_args__ = (
        sa.UniqueConstraint("slug"),
        sa.CheckConstraint("slug <> '' AND title <> '' AND author_label <> ''", name="named"),
        sa.CheckConstraint("year BETWEEN -4000 AND 3000", name="year"),
    )

    slug: str
    title: str
    short_name: str
    form: str
    authors: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    author_label: str
    author_note: str = ""
    venue: str = ""
    published: str = ""
    year: int
    language: str = "en"
    url: str = ""
    licence: str = ""
    provenance: str = ""


class SourceText(Entity, table=True):
    """One numbered version of a source's clean text, immutable, with its SHA-256.

    The text is in Unicode's NFC with "\\n" line ends; offsets into it count code points.
    """

    __tablename__ = "source_text"
    __table_args__ = (
        sa.UniqueConstraint("source_id", "number"),
        sa.CheckConstraint("number >= 1", name="numbered"),
        sa.CheckConstraint("length(sha256) = 64", name="hashed"),
    )

    source_id: str = Field(foreign_key="source.id", ondelete="RESTRICT")
    number: int
    text: str
    sha256: str
    words: int
    """How many words its body has, footnotes left out."""
    given_name: str = ""
    given_sha256: str = ""

    source: Source = Relationship(sa_relationship_kwargs={"lazy": "raise"})


on_create(
    SourceText.__table__,  # type: ignore[attr-defined]
    sqlite="""
CREATE TRIGGER source_text_is_immutable BEFORE UPDATE ON source_text
BEGIN SELECT RAISE(ABORT, 'source_text_is_immutable'); END""",
    postgresql="""
CREATE FUNCTION source_text_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'source_text_is_immutable' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER source_text_is_immutable BEFORE UPDATE ON source_text
FOR EACH ROW EXECUTE FUNCTION source_text_is_immutable()""",
)


class Block(Model, table=True):
    """A block of a text: text[start:end] == words, in code points.

    `number` is the address of a paragraph (1, 2, … over all blocks that are not notes), and of
    a note its footnote's number.
    """

    __tablename__ = "block"
    __table_args__ = (
        sa.CheckConstraint('"start" >= 0 AND "end" > "start"', name="span"),
        sa.CheckConstraint('length(words) = "end" - "start"', name="words_fill_span"),
        sa.CheckConstraint("speaker = '' OR kind = 'quotation'", name="speaker_of_quotation"),
    )

    source_text_id: str = Field(foreign_key="source_text.id", ondelete="CASCADE", primary_key=True)
    start: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    end: int
    kind: BlockKind = Field(sa_type=choice(BlockKind, "kind"))
    number: int
    words: str
    speaker: str = ""


class NoteCall(Model, table=True):
    """Where a text calls its footnote `number`: the gap before the code point `at`."""

    __tablename__ = "note_call"
    __table_args__ = (sa.Index("ix_note_call_source_text_id_at", "source_text_id", "at"),)

    source_text_id: str = Field(foreign_key="source_text.id", ondelete="CASCADE", primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: int


class Repair(Model, table=True):
    """One change that the cleaning made: what stood in the given file, what stands now, why."""

    __tablename__ = "repair"
    __table_args__ = (sa.CheckConstraint("count >= 1 AND why <> ''", name="explained"),)

    source_text_id: str = Field(foreign_key="source_text.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    before: str
    after: str
    why: str
    at: int | None = None
    count: int = 1


class Remark(Model, table=True):
    """An editor's note on a place in a text, such as a slip of the source's own."""

    __tablename__ = "remark"
    __table_args__ = (sa.CheckConstraint('"start" >= 0 AND "end" > "start"', name="span"),)

    source_text_id: str = Field(foreign_key="source_text.id", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    start: int
    end: int
    exact: str
    body: str

"""What can be found, folded; the words there are; and what has changed since it was indexed."""

import enum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Model, choice, on_create
from app.search.triggers import statements


class EntryKind(enum.StrEnum):
    """What a hit is."""

    CLAIM = "claim"
    SENTENCE = "sentence"
    FOOTNOTE = "footnote"
    QUESTION = "question"
    REBUTTAL = "rebuttal"
    SUPPORT = "support"
    OUTSIDE = "outside"
    REMARK = "remark"


class SearchEntry(Model, table=True):
    """One thing that can be found, with its words as they are looked for and all that a hit is
    sorted and narrowed by. The index of either database holds the same words under `number`.

    `ref` and `at` are what it was made from: an id; or a text and where a block of it begins, or
    the position of a remark on it. `place` orders hits; of a sentence it is where it begins, in
    code points of the text. `asked` and `resting` are ids between blanks: the questions that take
    it up, and the claims with a passage in it.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        sa.CheckConstraint("words <> ''", name="worded"),
        sa.Index("ix_search_entry_ref_at", "ref", "at"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: EntryKind = Field(sa_type=choice(EntryKind, "kind"))
    ref: str
    at: int = 0
    place: int = 0
    upto: int = 0
    source_id: str = ""
    debate_id: str = ""
    stance: str = ""
    answered: str = ""
    asked: str = ""
    resting: str = ""
    words: str


def _bytewise() -> sa.String:
    """Text that is compared by its bytes on PostgreSQL too, so that a prefix is a range."""
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


class SearchWord(Model, table=True):
    """A word that occurs, and in how many entries."""

    __tablename__ = "search_word"
    __table_args__ = (sa.CheckConstraint("entries >= 0", name="counted"),)

    word: str = Field(sa_column=sa.Column(_bytewise(), primary_key=True))
    entries: int


class SearchDue(Model, table=True):
    """What was changed and is yet to be indexed: written by triggers, whoever makes the change,
    and emptied by `commands.index` before the same transaction commits."""

    __tablename__ = "search_due"

    kind: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    at: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


FTS = {
    "sqlite": """
CREATE VIRTUAL TABLE search_fts
USING fts5(words, content='', contentless_delete=1, tokenize='ascii')""",
    "postgresql": """
CREATE TABLE search_fts (
number INTEGER CONSTRAINT pk_search_fts PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX ix_search_fts_words ON search_fts USING gin (words)""",
}

on_create(SearchEntry.__table__, **FTS)  # type: ignore[attr-defined]
for on_sqlite, on_postgresql in zip(statements("sqlite"), statements("postgresql"), strict=True):
    # They watch tables of other nouns, so all must be there.
    on_create(Model.metadata, sqlite=on_sqlite, postgresql=on_postgresql)

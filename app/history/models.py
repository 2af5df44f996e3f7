"""What happened, and what became of what is gone."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Model, choice, first_version, now, on_create
from app.ids import LENGTH, new_id


class Edition(Model, table=True):
    """How many times what the site shows has changed: one row, raised by every
    command that a page would show.

    Pages that show much of a debate are as old as it; a claim's page has a version of its own.
    """

    __tablename__ = "edition"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    number: int = Field(default_factory=first_version)


class Kind(enum.StrEnum):
    """What has a history, in the words of `NotFound`."""

    SOURCE = "source"
    CLAIM = "claim"
    QUESTION = "question"
    SUPPORT = "support"
    REBUTTAL = "rebuttal"
    NOTE = "outside note"
    DEBATE = "debate"


class Action(enum.StrEnum):
    """What somebody did, as a verb for the past."""

    CREATED = "created"
    EDITED = "edited"
    RENAMED = "renamed"
    RETIRED = "retired"
    MERGED = "merged"
    RESTORED = "restored"
    UNDID = "undid"
    REVERTED = "reverted"


class Revision(Model, table=True):
    """One entity before and after one act of somebody. Never changed, never deleted.

    All revisions of one act have its `change_id`. `number` counts from 1 without a gap and is the
    order of things, whatever clocks say. `before` is null for what came, `after` for what went;
    `names` is what the ids in both were called at that moment, `called` the entity itself; what
    was merged went `into_id`. Each holds the hash of the one before it: see `chain`.
    """

    __tablename__ = "revision"
    __table_args__ = (
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("number >= 1", name="numbered"),
        sa.CheckConstraint('"before" IS NOT NULL OR "after" IS NOT NULL', name="of_something"),
        sa.CheckConstraint('into_id IS NULL OR "after" IS NULL', name="merged_is_gone"),
        sa.CheckConstraint("into_id <> entity_id", name="not_into_itself"),
        sa.CheckConstraint("length(previous) = 64 AND length(hash) = 64", name="chained"),
        sa.Index("ix_revision_entity_id_number", "entity_id", "number"),
        sa.Index("ix_revision_by_id_number", "by_id", "number"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=LENGTH)
    number: int
    change_id: str = Field(index=True)
    kind: Kind = Field(sa_type=choice(Kind, "kind"))
    entity_id: str
    action: Action = Field(sa_type=choice(Action, "action"))
    by_id: str = Field(foreign_key="user.id", ondelete="RESTRICT")
    at: datetime = Field(default_factory=now)
    why: str = ""
    called: str
    before: dict[str, Any] | None = Field(sa_type=sa.JSON(none_as_null=True), nullable=True)
    after: dict[str, Any] | None = Field(sa_type=sa.JSON(none_as_null=True), nullable=True)
    names: dict[str, str] = Field(sa_type=sa.JSON)
    into_id: str | None = None
    previous: str
    hash: str


_TABLE: sa.Table = Revision.__table__  # type: ignore[attr-defined]
_SQLITE = """
CREATE TRIGGER revision_is_final_on_{event} BEFORE {event} ON revision
BEGIN SELECT RAISE(ABORT, 'revision_is_final'); END"""
on_create(
    _TABLE,
    sqlite=_SQLITE.format(event="UPDATE"),
    postgresql="""
CREATE FUNCTION revision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'revision_is_final' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER revision_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON revision
FOR EACH STATEMENT EXECUTE FUNCTION revision_is_final()""",
)
on_create(_TABLE, sqlite=_SQLITE.format(event="DELETE"), postgresql="SELECT 1")


class ChangedIn(Model, table=True):
    """A revision as part of a debate's recent changes: it may be part of several."""

    __tablename__ = "changed_in"

    debate_id: str = Field(primary_key=True)
    number: int = Field(
        primary_key=True,
        foreign_key="revision.number",
        ondelete="RESTRICT",
        sa_column_kwargs={"autoincrement": False},
    )


class Retirement(Model, table=True):
    """What is gone, for as long as it is: the revision says what it was, who took it out, why.

    Its number in its scope (a claim's in its source) is not given to another; `version` is the
    last that its page had, so that a restored one has a newer.
    """

    __tablename__ = "retirement"
    __table_args__ = (sa.Index("ix_retirement_scope_id_number", "scope_id", "number"),)

    id: str = Field(primary_key=True, max_length=LENGTH)
    kind: Kind = Field(sa_type=choice(Kind, "kind"))
    revision_id: str = Field(foreign_key="revision.id", ondelete="RESTRICT")
    scope_id: str = ""
    number: int = 0
    version: int = 0


class OldSlug(Model, table=True):
    """A slug that a source or a debate once had: its addresses lead on."""

    __tablename__ = "old_slug"

    kind: Kind = Field(sa_type=choice(Kind, "kind"), primary_key=True)
    slug: str = Field(primary_key=True)
    entity_id: str


class SubmittedForm(Model, table=True):
    """A form that was sent, by its random key, and where its answer stands: sent again, it is
    answered the same, and nothing is done twice."""

    __tablename__ = "submitted_form"
    __table_args__ = (sa.CheckConstraint("length(body_sha256) = 64", name="hashed"),)

    key: str = Field(primary_key=True)
    body_sha256: str
    location: str = ""
    at: datetime = Field(default_factory=now, index=True)

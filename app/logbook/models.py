"""What editors and admins did that is no change of what readers see: those are `history`."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Model, choice, now, on_create
from app.ids import LENGTH, new_id


class Duty(enum.StrEnum):
    """What somebody did as an editor or admin."""

    ADDED = "added"
    INVITED = "invited"
    ROLE = "role"
    SUSPENDED = "suspended"
    READMITTED = "readmitted"
    RESET = "reset"
    SIGN_IN = "sign-in"
    ERASED = "erased"
    APPOINTED = "appointed"
    DISMISSED = "dismissed"
    PUBLISHED = "published"
    RETURNED = "returned"
    DECLINED = "declined"
    HANDLED = "handled"


class LogEntry(Model, table=True):
    """One act of an editor or admin. Never changed, never deleted.

    `number` counts from 1 without a gap. `by_id` is null for whoever gave a command on the machine
    itself, `about_id` the account that it was about; `thing_id` a proposal or flag. `detail` holds
    no name of anybody, so that somebody can be forgotten. Chained as revisions are.
    """

    __tablename__ = "log_entry"
    __table_args__ = (
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("number >= 1", name="numbered"),
        sa.CheckConstraint("length(previous) = 64 AND length(hash) = 64", name="chained"),
        sa.Index("ix_log_entry_debate_id_number", "debate_id", "number"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=LENGTH)
    number: int
    at: datetime = Field(default_factory=now)
    by_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    duty: Duty = Field(sa_type=choice(Duty, "duty"))
    about_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    debate_id: str | None = None
    thing_id: str = ""
    detail: str = ""
    previous: str
    hash: str


_TABLE: sa.Table = LogEntry.__table__  # type: ignore[attr-defined]
_SQLITE = """
CREATE TRIGGER log_entry_is_final_on_{event} BEFORE {event} ON log_entry
BEGIN SELECT RAISE(ABORT, 'log_entry_is_final'); END"""
on_create(
    _TABLE,
    sqlite=_SQLITE.format(event="UPDATE"),
    postgresql="""
CREATE FUNCTION log_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'log_entry_is_final' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER log_entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
FOR EACH STATEMENT EXECUTE FUNCTION log_entry_is_final()""",
)
on_create(_TABLE, sqlite=_SQLITE.format(event="DELETE"), postgresql="SELECT 1")

"""What people propose and readers flag: what waits for an editor."""

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Entity, choice
from app.history.models import Kind


class Deed(enum.StrEnum):
    """What a proposal would do."""

    CREATE = "create"
    EDIT = "edit"
    RETIRE = "retire"
    MERGE = "merge"


class Status(enum.StrEnum):
    """Where a proposal stands. One that was returned can be proposed again in other words."""

    PENDING = "pending"
    PUBLISHED = "published"
    RETURNED = "returned"
    DECLINED = "declined"


class Proposal(Entity, table=True):
    """An act of a contributor that waits for an editor, as the arguments of its command: `fields`
    of something new or other, or `into` for a merge. `seen` is as in `changes.commands`."""

    __tablename__ = "proposal"
    __table_args__ = (
        sa.CheckConstraint(
            "(status = 'pending') = (decided_at IS NULL) "
            "AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name="decided_by_someone",
        ),
        sa.CheckConstraint(
            "(status = 'published') = (change_id IS NOT NULL)", name="published_as_change"
        ),
        sa.CheckConstraint(
            "status NOT IN ('returned', 'declined') OR remark <> ''", name="remarked"
        ),
        sa.Index("ix_proposal_debate_id_status", "debate_id", "status", "created_at"),
    )

    debate_id: str = Field(foreign_key="debate.id", ondelete="RESTRICT")
    by_id: str = Field(foreign_key="user.id", ondelete="RESTRICT", index=True)
    deed: Deed = Field(sa_type=choice(Deed, "deed"))
    kind: Kind = Field(sa_type=choice(Kind, "kind"))
    entity_id: str
    fields: dict[str, Any] = Field(sa_type=sa.JSON)
    seen: str = ""
    why: str = ""
    status: Status = Field(default=Status.PENDING, sa_type=choice(Status, "status"))
    remark: str = ""
    decided_by_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    decided_at: datetime | None = None
    change_id: str | None = Field(default=None, index=True)


class Flag(Entity, table=True):
    """What a reader says is wrong with something here, signed in or not, until an editor has
    handled it."""

    __tablename__ = "flag"
    __table_args__ = (
        sa.CheckConstraint("words <> '' AND length(words) <= 2000", name="worded"),
        sa.CheckConstraint("(handled_at IS NULL) = (handled_by_id IS NULL)", name="handled"),
        sa.Index("ix_flag_debate_id_handled_at", "debate_id", "handled_at", "created_at"),
    )

    debate_id: str = Field(foreign_key="debate.id", ondelete="RESTRICT")
    kind: Kind = Field(sa_type=choice(Kind, "kind"))
    entity_id: str
    words: str
    by_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    handled_at: datetime | None = None
    handled_by_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    outcome: str = ""

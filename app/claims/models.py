"""What passages assert, who holds it, and how the author stands to it."""

import enum

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from app.db import Entity, Model, choice, first_version
from app.passages.models import Passage
from app.semantics.framework import Label
from app.sources.models import Source


class Stance(enum.StrEnum):
    """The author's stance to a claim that the text states."""

    ASSERTS = "asserts"
    REPORTS = "reports"
    REJECTS = "rejects"
    CONCEDES = "concedes"


class Claim(Entity, table=True):
    """One statement of a source, in our words, resting on its passages.

    `number` is never reused in its source; with the source's letter it makes the label (A12).
    `place` is the offset of the first passage: the reading order. `standing` is its grounded label,
    `step` the step of `semantics.framework.Settled`: kept by `arguments.standing`, which alone
    sets them. A claim that nothing goes against stands.
    """

    __tablename__ = "claim"
    __table_args__ = (
        sa.UniqueConstraint("source_id", "number"),
        sa.CheckConstraint("number >= 1", name="numbered"),
        sa.CheckConstraint("statement <> ''", name="stated"),
        sa.CheckConstraint(
            "stance NOT IN ('reports', 'rejects') OR attributed_to <> ''", name="held_by_someone"
        ),
        sa.CheckConstraint("step >= 0", name="stepped"),
        sa.Index("ix_claim_source_id_place", "source_id", "place", "id"),
    )

    source_id: str = Field(foreign_key="source.id", ondelete="RESTRICT")
    number: int
    statement: str
    stance: Stance = Field(sa_type=choice(Stance, "stance"))
    attributed_to: str = ""
    place: int
    version: int = Field(default_factory=first_version)
    """Raised by every write that changes what this claim's page shows."""
    by_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    """Who made it here; nobody, if it was imported."""

    standing: Label = Field(
        default=Label.IN,
        sa_type=choice(Label, "standing"),
        sa_column_kwargs={"server_default": Label.IN.value},
    )
    step: int = Field(default=0, sa_column_kwargs={"server_default": "0"})

    source: Source = Relationship(sa_relationship_kwargs={"lazy": "raise"})


class ClaimPassage(Model, table=True):
    """A claim rests on a passage; `position` 0 is the one that is quoted first."""

    __tablename__ = "claim_passage"
    __table_args__ = (sa.UniqueConstraint("claim_id", "position"),)

    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", primary_key=True)
    passage_id: str = Field(
        foreign_key="passage.id", ondelete="RESTRICT", primary_key=True, index=True
    )
    position: int

    passage: Passage = Relationship(sa_relationship_kwargs={"lazy": "raise"})

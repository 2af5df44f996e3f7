"""What passages assert, who holds it, and how the author stands to it; what comes from outside."""

import enum

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from app.db import Entity, Model, choice, first_version, on_create
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
    """One statement of a source, in our words, resting on its passages; or one from outside: in
    the words of whoever brings it to a debate, resting on no passage and of no source.

    `number` is never reused in its source; with the source's letter it makes the label (A12). Of
    a claim from outside it is never reused in its debate.
    `place` is the offset of the first passage: the reading order; from outside, the number.
    `standing` is its grounded label, `step` the step of `semantics.framework.Settled`: kept by
    `arguments.standing`, which alone sets them. A claim that nothing goes against stands.
    """

    __tablename__ = "claim"
    __table_args__ = (
        sa.UniqueConstraint("source_id", "number"),
        sa.UniqueConstraint("debate_id", "number"),
        sa.CheckConstraint("(source_id IS NULL) <> (debate_id IS NULL)", name="of_one"),
        sa.CheckConstraint(
            "source_id IS NULL OR (year IS NULL AND reference = '' AND url = '' AND signed = '')",
            name="of_a_source",
        ),
        sa.CheckConstraint(
            "debate_id IS NULL OR (year IS NOT NULL AND stance = 'asserts' "
            "AND attributed_to = '' AND (by_id IS NOT NULL OR signed <> ''))",
            name="from_outside",
        ),
        sa.CheckConstraint("year BETWEEN -4000 AND 3000", name="year"),
        sa.CheckConstraint("number >= 1", name="numbered"),
        sa.CheckConstraint("statement <> ''", name="stated"),
        sa.CheckConstraint(
            "stance NOT IN ('reports', 'rejects') OR attributed_to <> ''", name="held_by_someone"
        ),
        sa.CheckConstraint("step >= 0", name="stepped"),
        sa.Index("ix_claim_source_id_place", "source_id", "place", "id"),
    )

    source_id: str | None = Field(default=None, foreign_key="source.id", ondelete="RESTRICT")
    debate_id: str | None = Field(default=None, foreign_key="debate.id", ondelete="RESTRICT")
    """The debate to which it is brought from outside. Debates are a later noun: no relationship."""
    number: int
    statement: str
    stance: Stance = Field(sa_type=choice(Stance, "stance"))
    attributed_to: str = ""
    place: int
    version: int = Field(default_factory=first_version)
    """Raised by every write that changes what this claim's page shows."""
    by_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    """Who made it here; nobody, if it was imported."""
    year: int | None = None
    """Of a claim from outside: when it was said."""
    reference: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Of a claim from outside: where it can be checked, in words; `url`: the same on the web."""
    url: str = Field(default="", sa_column_kwargs={"server_default": ""})
    signed: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Who brought it from outside, by name, if it was imported."""

    standing: Label = Field(
        default=Label.IN,
        sa_type=choice(Label, "standing"),
        sa_column_kwargs={"server_default": Label.IN.value},
    )
    step: int = Field(default=0, sa_column_kwargs={"server_default": "0"})

    source: Source | None = Relationship(sa_relationship_kwargs={"lazy": "raise"})


class ClaimPassage(Model, table=True):
    """A claim rests on a passage; `position` 0 is the one that is quoted first. A trigger refuses
    one for a claim from outside."""

    __tablename__ = "claim_passage"
    __table_args__ = (sa.UniqueConstraint("claim_id", "position"),)

    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", primary_key=True)
    passage_id: str = Field(
        foreign_key="passage.id", ondelete="RESTRICT", primary_key=True, index=True
    )
    position: int

    passage: Passage = Relationship(sa_relationship_kwargs={"lazy": "raise"})


_OUTSIDE = "EXISTS (SELECT 1 FROM claim WHERE id = new.claim_id AND source_id IS NULL)"
_SQLITE = """
CREATE TRIGGER outside_has_no_passage_on_{event} BEFORE {event} ON claim_passage
WHEN {outside}
BEGIN SELECT RAISE(ABORT, 'outside_has_no_passage'); END"""
_POSTGRESQL = f"""
CREATE FUNCTION outside_has_no_passage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF {_OUTSIDE} THEN
RAISE EXCEPTION 'outside_has_no_passage' USING ERRCODE = 'check_violation';
END IF;
RETURN new;
END $$;
CREATE TRIGGER outside_has_no_passage BEFORE INSERT OR UPDATE ON claim_passage
FOR EACH ROW EXECUTE FUNCTION outside_has_no_passage()"""

on_create(
    ClaimPassage.__table__,  # type: ignore[attr-defined]
    sqlite=_SQLITE.format(event="INSERT", outside=_OUTSIDE),
    postgresql=_POSTGRESQL,
)
on_create(
    ClaimPassage.__table__,  # type: ignore[attr-defined]
    sqlite=_SQLITE.format(event="UPDATE", outside=_OUTSIDE),
    postgresql="SELECT 1",
)

"""What claims do to claims: supports, their premises, and rebuttals."""

import enum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Entity, Model, choice


class Basis(enum.StrEnum):
    """Who says that the one bears on the other."""

    STATED = "stated"
    IMPLIED = "implied"
    EDITORIAL = "editorial"


class Move(enum.StrEnum):
    """What a rebuttal does to its target."""

    CONTRADICTS = "contradicts"
    UNDERCUTS = "undercuts"
    QUALIFIES = "qualifies"


class Scheme(enum.StrEnum):
    """Argumentation schemes, by the names in Walton, Reed and Macagno, 2008."""

    EXAMPLE = "argument from example"
    EXPERT_OPINION = "argument from expert opinion"
    POSITION_TO_KNOW = "argument from position to know"
    ANALOGY = "argument from analogy"
    CAUSE_TO_EFFECT = "argument from cause to effect"
    EFFECT_TO_CAUSE = "argument from effect to cause"
    CORRELATION_TO_CAUSE = "argument from correlation to cause"
    CONSEQUENCES = "argument from consequences"
    SIGN = "argument from sign"
    EVIDENCE_TO_HYPOTHESIS = "argument from evidence to hypothesis"
    PRACTICAL_REASONING = "practical reasoning"
    COMMITMENT = "argument from commitment"
    BIAS = "argument from bias"
    PRECEDENT = "argument from precedent"
    VERBAL_CLASSIFICATION = "argument from verbal classification"
    LACK_OF_EVIDENCE = "argument from lack of evidence"
    INCONSISTENCY = "argument from inconsistency"
    SACRIFICE = "argument from sacrifice"
    RULE = "argument from rule"


class Support(Entity, table=True):
    """Premises, one or more claims taken together, given for a conclusion. AIF: an RA-node."""

    __tablename__ = "support"
    __table_args__ = (sa.CheckConstraint("note <> ''", name="explained"),)

    conclusion_id: str = Field(foreign_key="claim.id", ondelete="RESTRICT", index=True)
    scheme: Scheme | None = Field(
        default=None, sa_column=sa.Column(choice(Scheme, "scheme"), nullable=True)
    )
    basis: Basis = Field(sa_type=choice(Basis, "basis"))
    note: str
    by_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    """Who signs it; nobody, if it was imported."""


class Premise(Model, table=True):
    """One claim among the premises of a support; `position` is the order in which they stand."""

    __tablename__ = "premise"
    __table_args__ = (sa.UniqueConstraint("support_id", "position"),)

    support_id: str = Field(foreign_key="support.id", ondelete="CASCADE", primary_key=True)
    claim_id: str = Field(foreign_key="claim.id", ondelete="RESTRICT", primary_key=True, index=True)
    position: int


class Rebuttal(Entity, table=True):
    """A claim that goes against a claim, or against the step of a support. AIF: a CA-node.

    A mutual rebuttal is two attacks: each of its claims goes against the other. Two people may
    link the same two, each in their own reading: these stand beside each other, signed.
    """

    __tablename__ = "rebuttal"
    __table_args__ = (
        sa.CheckConstraint(
            "(target_claim_id IS NULL) <> (target_support_id IS NULL)", name="one_target"
        ),
        sa.CheckConstraint(
            "(move = 'undercuts') = (target_support_id IS NOT NULL)", name="move_fits_target"
        ),
        sa.CheckConstraint("NOT mutual OR move = 'contradicts'", name="mutual_contradicts"),
        sa.CheckConstraint("claim_id <> target_claim_id", name="not_itself"),
        sa.CheckConstraint("note <> ''", name="explained"),
        sa.UniqueConstraint("claim_id", "target_claim_id", "by_id"),
        sa.UniqueConstraint("claim_id", "target_support_id", "by_id"),
    )

    claim_id: str = Field(foreign_key="claim.id", ondelete="RESTRICT", index=True)
    move: Move = Field(sa_type=choice(Move, "move"))
    target_claim_id: str | None = Field(
        default=None, foreign_key="claim.id", ondelete="RESTRICT", index=True
    )
    target_support_id: str | None = Field(
        default=None, foreign_key="support.id", ondelete="RESTRICT", index=True
    )
    mutual: bool = False
    basis: Basis = Field(sa_type=choice(Basis, "basis"))
    note: str
    by_id: str | None = Field(default=None, foreign_key="user.id", ondelete="RESTRICT")
    """Who signs it; nobody, if it was imported."""

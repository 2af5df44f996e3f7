"""Sources set against each other, the questions between them, and what each holds on them."""

import enum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Entity, Model, choice, first_version


class QuestionKind(enum.StrEnum):
    """How the texts stand to each other on a question."""

    CONTRADICTION = "contradiction"
    FRAMING = "framing"
    AGREEMENT = "agreement"
    SILENCE = "silence"


class Debate(Entity, table=True):
    """Sources set against each other, with their questions.

    `frame` says what a reader must know before judging; the opening is a question and a claim
    of each side, with which the front page begins.
    """

    __tablename__ = "debate"
    __table_args__ = (
        sa.UniqueConstraint("slug"),
        sa.CheckConstraint("slug <> '' AND title <> '' AND frame <> ''", name="named"),
    )

    slug: str
    title: str
    short_title: str
    description: str
    frame: str
    method: str = ""
    opening_question_id: str = ""
    opening_claims: list[str] = Field(default_factory=list, sa_type=sa.JSON)


class Side(Model, table=True):
    """A source's part in a debate: its letter, its place from the left, its thesis."""

    __tablename__ = "side"
    __table_args__ = (
        sa.UniqueConstraint("debate_id", "letter"),
        sa.UniqueConstraint("debate_id", "position"),
        sa.CheckConstraint("length(letter) = 1", name="one_letter"),
    )

    debate_id: str = Field(foreign_key="debate.id", ondelete="CASCADE", primary_key=True)
    source_id: str = Field(
        foreign_key="source.id", ondelete="RESTRICT", primary_key=True, index=True
    )
    letter: str
    position: int
    thesis: str


class Question(Entity, table=True):
    """An issue in dispute that every author could read without protest. IBIS: an issue."""

    __tablename__ = "question"
    __table_args__ = (
        sa.UniqueConstraint("debate_id", "number"),
        sa.CheckConstraint("text <> '' AND why <> ''", name="explained"),
    )

    debate_id: str = Field(foreign_key="debate.id", ondelete="CASCADE")
    number: int
    text: str
    kind: QuestionKind = Field(sa_type=choice(QuestionKind, "kind"))
    why: str
    version: int = Field(default_factory=first_version)
    """Raised by every write that changes what this question's page shows."""


class Position(Model, table=True):
    """What one source holds on a question, in one sentence of ours; or its silence."""

    __tablename__ = "position"
    __table_args__ = (sa.CheckConstraint("statement <> ''", name="stated"),)

    question_id: str = Field(foreign_key="question.id", ondelete="CASCADE", primary_key=True)
    source_id: str = Field(
        foreign_key="source.id", ondelete="RESTRICT", primary_key=True, index=True
    )
    statement: str
    is_silent: bool = False


class PositionClaim(Model, table=True):
    """A claim under a position; `rank` is the order in which the page shows them."""

    __tablename__ = "position_claim"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["question_id", "source_id"],
            ["position.question_id", "position.source_id"],
            ondelete="CASCADE",
        ),
    )

    question_id: str = Field(primary_key=True)
    source_id: str = Field(primary_key=True)
    claim_id: str = Field(foreign_key="claim.id", ondelete="RESTRICT", primary_key=True, index=True)
    rank: int


class OutsideNote(Entity, table=True):
    """What neither text says, with its reference; always shown as coming from outside."""

    __tablename__ = "outside_note"
    __table_args__ = (sa.CheckConstraint("body <> '' AND reference <> ''", name="referenced"),)

    debate_id: str = Field(foreign_key="debate.id", ondelete="CASCADE", index=True)
    body: str
    reference: str
    url: str = ""


class OutsideNoteClaim(Model, table=True):
    """A claim beside which an outside note is shown."""

    __tablename__ = "outside_note_claim"

    outside_note_id: str = Field(
        foreign_key="outside_note.id", ondelete="CASCADE", primary_key=True
    )
    claim_id: str = Field(foreign_key="claim.id", ondelete="CASCADE", primary_key=True, index=True)


class OutsideNoteQuestion(Model, table=True):
    """A question beside which an outside note is shown."""

    __tablename__ = "outside_note_question"

    outside_note_id: str = Field(
        foreign_key="outside_note.id", ondelete="CASCADE", primary_key=True
    )
    question_id: str = Field(
        foreign_key="question.id", ondelete="CASCADE", primary_key=True, index=True
    )


class DebateEditor(Model, table=True):
    """Somebody who edits this debate, whatever their role in others."""

    __tablename__ = "debate_editor"

    debate_id: str = Field(foreign_key="debate.id", ondelete="CASCADE", primary_key=True)
    user_id: str = Field(foreign_key="user.id", ondelete="CASCADE", primary_key=True, index=True)

"""What a debate's pages say of it as a whole: its texts, its figures, what comes from outside."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.arguments.models import Rebuttal, Support
from app.claims.models import Claim
from app.debates.models import (
    OutsideNote,
    OutsideNoteClaim,
    OutsideNoteQuestion,
    Question,
    Side,
)
from app.prepared import Prepared
from app.sources.models import Source, SourceText


class Outside(NamedTuple):
    """What neither text says, with its reference."""

    id: str
    body: str
    reference: str
    url: str


_OUTSIDE = sa.select(
    col(OutsideNote.id), col(OutsideNote.body), col(OutsideNote.reference), col(OutsideNote.url)
).order_by(col(OutsideNote.created_at), col(OutsideNote.id))
_beside_claim = _OUTSIDE.where(
    col(OutsideNote.id).in_(
        sa.select(col(OutsideNoteClaim.outside_note_id)).where(
            col(OutsideNoteClaim.claim_id) == sa.bindparam("id")
        )
    )
)
_beside_question = _OUTSIDE.where(
    col(OutsideNote.id).in_(
        sa.select(col(OutsideNoteQuestion.outside_note_id)).where(
            col(OutsideNoteQuestion.question_id) == sa.bindparam("id")
        )
    )
)
_BESIDE_CLAIM, _BESIDE_QUESTION = Prepared(_beside_claim), Prepared(_beside_question)


def outside_notes_on(db: Session, *, claim_id: str = "", question_id: str = "") -> list[Outside]:
    """What neither text says, beside a claim or a question. 1 query."""
    wanted = _BESIDE_CLAIM if claim_id else _BESIDE_QUESTION
    return [Outside._make(row) for row in wanted.rows(db, id=claim_id or question_id)]


def outside_notes_of(db: Session, debate_id: str) -> Sequence[OutsideNote]:
    """All that was brought in from outside. 1 query."""
    return db.exec(
        select(OutsideNote)
        .where(OutsideNote.debate_id == debate_id)
        .order_by(col(OutsideNote.created_at), col(OutsideNote.id))
    ).all()


class Beside(NamedTuple):
    """An outside note, and the ids of a claim or a question beside which it stands."""

    note: OutsideNote
    claim_id: str | None
    question_id: str | None


def outside_notes_by_id(db: Session, ids: Iterable[str]) -> dict[str, Beside]:
    """These notes by id. 1 query, none for none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    claim = sa.select(sa.func.min(OutsideNoteClaim.claim_id)).where(
        col(OutsideNoteClaim.outside_note_id) == OutsideNote.id
    )
    question = sa.select(sa.func.min(OutsideNoteQuestion.question_id)).where(
        col(OutsideNoteQuestion.outside_note_id) == OutsideNote.id
    )
    rows = db.execute(
        sa.select(OutsideNote, claim.scalar_subquery(), question.scalar_subquery()).where(
            col(OutsideNote.id).in_(wanted)
        )
    )
    return {row[0].id: Beside(*row) for row in rows}


class Text(NamedTuple):
    """What a page says of a source's text without showing it."""

    source_id: str
    number: int
    words: int
    sha256: str
    licence: str
    provenance: str
    venue: str


def texts_of(db: Session, debate_id: str) -> dict[str, Text]:
    """The latest text of each source of a debate, by source. 1 query."""
    rows = db.execute(
        sa.select(
            col(SourceText.source_id),
            col(SourceText.number),
            col(SourceText.words),
            col(SourceText.sha256),
            col(Source.licence),
            col(Source.provenance),
            col(Source.venue),
        )
        .join(Source, col(Source.id) == SourceText.source_id)
        .join(Side, col(Side.source_id) == SourceText.source_id)
        .where(col(Side.debate_id) == debate_id)
        .order_by(col(SourceText.number))
    )
    return {row[0]: Text(*row) for row in rows}


def counts(db: Session, debate_id: str) -> dict[str, int]:
    """How many claims of its texts, claims from outside, supports, rebuttals and questions a debate
    has. 4 queries."""
    mine = sa.select(col(Side.source_id)).where(col(Side.debate_id) == debate_id)
    here = sa.or_(col(Claim.source_id).in_(mine), col(Claim.debate_id) == debate_id)
    own = sa.select(col(Claim.id)).where(here)
    of_texts, outside = (sa.func.count(col(one)) for one in (Claim.source_id, Claim.debate_id))
    claims, brought = db.execute(sa.select(of_texts, outside).where(here)).one()
    counted = {
        "supports": sa.select(sa.func.count()).where(col(Support.conclusion_id).in_(own)),
        "rebuttals": sa.select(sa.func.count()).where(col(Rebuttal.claim_id).in_(own)),
        "questions": sa.select(sa.func.count()).where(col(Question.debate_id) == debate_id),
    }
    found = {noun: db.scalars(query).one() for noun, query in counted.items()}
    return {"claims": claims, "outside": brought, **found}

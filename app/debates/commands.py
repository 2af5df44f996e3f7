"""Changes to debates, their questions and the positions on them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.claims.commands import raise_versions
from app.claims.models import Claim
from app.debates.models import (
    Debate,
    OutsideNote,
    OutsideNoteClaim,
    OutsideNoteQuestion,
    Position,
    PositionClaim,
    Question,
    QuestionKind,
    Side,
)
from app.errors import Invalid
from app.history.commands import publish
from app.ids import new_id
from app.sources.models import Source
from app.text.normalize import check_storable


def take_side(
    db: Session, *, debate: Debate, source: Source, letter: str, position: int, thesis: str
) -> Side:
    """Bring a source into a debate, under a letter and at a place from the left."""
    side = Side(
        debate_id=debate.id, source_id=source.id, letter=letter, position=position, thesis=thesis
    )
    db.add(side)
    db.flush()
    publish(db)
    return side


def ask(
    db: Session,
    *,
    debate: Debate,
    number: int,
    text: str,
    kind: QuestionKind,
    why: str,
    id: str | None = None,
) -> Question:
    """Add a question to a debate. Raises Invalid if it is none, or its kind is not explained."""
    check_question(text, why)
    _raise_question_versions(db, debate)
    question = Question(
        id=id or new_id(), debate_id=debate.id, number=number, text=text, kind=kind, why=why
    )
    db.add(question)
    db.flush()
    publish(db)
    return question


def check_question(text: str, why: str) -> None:
    """Raise Invalid for what no question may say."""
    if not text.strip().endswith("?"):
        raise Invalid("text", "Word it as a question.")
    if not why.strip():
        raise Invalid("why", "Say in one to three sentences why it has this kind.")
    check_storable("text", text)
    check_storable("why", why)


def _raise_question_versions(db: Session, debate: Debate) -> None:
    """Each question's page names the one before and the one after. 1 statement."""
    statement = sa.update(Question).where(col(Question.debate_id) == debate.id)
    db.execute(statement.values(version=Question.version + 1))


def check_opening(claims: Sequence[Claim]) -> None:
    """Raise Invalid unless a debate can open with these."""
    if any(claim.source_id is None for claim in claims):
        raise Invalid("opening_claims", "A debate opens with claims of its texts.")


def hold(
    db: Session,
    *,
    question: Question,
    source: Source,
    statement: str,
    claims: Sequence[Claim],
    is_silent: bool = False,
) -> Position:
    """Record what a source holds on a question, with its claims; or that it is silent.

    Raises Invalid if a silence has claims, a position has none, or a claim is not the source's.
    """
    if is_silent == bool(claims):
        raise Invalid("claims", "A position has claims of its source; a silence has none.")
    if any(claim.source_id != source.id for claim in claims):
        raise Invalid("claims", "A position rests on claims of its own source.")
    check_storable("statement", statement)
    position = Position(
        question_id=question.id, source_id=source.id, statement=statement, is_silent=is_silent
    )
    db.add(position)
    db.flush()
    db.add_all(
        PositionClaim(question_id=question.id, source_id=source.id, claim_id=claim.id, rank=rank)
        for rank, claim in enumerate(claims)
    )
    question.version += 1
    db.flush()
    beside = select(PositionClaim.claim_id).where(PositionClaim.question_id == question.id)
    raise_versions(db, db.exec(beside).all())
    return position


def note_from_outside(
    db: Session,
    *,
    debate: Debate,
    body: str,
    reference: str,
    url: str = "",
    claims: Sequence[Claim] = (),
    questions: Sequence[Question] = (),
    id: str | None = None,
) -> OutsideNote:
    """Record what neither text says, beside claims or questions. Raises Invalid without them."""
    check_outside(body, reference, url, [*claims, *questions])
    note = OutsideNote(
        id=id or new_id(), debate_id=debate.id, body=body, reference=reference, url=url
    )
    db.add(note)
    db.flush()
    db.add_all(OutsideNoteClaim(outside_note_id=note.id, claim_id=claim.id) for claim in claims)
    db.add_all(
        OutsideNoteQuestion(outside_note_id=note.id, question_id=question.id)
        for question in questions
    )
    for question in questions:
        question.version += 1
    raise_versions(db, [claim.id for claim in claims])
    return note


def check_outside(body: str, reference: str, url: str, beside: Sequence[object]) -> None:
    """Raise Invalid for what no note from outside may be."""
    if not beside:
        raise Invalid("claims", "An outside note stands beside a claim or a question.")
    if url and not url.startswith(("https://", "http://")):
        raise Invalid("url", "The address must begin with https:// or http://.")
    for field, text in (("body", body), ("reference", reference), ("url", url)):
        check_storable(field, text)

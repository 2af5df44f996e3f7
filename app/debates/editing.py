"""Questions, notes from outside, and debates themselves as plain states, and back."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.claims.models import Claim
from app.debates.commands import (
    ask,
    check_opening,
    check_outside,
    check_question,
    hold,
    note_from_outside,
)
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
from app.errors import Conflict, Invalid
from app.history.models import Kind
from app.history.queries import highest_number_gone
from app.history.slugs import rename
from app.history.states import (
    State,
    choice_in,
    made_at,
    number_in,
    parts_in,
    said_in,
    text_in,
    texts_in,
    truth_in,
)
from app.sources.queries import source_by_id

NEEDED = ("title", "short_title", "description", "frame")


def question_states(db: Session, ids: Collection[str]) -> dict[str, State]:
    """With the positions on each, by source. 3 queries, however many."""
    under: dict[tuple[str, str], list[str]] = defaultdict(list)
    linked = select(PositionClaim).where(col(PositionClaim.question_id).in_(ids))
    for row in db.exec(linked.order_by(col(PositionClaim.rank))):
        under[row.question_id, row.source_id].append(row.claim_id)
    held: dict[str, list[State]] = defaultdict(list)
    positions = select(Position).where(col(Position.question_id).in_(ids))
    for position in db.exec(positions.order_by(col(Position.source_id))):
        held[position.question_id].append(
            {
                "source_id": position.source_id,
                "statement": position.statement,
                "is_silent": position.is_silent,
                "claim_ids": under[position.question_id, position.source_id],
            }
        )
    return {
        question.id: {
            "debate_id": question.debate_id,
            "number": question.number,
            "text": question.text,
            "kind": str(question.kind),
            "why": question.why,
            "positions": held[question.id],
            "created_at": question.created_at.isoformat(),
        }
        for question in db.exec(select(Question).where(col(Question.id).in_(ids)))
    }


def put_question(db: Session, id: str, state: State) -> None:
    """Make a question with its positions, or make it what the state says. Raises Invalid, or
    Conflict if a claim of a position is gone."""
    debate = _debate(db, text_in(state, "debate_id"))
    text, why = text_in(state, "text"), text_in(state, "why")
    kind = choice_in(state, "kind", QuestionKind)
    question = db.get(Question, id)
    if question is None:
        number = number_in(state, "number")
        question = ask(db, debate=debate, number=number, text=text, kind=kind, why=why, id=id)
        question.created_at = made_at(state)
    check_question(text, why)
    question.text, question.kind, question.why = text, kind, why
    db.execute(sa.delete(PositionClaim).where(col(PositionClaim.question_id) == id))
    db.execute(sa.delete(Position).where(col(Position.question_id) == id))
    for held in parts_in(state, "positions"):
        hold(
            db,
            question=question,
            source=source_by_id(db, text_in(held, "source_id")),
            statement=said_in(held, "statement"),
            claims=_claims(db, texts_in(held, "claim_ids")),
            is_silent=truth_in(held, "is_silent"),
        )
    db.flush()


def drop_question(db: Session, id: str) -> None:
    question = db.get(Question, id)
    if question is None:
        raise Conflict("This question is gone already.")
    db.execute(sa.delete(PositionClaim).where(col(PositionClaim.question_id) == id))
    db.execute(sa.delete(Position).where(col(Position.question_id) == id))
    db.delete(question)
    db.flush()


def next_question_number(db: Session, debate_id: str) -> int:
    """A number that no question of the debate has or had. 2 queries."""
    asked = select(sa.func.max(Question.number)).where(Question.debate_id == debate_id)
    return max(db.exec(asked).one() or 0, highest_number_gone(db, Kind.QUESTION, debate_id)) + 1


def note_states(db: Session, ids: Collection[str]) -> dict[str, State]:
    """3 queries, however many."""
    claims: dict[str, list[str]] = defaultdict(list)
    questions: dict[str, list[str]] = defaultdict(list)
    one = select(OutsideNoteClaim).where(col(OutsideNoteClaim.outside_note_id).in_(ids))
    for row in db.exec(one.order_by(col(OutsideNoteClaim.claim_id))):
        claims[row.outside_note_id].append(row.claim_id)
    other = select(OutsideNoteQuestion).where(col(OutsideNoteQuestion.outside_note_id).in_(ids))
    for beside in db.exec(other.order_by(col(OutsideNoteQuestion.question_id))):
        questions[beside.outside_note_id].append(beside.question_id)
    return {
        note.id: {
            "debate_id": note.debate_id,
            "body": note.body,
            "reference": note.reference,
            "url": note.url,
            "claim_ids": claims[note.id],
            "question_ids": questions[note.id],
            "created_at": note.created_at.isoformat(),
        }
        for note in db.exec(select(OutsideNote).where(col(OutsideNote.id).in_(ids)))
    }


def put_note(db: Session, id: str, state: State) -> None:
    """Make a note from outside, or make it what the state says. Raises Invalid, or Conflict if
    what it stands beside is gone."""
    body, reference, url = (
        said_in(state, "body"),
        said_in(state, "reference"),
        text_in(state, "url"),
    )
    claims = _claims(db, texts_in(state, "claim_ids"))
    questions = _questions(db, texts_in(state, "question_ids"))
    note = db.get(OutsideNote, id)
    if note is None:
        note = note_from_outside(
            db,
            debate=_debate(db, text_in(state, "debate_id")),
            body=body,
            reference=reference,
            url=url,
            claims=claims,
            questions=questions,
            id=id,
        )
        note.created_at = made_at(state)
        db.flush()
        return
    check_outside(body, reference, url, [*claims, *questions])
    note.body, note.reference, note.url = body, reference, url
    _unlink(db, id)
    db.add_all(OutsideNoteClaim(outside_note_id=id, claim_id=claim.id) for claim in claims)
    db.add_all(
        OutsideNoteQuestion(outside_note_id=id, question_id=question.id) for question in questions
    )
    db.flush()


def drop_note(db: Session, id: str) -> None:
    note = db.get(OutsideNote, id)
    if note is None:
        raise Conflict("This note is gone already.")
    _unlink(db, id)
    db.delete(note)
    db.flush()


def _unlink(db: Session, id: str) -> None:
    db.execute(sa.delete(OutsideNoteClaim).where(col(OutsideNoteClaim.outside_note_id) == id))
    db.execute(sa.delete(OutsideNoteQuestion).where(col(OutsideNoteQuestion.outside_note_id) == id))


def debate_states(db: Session, ids: Collection[str]) -> dict[str, State]:
    """With the thesis of each side, from the left. 2 queries, however many."""
    theses: dict[str, list[State]] = defaultdict(list)
    sides = select(Side).where(col(Side.debate_id).in_(ids)).order_by(col(Side.position))
    for side in db.exec(sides):
        theses[side.debate_id].append({"source_id": side.source_id, "thesis": side.thesis})
    return {
        debate.id: {
            **{field: getattr(debate, field) for field in ("slug", "method", *NEEDED)},
            "opening_question_id": debate.opening_question_id,
            "opening_claims": list(debate.opening_claims),
            "theses": theses[debate.id],
        }
        for debate in db.exec(select(Debate).where(col(Debate.id).in_(ids)))
    }


def put_debate(db: Session, id: str, state: State) -> None:
    """Make a debate what the state says; which texts it sets against each other stays. Raises
    Invalid, or Conflict for a slug that is another's or an opening that is gone."""
    debate = _debate(db, id)
    taken = db.exec(select(Debate.id).where(Debate.slug == state["slug"], Debate.id != id)).first()
    rename(db, Kind.DEBATE, debate, text_in(state, "slug"), taken=taken is not None)
    for field in NEEDED:
        setattr(debate, field, said_in(state, field))
    debate.method = text_in(state, "method")
    opening = text_in(state, "opening_question_id")
    _questions(db, [opening] if opening else [])
    debate.opening_question_id = opening
    opening_claims = _claims(db, texts_in(state, "opening_claims"))
    check_opening(opening_claims)
    debate.opening_claims = [claim.id for claim in opening_claims]
    db.add(debate)
    for part in parts_in(state, "theses"):
        side = db.get(Side, (id, text_in(part, "source_id")))
        if side is None:
            raise Invalid("theses", "Only a text of this debate has a thesis in it.")
        side.thesis = said_in(part, "thesis")
    db.flush()


def _debate(db: Session, id: str) -> Debate:
    debate = db.get(Debate, id)
    if debate is None:
        raise Conflict("The debate of this is gone.")
    return debate


def _claims(db: Session, ids: Sequence[str]) -> list[Claim]:
    found = {claim.id: claim for claim in db.exec(select(Claim).where(col(Claim.id).in_(ids)))}
    if any(id not in found for id in ids):
        raise Conflict("One of the claims that this names is gone: restore that first.")
    return [found[id] for id in ids]


def _questions(db: Session, ids: Sequence[str]) -> list[Question]:
    rows = db.exec(select(Question).where(col(Question.id).in_(ids)))
    found = {question.id: question for question in rows}
    if any(id not in found for id in ids):
        raise Conflict("One of the questions that this names is gone: restore that first.")
    return [found[id] for id in ids]

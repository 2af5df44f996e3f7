"""Debates, their voices, their questions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.claims.models import Claim
from app.debates.models import (
    Debate,
    Position,
    PositionClaim,
    Question,
    QuestionKind,
    Side,
)
from app.debates.voices import Voice, Voices
from app.errors import NotFound
from app.prepared import Prepared
from app.sources.models import Source


class Around(NamedTuple):
    """A debate as the pages in it name it."""

    id: str
    slug: str
    title: str
    short_title: str
    description: str
    frame: str


class Held(NamedTuple):
    """What one source holds on a question."""

    source_id: str
    statement: str
    is_silent: bool
    claim_ids: tuple[str, ...]


class Asked(NamedTuple):
    """A question, with what each source holds on it in the order of the debate's sides."""

    id: str
    number: int
    text: str
    kind: QuestionKind
    why: str
    positions: tuple[Held, ...]

    def held_by(self, source_id: str) -> Held | None:
        return next((held for held in self.positions if held.source_id == source_id), None)


_ids: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
_VOICE = (
    col(Side.source_id),
    col(Source.slug),
    col(Side.letter),
    col(Side.position),
    col(Side.thesis),
    col(Source.title),
    col(Source.short_name),
    col(Source.form),
    col(Source.author_label),
    col(Source.author_note),
    col(Source.year),
    col(Source.language),
)
_VOICES = Prepared(
    sa.select(*_VOICE)
    .join(Source, col(Source.id) == Side.source_id)
    .where(col(Side.debate_id) == sa.bindparam("debate_id"))
    .order_by(col(Side.position))
)
_VOICES_IN = (
    sa.select(*_VOICE)
    .join(Source, col(Source.id) == Side.source_id)
    .join(Debate, col(Debate.id) == Side.debate_id)
    .where(col(Side.debate_id).in_(_ids))
    .order_by(col(Debate.created_at).desc(), col(Debate.id).desc(), col(Side.position))
)
_QUESTION = (
    col(Question.id),
    col(Question.number),
    col(Question.text),
    col(Question.kind),
    col(Question.why),
)
_POSITIONS = Prepared(
    sa.select(
        col(Position.question_id),
        col(Position.source_id),
        col(Position.statement),
        col(Position.is_silent),
        col(PositionClaim.claim_id),
    )
    .join(Question, col(Question.id) == Position.question_id)
    .join(
        Side,
        sa.and_(
            col(Side.debate_id) == Question.debate_id, col(Side.source_id) == Position.source_id
        ),
    )
    .outerjoin(
        PositionClaim,
        sa.and_(
            col(PositionClaim.question_id) == Position.question_id,
            col(PositionClaim.source_id) == Position.source_id,
        ),
    )
    .where(col(Position.question_id).in_(_ids))
    .order_by(col(Side.position), col(PositionClaim.rank))
)
_TAKING_UP = Prepared(
    sa.select(*_QUESTION)
    .where(
        col(Question.id).in_(
            sa.select(col(PositionClaim.question_id)).where(col(PositionClaim.claim_id).in_(_ids))
        )
    )
    .order_by(col(Question.number))
)

_QUESTION_VERSION = (
    sa.select(
        col(Question.version),
        sa.func.count(col(Claim.id)),
        sa.func.coalesce(sa.func.sum(Claim.version), 0),
    )
    .outerjoin(PositionClaim, col(PositionClaim.question_id) == Question.id)
    .outerjoin(Claim, col(Claim.id) == PositionClaim.claim_id)
    .where(col(Question.id) == sa.bindparam("id"))
    .group_by(col(Question.id), col(Question.version))
)
_AROUND = tuple(getattr(Debate, name) for name in Around._fields)
_DEBATE_OF_CLAIM = Prepared(
    sa.select(*_AROUND)
    .select_from(Claim)
    .outerjoin(Side, col(Side.source_id) == Claim.source_id)
    .join(Debate, col(Debate.id) == sa.func.coalesce(Claim.debate_id, Side.debate_id))
    .where(col(Claim.id) == sa.bindparam("id"))
    .order_by(col(Debate.created_at))
    .limit(1)
)
_DEBATE_AROUND = Prepared(
    sa.select(*_AROUND)
    .join(Side, col(Side.debate_id) == Debate.id)
    .where(col(Side.source_id) == sa.bindparam("source_id"))
    .order_by(col(Debate.created_at))
    .limit(1)
)


def debates(db: Session) -> Sequence[Debate]:
    """Every debate, the oldest first. 1 query."""
    return db.exec(select(Debate).order_by(col(Debate.created_at), col(Debate.id))).all()


def debate_by_slug(db: Session, slug: str) -> Debate:
    """1 query. Raises NotFound."""
    debate = db.exec(select(Debate).where(Debate.slug == slug)).first()
    if debate is None:
        raise NotFound("debate", slug)
    return debate


class Scope(NamedTuple):
    """The debate to which a page is narrowed, if to any; and whether there is no other."""

    debate: Debate | None
    is_only: bool


def scope(db: Session, slug: str = "") -> Scope:
    """The only debate, or else the one with this slug, or none. 1 query, 2 with a slug."""
    first = db.exec(select(Debate).order_by(col(Debate.created_at), col(Debate.id)).limit(2)).all()
    if len(first) == 1:
        return Scope(first[0], is_only=True)
    if not slug.isprintable():
        return Scope(None, is_only=False)
    return Scope(db.exec(select(Debate).where(Debate.slug == slug)).first(), is_only=False)


def debates_by_id(db: Session, ids: Iterable[str]) -> dict[str, Debate]:
    """These debates by id, the oldest first. 1 query."""
    found = db.exec(
        select(Debate)
        .where(col(Debate.id).in_(sorted(set(ids))))
        .order_by(col(Debate.created_at), col(Debate.id))
    )
    return {debate.id: debate for debate in found}


def first_debate(db: Session) -> Debate | None:
    """The oldest debate. 1 query."""
    return db.exec(select(Debate).order_by(col(Debate.created_at), col(Debate.id)).limit(1)).first()


def debate_around(db: Session, source_id: str) -> Around:
    """The first debate in which a source has a side. 1 query. Raises NotFound."""
    row = _DEBATE_AROUND.first(db, source_id=source_id)
    if row is None:
        raise NotFound("debate of the source", source_id)
    return Around._make(row)


def debate_of_claim(db: Session, claim_id: str) -> Around:
    """The debate to which a claim was brought from outside; of a claim of a text, the first in
    which its text has a side. 1 query. Raises NotFound."""
    row = _DEBATE_OF_CLAIM.first(db, id=claim_id)
    if row is None:
        raise NotFound("debate of the claim", claim_id)
    return Around._make(row)


def debate_of_question(db: Session, question_id: str) -> Debate:
    """1 query. Raises NotFound."""
    debate = db.exec(
        select(Debate)
        .join(Question, col(Question.debate_id) == Debate.id)
        .where(Question.id == question_id)
    ).first()
    if debate is None:
        raise NotFound("question", question_id)
    return debate


def voices(db: Session, debate_id: str) -> Voices:
    """The debate's sources by id, from the left. 1 query."""
    rows = _VOICES.rows(db, debate_id=debate_id)
    return Voices({row[0]: Voice._make(row) for row in rows}, debate_id)


def voices_in(db: Session, debate_ids: Iterable[str]) -> Voices:
    """The sources of several debates by id; one that is in two of them as in the older. 1 query."""
    wanted = sorted(set(debate_ids))
    rows = db.connection().execute(_VOICES_IN, {"ids": wanted})
    return Voices({row[0]: Voice._make(row) for row in rows}, *wanted)


def questions_of(db: Session, debate_id: str) -> list[Asked]:
    """The debate's questions in their order, with positions. 2 queries."""
    rows = db.execute(
        sa.select(*_QUESTION)
        .where(col(Question.debate_id) == debate_id)
        .order_by(col(Question.number))
    ).all()
    return _with_positions(db, rows)


def question_by_id(db: Session, id: str) -> Asked:
    """One question with positions. 2 queries. Raises NotFound."""
    rows = db.execute(sa.select(*_QUESTION).where(col(Question.id) == id)).all()
    if not rows:
        raise NotFound("question", id)
    return _with_positions(db, rows)[0]


def questions_by_id(db: Session, ids: Iterable[str]) -> dict[str, Asked]:
    """These questions by id, with positions. 2 queries, none for none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = db.execute(sa.select(*_QUESTION).where(col(Question.id).in_(wanted))).all()
    return {question.id: question for question in _with_positions(db, rows)}


def question_version(db: Session, id: str) -> str:
    """The version of what a question's page shows: its own, and that of the claims on it.
    1 query. Raises NotFound."""
    row = db.connection().execute(_QUESTION_VERSION, {"id": id}).first()
    if row is None:
        raise NotFound("question", id)
    return f"{row[0]}.{row[1]}.{row[2]}"


def questions_taking_up(db: Session, claim_ids: Iterable[str]) -> list[Asked]:
    """The questions on which one of these claims is part of a position. 2 queries."""
    rows = _TAKING_UP.rows(db, ids=sorted(set(claim_ids)))
    return _with_positions(db, rows)


def _with_positions(db: Session, rows: Sequence[Sequence[Any]]) -> list[Asked]:
    if not rows:
        return []
    ids = [row[0] for row in rows]
    under: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for *position, claim_id in _POSITIONS.rows(db, ids=ids):
        under[tuple(position)] += [str(claim_id)] if claim_id else []
    held: dict[str, list[Held]] = defaultdict(list)
    for (question_id, *position), claims in under.items():
        held[question_id].append(Held._make((*position, tuple(claims))))
    return [Asked._make((*row, tuple(held[row[0]]))) for row in rows]

"""What rests on what: nothing is taken from under another thing without a word."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.arguments.models import Premise, Rebuttal, Support
from app.changes.nouns import Key
from app.db import batched
from app.debates.models import Debate, OutsideNoteClaim, OutsideNoteQuestion, PositionClaim
from app.errors import Conflict
from app.history.models import Kind
from app.history.states import State


class Resting(NamedTuple):
    """What has one of some ids in it, by the id of the thing itself."""

    supports: set[str]
    rebuttals: set[str]
    questions: set[str]
    notes: set[str]

    def found(self) -> list[Key]:
        kinds = (Kind.SUPPORT, Kind.REBUTTAL, Kind.QUESTION, Kind.NOTE)
        return [(kind, id) for kind, ids in zip(kinds, self, strict=True) for id in sorted(ids)]


def resting_on(db: Session, ids: Collection[str]) -> Resting:
    """What has one of these claims, supports or questions in it. 6 queries for every few
    thousand."""
    found = Resting(set(), set(), set(), set())
    for some in batched(sorted(ids)):
        found = Resting(*(a | b for a, b in zip(found, _resting_on(db, some), strict=True)))
    return found


def _resting_on(db: Session, wanted: Sequence[str]) -> Resting:
    concluding = sa.select(col(Support.id)).where(col(Support.conclusion_id).in_(wanted))
    starting = sa.select(col(Premise.support_id)).where(col(Premise.claim_id).in_(wanted))
    supports = set(db.scalars(concluding)) | set(db.scalars(starting))
    steps = sorted(supports | set(wanted))
    rebuttals = sa.select(col(Rebuttal.id)).where(
        sa.or_(
            col(Rebuttal.claim_id).in_(wanted),
            col(Rebuttal.target_claim_id).in_(wanted),
            col(Rebuttal.target_support_id).in_(steps),
        )
    )
    questions = sa.select(col(PositionClaim.question_id)).where(
        col(PositionClaim.claim_id).in_(wanted)
    )
    beside_claims = sa.select(col(OutsideNoteClaim.outside_note_id)).where(
        col(OutsideNoteClaim.claim_id).in_(wanted)
    )
    beside_questions = sa.select(col(OutsideNoteQuestion.outside_note_id)).where(
        col(OutsideNoteQuestion.question_id).in_(wanted)
    )
    return Resting(
        supports,
        set(db.scalars(rebuttals)),
        set(db.scalars(questions)),
        set(db.scalars(beside_claims)) | set(db.scalars(beside_questions)),
    )


def check_free(db: Session, targets: Mapping[Key, State | None]) -> None:
    """Raise Conflict if something that is to go is part of something that is not touched, or of
    the opening of a debate. 7 queries, none if nothing goes."""
    going = {id for (_, id), state in targets.items() if state is None}
    if not going:
        return
    held = [key for key in resting_on(db, going).found() if key not in targets]
    if held:
        kinds = sorted({kind.value for kind, _ in held})
        raise Conflict(f"Others rest on this by now: a {', a '.join(kinds)}. Retire it instead.")
    for debate in db.exec(select(Debate)):
        key = (Kind.DEBATE, debate.id)
        if key not in targets and going & {debate.opening_question_id, *debate.opening_claims}:
            raise Conflict(
                f"The debate “{debate.title}” opens with this. Choose another opening first."
            )

"""A debate as turns of speech, question by question. Pure: over rows that are loaded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.debates.exchange import Counterpart, Relation, closeness
from app.debates.queries import Asked


class Turn(NamedTuple):
    """What one text says when its turn comes.

    `bears` is what the claim is to the one before it, where that is more than the question;
    `again` says that the text has spoken on the question before.
    """

    claim_id: str
    source_id: str
    bears: Counterpart | None
    again: bool


def turns(question: Asked, found: Mapping[str, Sequence[Counterpart]]) -> list[Turn]:
    """The claims on a question, each once. The texts take turns in the debate's order while they
    have something to say; each next says what is closest to what was just said, and else what
    comes first in its position. `found`: the counterparts of each claim. O(n²) for n claims.
    """
    waiting = {held.source_id: list(held.claim_ids) for held in question.positions}
    said: list[Turn] = []
    while any(waiting.values()):
        for source_id, left in waiting.items():
            if not left:
                continue
            before = said[-1].claim_id if said and said[-1].source_id != source_id else ""
            close = {near.claim_id: near for near in reversed(found.get(before, ()))}
            claim_id = min(left, key=lambda id: _distance(close.get(id)))
            left.remove(claim_id)
            again = any(turn.source_id == source_id for turn in said)
            said.append(Turn(claim_id, source_id, _told(close.get(claim_id)), again))
    return said


def _distance(near: Counterpart | None) -> int:
    return len(Relation) if near is None else closeness(near)


def _told(near: Counterpart | None) -> Counterpart | None:
    return near if near and near.relation != Relation.SAME_QUESTION else None


def claim_ids(questions: Iterable[Asked]) -> set[str]:
    """Every claim that is part of a position on one of them."""
    return {id for question in questions for held in question.positions for id in held.claim_ids}

"""What the other texts have on the same matter as a claim. Pure: over rows that are loaded."""

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.arguments.models import Basis, Move
from app.arguments.queries import Attack, Links, Reason
from app.debates.models import QuestionKind
from app.debates.queries import Asked


class Relation(enum.StrEnum):
    """How the other text stands to a claim; the earlier member is shown before the later."""

    CONTRADICTS = "contradicts"
    UNDERCUTS = "undercuts"
    QUALIFIES = "qualifies"
    AGREES = "agrees"
    SAME_QUESTION = "same question"


class Counterpart(NamedTuple):
    """A claim of another text on the same matter as a claim, and what the one is to the other.

    `outward` says that our claim is the one that goes against, or is a reason for, the other.
    `link` is the rebuttal or support; for a shared question it is the question.
    """

    claim_id: str
    relation: Relation
    outward: bool
    link: Attack | Reason | Asked

    @property
    def basis(self) -> Basis | None:
        return None if isinstance(self.link, Asked) else self.link.basis

    @property
    def note(self) -> str:
        return self.link.why if isinstance(self.link, Asked) else self.link.note


_OF_MOVE = {
    Move.CONTRADICTS: Relation.CONTRADICTS,
    Move.UNDERCUTS: Relation.UNDERCUTS,
    Move.QUALIFIES: Relation.QUALIFIES,
}
_ORDER = list(Relation)
SIGNS = {
    Relation.CONTRADICTS: "contrary",
    Relation.UNDERCUTS: "undercut",
    Relation.QUALIFIES: "qualify",
    Relation.AGREES: "parallel",
    Relation.SAME_QUESTION: "same",
}
KIND_SIGNS = {
    QuestionKind.CONTRADICTION: "contrary",
    QuestionKind.FRAMING: "oblique",
    QuestionKind.AGREEMENT: "parallel",
}


def counterparts(
    claim_id: str,
    links: Links,
    questions: Iterable[Asked],
    source_of: Mapping[str, str],
) -> list[Counterpart]:
    """Every claim of another source on the same matter, once, the closest relation first.

    `source_of` maps claims to sources; claims that it lacks are passed over. Claims that only
    share a question follow, by question, unless a closer relation has named them.
    """
    found: dict[str, Counterpart] = {}
    for counterpart in met(claim_id, links, questions, source_of):
        known = found.get(counterpart.claim_id)
        if known is None or closeness(counterpart) < closeness(known):
            found[counterpart.claim_id] = counterpart
    return sorted(found.values(), key=closeness)


def met(
    claim_id: str,
    links: Links,
    questions: Iterable[Asked],
    source_of: Mapping[str, str],
) -> Iterable[Counterpart]:
    """As `counterparts`, but every relation in which another claim stands to this one."""
    own = source_of[claim_id]
    linked = (*_by_attack(claim_id, links), *_by_reason(claim_id, links))
    for counterpart in (*linked, *_by_question(claim_id, own, questions)):
        if source_of.get(counterpart.claim_id, own) != own:
            yield counterpart


def taking_up(questions: Iterable[Asked]) -> dict[str, list[Asked]]:
    """The questions on which each claim is part of a position, by claim."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for question in questions:
        for held in question.positions:
            for claim_id in held.claim_ids:
                found[claim_id].append(question)
    return found


def silences(questions: Iterable[Asked]) -> dict[str, dict[str, Asked]]:
    """By claim and source: the first question that the claim takes up and on which it is recorded
    that the source is silent."""
    found: dict[str, dict[str, Asked]] = defaultdict(dict)
    for question in questions:
        silent = [held.source_id for held in question.positions if held.is_silent]
        for claim_id in {id for held in question.positions for id in held.claim_ids}:
            for source_id in silent:
                found[claim_id].setdefault(source_id, question)
    return found


def closeness(counterpart: Counterpart) -> int:
    """0 for a contradiction, up to the number of relations for a mere shared question."""
    return _ORDER.index(counterpart.relation)


def _by_attack(claim_id: str, links: Links) -> Iterable[Counterpart]:
    for attack in links.attacks:
        relation = _OF_MOVE[attack.move]
        reason = links.reason(attack.target_support_id)
        ends = {attack.target_claim_id} - {None}
        if reason:
            ends = {reason.conclusion_id, *reason.premise_ids}
        if attack.claim_id == claim_id:
            outward = [reason.conclusion_id] if reason else [attack.target_claim_id or ""]
            yield from (Counterpart(other, relation, True, attack) for other in outward)
        elif claim_id in ends:
            yield Counterpart(attack.claim_id, relation, False, attack)


def _by_reason(claim_id: str, links: Links) -> Iterable[Counterpart]:
    for reason in links.reasons:
        if reason.conclusion_id == claim_id:
            for premise in reason.premise_ids:
                yield Counterpart(premise, Relation.AGREES, False, reason)
        elif claim_id in reason.premise_ids:
            yield Counterpart(reason.conclusion_id, Relation.AGREES, True, reason)


def _by_question(claim_id: str, own: str, questions: Iterable[Asked]) -> Iterable[Counterpart]:
    for question in questions:
        mine = question.held_by(own)
        if mine is None or claim_id not in mine.claim_ids:
            continue
        for held in question.positions:
            if held.source_id != own:
                for other in held.claim_ids:
                    yield Counterpart(other, Relation.SAME_QUESTION, True, question)

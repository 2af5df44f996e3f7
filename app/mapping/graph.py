"""A map of an argument as nodes and relations: one structure, drawn and told. Pure."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from app.arguments.models import Move
from app.arguments.queries import Attack, Links, Reason
from app.debates.queries import Asked
from app.debates.voices import Voice

LIMIT = 150
"""The most nodes of a map. Beyond, no picture can be read, and the layout takes a second."""


class NodeKind(enum.StrEnum):
    SOURCE = "source"
    QUESTION = "question"
    CLAIM = "claim"
    REASON = "reason"
    """A support: where its premises join, and where an undercut ends."""


class Kind(enum.StrEnum):
    """What the tail of a relation is to its head."""

    PREMISE = "premise"
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    UNDERCUTS = "undercuts"
    QUALIFIES = "qualifies"
    ANSWERS = "answers"
    """A claim is part of what its text holds on a question; or a source holds something on it."""
    SILENT = "is silent"


class Node(NamedTuple):
    """`id` is that of what it stands for; ids are unique over all kinds."""

    id: str
    kind: NodeKind


class Relation(NamedTuple):
    """`link`: the rebuttal or support it is drawn for; None where there is only a question."""

    tail: str
    head: str
    kind: Kind
    mutual: bool = False
    link: Attack | Reason | None = None

    @property
    def id(self) -> str:
        """Names it on a page; a support has a relation for each premise and one more."""
        return f"{self.tail}-{self.head}-{self.kind.value.replace(' ', '-')}"


class MapGraph(NamedTuple):
    """Nodes in the order in which they are told, relations by head. `left_out` counts the nodes
    that the limit kept out."""

    nodes: list[Node]
    relations: list[Relation]
    left_out: int = 0

    def into(self, id: str) -> list[Relation]:
        """The relations that end at a node, and the mutual ones that start there."""
        return [r for r in self.relations if r.head == id or (r.mutual and r.tail == id)]


_OF_MOVE = {
    Move.CONTRADICTS: Kind.CONTRADICTS,
    Move.UNDERCUTS: Kind.UNDERCUTS,
    Move.QUALIFIES: Kind.QUALIFIES,
}


def of_questions(questions: Sequence[Asked], speakers: Mapping[str, Voice]) -> MapGraph:
    """The questions of a debate between its texts: which holds something, which is silent."""
    room = LIMIT - len(speakers)
    nodes = [Node(id, NodeKind.SOURCE) for id in speakers]
    relations = []
    for question in questions[:room]:
        nodes.append(Node(question.id, NodeKind.QUESTION))
        for held in question.positions:
            kind = Kind.SILENT if held.is_silent else Kind.ANSWERS
            relations.append(Relation(held.source_id, question.id, kind))
    return MapGraph(nodes, relations, max(len(questions) - room, 0))


def of_claims(claim_ids: Sequence[str], links: Links, question: Asked | None = None) -> MapGraph:
    """These claims with all that bears among them: rebuttals between two of them, supports of
    which the conclusion and every premise is one of them, and undercuts of those supports.

    `question`: the claims that are positions on it lead to it.
    """
    room = LIMIT - (question is not None)
    shown = dict.fromkeys(claim_ids[:room])
    reasons = [
        reason
        for reason in links.reasons
        if {reason.conclusion_id, *reason.premise_ids} <= shown.keys()
    ]
    drawn = dict.fromkeys(reason.id for reason in reasons[: room - len(shown)])
    known = shown | drawn
    relations = [r for reason in reasons if reason.id in drawn for r in _of_reason(reason)]
    relations += [r for attack in links.attacks for r in _of_attack(attack, known)]
    nodes = [Node(id, NodeKind.CLAIM) for id in shown] + [Node(id, NodeKind.REASON) for id in drawn]
    if question is not None:
        nodes.insert(0, Node(question.id, NodeKind.QUESTION))
        relations += _of_question(question, shown)
    left_out = len(claim_ids) - len(shown) + len(reasons) - len(drawn)
    return MapGraph(nodes, relations, left_out)


def _of_reason(reason: Reason) -> Iterable[Relation]:
    for premise in reason.premise_ids:
        yield Relation(premise, reason.id, Kind.PREMISE, link=reason)
    yield Relation(reason.id, reason.conclusion_id, Kind.SUPPORTS, link=reason)


def _of_attack(attack: Attack, known: Mapping[str, object]) -> Iterable[Relation]:
    head = attack.target_claim_id or attack.target_support_id or ""
    if attack.claim_id in known and head in known:
        yield Relation(attack.claim_id, head, _OF_MOVE[attack.move], attack.mutual, attack)


def _of_question(question: Asked, shown: Mapping[str, object]) -> Iterable[Relation]:
    for held in question.positions:
        for id in held.claim_ids:
            if id in shown:
                yield Relation(id, question.id, Kind.ANSWERS)

"""Two claims that say the same become one: what a merge would do."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from app.arguments.models import Premise, Rebuttal, Support
from app.changes.nouns import Key, states_at
from app.changes.plans import Plan, state_at
from app.changes.resting import resting_on
from app.claims.editing import is_outside
from app.debates.models import Debate
from app.errors import Invalid
from app.history.models import Action, Kind
from app.history.states import State

_ENDS = ("claim_id", "target_claim_id", "conclusion_id")
_LISTS = ("premise_ids", "claim_ids", "opening_claims")


def plan_merge(db: Session, *, id: str, into: str) -> Plan:
    """Claim `id` goes and leads to claim `into`, which gains its passages and its links. A link
    that would be there twice goes and leads to its twin; one of a claim with itself goes.

    Raises NotFound, or Invalid for claims of two texts, a text's and one from outside, or one and
    the same.
    """
    if id == into:
        raise Invalid("into", "Choose another claim than this one.")
    old, new = state_at(db, Kind.CLAIM, id), state_at(db, Kind.CLAIM, into)
    if any(old.get(scope) != new.get(scope) for scope in ("source_id", "debate_id")):
        raise Invalid("into", "Only claims of the same text can be one claim.")
    merging = _Merging(db, id, into)
    merging.targets[Kind.CLAIM, into] = (
        new if is_outside(new) else {**new, "passages": _joined(new, old)}
    )
    merging.run()
    return Plan(Action.MERGED, merging.targets, merging.into)


def _joined(one: State, other: State) -> list[State]:
    """The passages of both, each once."""
    return list({part["id"]: part for part in [*one["passages"], *other["passages"]]}.values())


class _Merging:
    """One merge being planned: what has been decided so far."""

    def __init__(self, db: Session, id: str, into: str) -> None:
        self.db, self.id = db, id
        self.targets: dict[Key, State | None] = {(Kind.CLAIM, id): None}
        self.into = {id: into}
        self.twins: dict[tuple[Any, ...], str] = dict(_links_of(db, into))

    def run(self) -> None:
        found = states_at(self.db, resting_on(self.db, [self.id]).found())
        opens = [
            debate.id for debate in self.db.exec(select(Debate)) if self.id in debate.opening_claims
        ]
        found |= states_at(self.db, [(Kind.DEBATE, id) for id in opens])
        own = {key: self._carried(state) for key, state in found.items()}
        kinds = (Kind.SUPPORT, Kind.REBUTTAL)
        for (kind, id), state in sorted(own.items(), key=lambda row: row[0][0] == Kind.REBUTTAL):
            self.targets[kind, id] = (
                self._kept(kind, id, self._carried(state)) if kind in kinds else state
            )

    def _carried(self, state: State) -> State:
        """The state with the new claim, or the twin of a support, wherever it had the old one."""
        carried = dict(state)
        for field in (*_ENDS, "target_support_id"):
            if field in carried:
                carried[field] = self.into.get(carried[field], carried[field])
        for field in _LISTS:
            if field in carried:
                carried[field] = list(dict.fromkeys(self.into.get(id, id) for id in carried[field]))
        if "positions" in carried:
            carried["positions"] = [self._carried(held) for held in carried["positions"]]
        return carried

    def _kept(self, kind: Kind, id: str, state: State) -> State | None:
        """The link, or None if it says nothing any more, or what another says already."""
        sign = _sign(kind, state)
        if _is_of_itself(kind, state):
            return None
        if sign in self.twins and self.twins[sign] != id:
            self.into[id] = self.twins[sign]
            return None
        self.twins[sign] = id
        return state


def _is_of_itself(kind: Kind, state: State) -> bool:
    if kind == Kind.SUPPORT:
        return state["conclusion_id"] in state["premise_ids"]
    return bool(state["claim_id"] == state["target_claim_id"])


def _sign(kind: Kind, state: State) -> tuple[Any, ...]:
    """What two links have in common that are the same link."""
    if kind == Kind.SUPPORT:
        return (kind, state["conclusion_id"], *sorted(state["premise_ids"]))
    ends = sorted([state["claim_id"], state["target_claim_id"] or state["target_support_id"]])
    return (kind, state["by_id"], *ends)


def _links_of(db: Session, claim_id: str) -> Iterator[tuple[tuple[Any, ...], str]]:
    """The links that a claim has already, by what makes them the same as another."""
    starting = select(Premise.support_id).where(Premise.claim_id == claim_id)
    supports = select(Support.id).where(
        (col(Support.conclusion_id) == claim_id) | col(Support.id).in_(starting)
    )
    rebuttals = select(Rebuttal.id).where(
        (col(Rebuttal.claim_id) == claim_id) | (col(Rebuttal.target_claim_id) == claim_id)
    )
    keys: list[Key] = [(Kind.SUPPORT, id) for id in db.exec(supports)]
    keys += [(Kind.REBUTTAL, id) for id in db.exec(rebuttals)]
    for (kind, id), state in states_at(db, keys).items():
        yield _sign(kind, state), id

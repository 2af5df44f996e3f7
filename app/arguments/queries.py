"""What bears on what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import User
from app.arguments.models import Basis, Move, Premise, Rebuttal, Scheme, Support
from app.db import batched
from app.errors import NotFound
from app.prepared import Prepared


class Reason(NamedTuple):
    """A support with the ids of its claims, premises in order."""

    id: str
    conclusion_id: str
    scheme: Scheme | None
    basis: Basis
    note: str
    premise_ids: tuple[str, ...]
    signed: str = ""
    """The name of whoever made it here; "" if it was imported."""


class Attack(NamedTuple):
    """A rebuttal with the ids of its ends; one of the two targets is None."""

    id: str
    claim_id: str
    move: Move
    target_claim_id: str | None
    target_support_id: str | None
    mutual: bool
    basis: Basis
    note: str
    signed: str = ""
    """As of a reason."""


class Links(NamedTuple):
    """All that bears on a set of claims, and what they bear on. Each link stands once."""

    reasons: tuple[Reason, ...]
    attacks: tuple[Attack, ...]

    def claim_ids(self) -> set[str]:
        """Every claim that one of these links has at an end."""
        ends = {id for reason in self.reasons for id in (reason.conclusion_id, *reason.premise_ids)}
        for attack in self.attacks:
            ends.update(id for id in (attack.claim_id, attack.target_claim_id) if id)
        return ends

    def linked_with(self, id: str) -> frozenset[str]:
        """The claims that one link or one step parts from this one."""
        pairs = {
            (one, reason.conclusion_id) for reason in self.reasons for one in reason.premise_ids
        }
        for attack in self.attacks:
            step = self.reason(attack.target_support_id)
            target = attack.target_claim_id or (step.conclusion_id if step else "")
            pairs.add((attack.claim_id, target))
        return frozenset(one for pair in pairs if id in pair for one in pair if one != id)

    def reason(self, id: str | None) -> Reason | None:
        return next((reason for reason in self.reasons if reason.id == id), None)


_ids: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
_SUPPORT = (col(Support.id), col(Support.conclusion_id), col(Support.scheme))
_signed = sa.func.coalesce(col(User.display), "")
_SUPPORT_REST = (col(Support.basis), col(Support.note), _signed)
_ATTACK = (
    col(Rebuttal.id),
    col(Rebuttal.claim_id),
    col(Rebuttal.move),
    col(Rebuttal.target_claim_id),
    col(Rebuttal.target_support_id),
    col(Rebuttal.mutual),
    col(Rebuttal.basis),
    col(Rebuttal.note),
    _signed,
)
_REASON = (
    sa.select(*_SUPPORT, *_SUPPORT_REST, col(Premise.claim_id))
    .join(Premise, col(Premise.support_id) == Support.id)
    .outerjoin(User, col(User.id) == Support.by_id)
)
_SIGNED_ATTACK = sa.select(*_ATTACK).outerjoin(User, col(User.id) == Rebuttal.by_id)
_concluding = sa.select(col(Support.id)).where(col(Support.conclusion_id).in_(_ids))
_starting = sa.select(col(Premise.support_id)).where(col(Premise.claim_id).in_(_ids))
_undercut = sa.select(col(Rebuttal.target_support_id)).where(
    col(Rebuttal.claim_id).in_(_ids), col(Rebuttal.target_support_id).is_not(None)
)
_REASONS = Prepared(
    _REASON.where(col(Support.id).in_(sa.union(_concluding, _starting, _undercut))).order_by(
        col(Support.created_at), col(Support.id), col(Premise.position)
    )
)
_rebutting = sa.select(col(Rebuttal.id)).where(col(Rebuttal.claim_id).in_(_ids))
_rebutted = sa.select(col(Rebuttal.id)).where(col(Rebuttal.target_claim_id).in_(_ids))
_undercutting = sa.select(col(Rebuttal.id)).where(
    col(Rebuttal.target_support_id).in_(sa.union(_concluding, _starting))
)
_in_order = (col(Rebuttal.created_at), col(Rebuttal.id))
_ATTACKS = Prepared(
    _SIGNED_ATTACK.where(
        col(Rebuttal.id).in_(sa.union(_rebutting, _rebutted, _undercutting))
    ).order_by(*_in_order)
)
_REASONS_BY_ID = _REASON.where(col(Support.id).in_(_ids)).order_by(
    col(Support.id), col(Premise.position)
)
_ATTACKS_BY_ID = _SIGNED_ATTACK.where(col(Rebuttal.id).in_(_ids))
_ATTACK_BY_ID = _SIGNED_ATTACK.where(col(Rebuttal.id) == sa.bindparam("id"))
_contradicts = col(Rebuttal.move) == Move.CONTRADICTS
_MADE = _SIGNED_ATTACK.where(col(Rebuttal.claim_id).in_(_ids), _contradicts).order_by(*_in_order)
_CONTRADICTIONS = _SIGNED_ATTACK.where(
    col(Rebuttal.id).in_(
        sa.union_all(
            _rebutted.where(_contradicts),
            _rebutting.where(col(Rebuttal.mutual)),
        )
    )
).order_by(*_in_order)
_ATTACKS_ON_SUPPORT = _SIGNED_ATTACK.where(
    col(Rebuttal.target_support_id) == sa.bindparam("id")
).order_by(*_in_order)


def links_of(db: Session, claim_ids: Iterable[str]) -> Links:
    """Supports and rebuttals with one of these claims at an end, and the rebuttals of those
    supports. 2 queries, however many; in the order in which they were made."""
    ids = sorted(set(claim_ids))
    reasons = _gathered(_REASONS.rows(db, ids=ids))
    return Links(reasons, tuple(map(Attack._make, _ATTACKS.rows(db, ids=ids))))


def reason_by_id(db: Session, id: str) -> Reason:
    """One support with its premises. 1 query. Raises NotFound."""
    found = reasons_by_id(db, [id])
    if id not in found:
        raise NotFound("support", id)
    return found[id]


def attack_by_id(db: Session, id: str) -> Attack:
    """One rebuttal. 1 query. Raises NotFound."""
    row = db.connection().execute(_ATTACK_BY_ID, {"id": id}).first()
    if row is None:
        raise NotFound("rebuttal", id)
    return Attack._make(row)


def attacks_by_id(db: Session, ids: Sequence[str]) -> list[Attack]:
    """These rebuttals, in the order of `ids`. 1 query."""
    rows = db.connection().execute(_ATTACKS_BY_ID, {"ids": list(ids)})
    found = {row[0]: Attack._make(row) for row in rows}
    return [found[id] for id in ids if id in found]


def reasons_by_id(db: Session, ids: Iterable[str]) -> dict[str, Reason]:
    """These supports by id. 1 query."""
    rows = db.connection().execute(_REASONS_BY_ID, {"ids": sorted(set(ids))}).all()
    return {reason.id: reason for reason in _gathered(rows)}


def contradictions_of(db: Session, claim_ids: Iterable[str]) -> list[Attack]:
    """The contradictions of these claims, mutual ones whichever way they were written.
    1 query, however many; none for none."""
    ids = sorted(set(claim_ids))
    rows: Any = db.connection().execute(_CONTRADICTIONS, {"ids": ids}) if ids else []
    return [Attack._make(row) for row in rows]


def contradictions_among(db: Session, claim_ids: Iterable[str]) -> list[Attack]:
    """The contradictions that these claims make. 1 query for every few thousand."""
    parts = batched(sorted(set(claim_ids)))
    found = [row for part in parts for row in db.connection().execute(_MADE, {"ids": part})]
    return [Attack._make(row) for row in found]


def undercuts_of(db: Session, support_id: str) -> list[Attack]:
    """The rebuttals that go against this support. 1 query."""
    rows = db.connection().execute(_ATTACKS_ON_SUPPORT, {"id": support_id})
    return [Attack._make(row) for row in rows]


def _gathered(rows: Sequence[Sequence[Any]]) -> tuple[Reason, ...]:
    """One reason for each support, out of one row for each premise."""
    premises: dict[str, list[str]] = defaultdict(list)
    heads: dict[str, Sequence[Any]] = {}
    for row in rows:
        heads[row[0]] = row[:-1]
        premises[row[0]].append(row[-1])
    return tuple(
        Reason._make((*head[:-1], tuple(premises[id]), head[-1])) for id, head in heads.items()
    )

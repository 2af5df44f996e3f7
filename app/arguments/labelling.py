"""Keeping the grounded labels of claims in the database, after each change for what it touches.

Supports attack nothing, so labels pass from claim to claim by contradictions alone, and only
claims have a label that is kept; `standing.label_of` reads a support's off those of its claims.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.arguments.models import Move, Premise, Rebuttal, Support
from app.claims.models import Claim
from app.db import batched
from app.semantics.framework import Label, Settled, framework
from app.semantics.grounded import grounded
from app.semantics.relabelling import Near, relabelled

_ids: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
_by, _target = col(Rebuttal.claim_id), col(Rebuttal.target_claim_id)
_contradicts = col(Rebuttal.move) == sa.literal_column(f"'{Move.CONTRADICTS.value}'")
_mutual = col(Rebuttal.mutual)
_LABEL = (col(Claim.standing), col(Claim.step))
_nothing = sa.null().label("attacker")
_ATTACKERS: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(col(Claim.id), _nothing, *_LABEL).where(col(Claim.id).in_(_ids)),
    sa.select(_target, _by, *_LABEL)
    .join(Claim, col(Claim.id) == _by)
    .where(_target.in_(_ids), _contradicts),
    sa.select(_by, _target, *_LABEL)
    .join(Claim, col(Claim.id) == _target)
    .where(_by.in_(_ids), _mutual),
)
_TARGETS: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(_by, _target, *_LABEL)
    .join(Claim, col(Claim.id) == _target)
    .where(_by.in_(_ids), _contradicts),
    sa.select(_target, _by, *_LABEL)
    .join(Claim, col(Claim.id) == _by)
    .where(_target.in_(_ids), _mutual),
)
_CLAIM = sa.table(
    "claim", sa.column("id"), sa.column("standing"), sa.column("step"), sa.column("version")
)
_SET = (
    sa.update(_CLAIM)
    .where(_CLAIM.c.id == sa.bindparam("claim"))
    .values(standing=sa.bindparam("label"), step=sa.bindparam("at"))
)


def _contradicted(ids: Any) -> list[sa.Select[Any]]:
    """What the claims with these ids go against, as parts of a subquery."""
    return [
        sa.select(_target).where(_by.in_(ids), _contradicts),
        sa.select(_by).where(_target.in_(ids), _mutual),
    ]


def _concluded(ids: Any) -> list[sa.Select[Any]]:
    """The conclusions of supports that these are premises of, or that they undercut."""
    conclusion = sa.select(col(Support.conclusion_id))
    return [
        conclusion.join(Premise, col(Premise.support_id) == Support.id).where(
            col(Premise.claim_id).in_(ids)
        ),
        conclusion.join(Rebuttal, col(Rebuttal.target_support_id) == Support.id).where(
            _by.in_(ids)
        ),
    ]


def _given(name: str) -> sa.BindParameter[list[str]]:
    return sa.bindparam(name, expanding=True)


def _raising(*parts: sa.Select[Any]) -> sa.Update:
    shown = sa.select(col(Claim.id)).where(col(Claim.id).in_(_given("shown")))
    told = sa.union_all(shown, *parts)
    return sa.update(_CLAIM).where(_CLAIM.c.id.in_(told)).values(version=_CLAIM.c.version + 1)


_AGE_ENDS = _raising(*_contradicted(_given("near")))
_AGE = _raising(
    *_contradicted(_given("near")),
    *_contradicted(sa.union_all(*_contradicted(_given("changed")))),
    *_concluded(_given("changed")),
)


def relabel(db: Session, touched: Collection[str]) -> set[str]:
    """Label anew what follows from claims that have gained or lost an attacker, and return the
    claims whose label is another. 1 query where nothing changes, 2 a step outward where it does,
    and 1 statement; none for none. Rows that the session holds keep what they were loaded with."""
    if not touched:
        return set()
    changes = relabelled(_Kept(db.connection()), touched)
    _keep(db, {id: change.now for id, change in changes.items()})
    return {id for id, change in changes.items() if change.before.label != change.now.label}


def relabel_all(db: Session) -> None:
    """Label every claim anew: after rows were written past the commands. 2 queries, 1 statement
    for each few thousand labels that were wrong; memory for the whole graph, 0.5 KB a claim."""
    connection = db.connection()
    before = {
        id: Settled(Label(label), step)
        for id, label, step in connection.execute(sa.select(col(Claim.id), *_LABEL))
    }
    rows: Any = connection.execute(sa.select(_by, _target, _mutual).where(_contradicts)).all()
    attacks = [(by, id) for by, id, _ in rows] + [(id, by) for by, id, both in rows if both]
    found = grounded(framework(before, attacks))
    _keep(db, {id: settled for id, settled in found.items() if settled != before[id]})


def age_pages(
    db: Session, shown: Iterable[str], touched: Iterable[str], changed: Iterable[str]
) -> None:
    """Raise the versions of the claims' pages that a change of links makes stale; the edition is
    raised already. 1 statement.

    `shown`: those at the ends of a link that has come or gone. A page also tells the labels of
    what goes against its claim, and of what goes against that; and how many of the reasons for
    it stand. So with what has `changed` its label go the claims that it contradicts, what those
    contradict, and what it is a reason for; with what is `touched`, the claims it contradicts.
    """
    changed, touched = sorted(changed), sorted(touched)
    if changed:
        ids = {"near": sorted({*touched, *changed}), "changed": changed}
        db.connection().execute(_AGE, {"shown": sorted({*shown, *changed}), **ids})
    else:
        db.connection().execute(_AGE_ENDS, {"shown": sorted(shown), "near": touched})


def _keep(db: Session, labels: dict[str, Settled]) -> None:
    rows = [
        {"claim": id, "label": settled.label.value, "at": settled.step}
        for id, settled in labels.items()
    ]
    for part in batched(rows):
        db.connection().execute(_SET, list(part))


class _Kept:
    """Contradictions and labels as they are in the database."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def attackers(self, ids: Collection[str]) -> Near:
        labels, found = {}, defaultdict(list)
        for id, attacker, label, step in self._rows(_ATTACKERS, ids):
            labels[attacker or id] = Settled(label, step)
            if attacker:
                found[id].append(attacker)
        return labels, found

    def targets(self, ids: Collection[str]) -> Near:
        labels, found = {}, defaultdict(list)
        for id, target, label, step in self._rows(_TARGETS, ids):
            labels[target] = Settled(label, step)
            found[id].append(target)
        return labels, found

    def _rows(self, asked: sa.CompoundSelect[Any], ids: Collection[str]) -> Sequence[Any]:
        parts = batched(sorted(ids))
        return [row for part in parts for row in self.connection.execute(asked, {"ids": part})]

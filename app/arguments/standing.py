"""Where claims and supports stand: from rows to abstract argumentation and back.

With `labelling`, which keeps labels in the database, the only place that knows both. Arguments
are the claims and the supports. A contradiction is an attack, a mutual one two. A support is
attacked by what undercuts it and by whatever attacks one of its premises: so it is in exactly
when its step and all its premises are. Qualifications attack nothing, and nor do supports.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from app.arguments.models import Move, Rebuttal
from app.arguments.queries import Attack, Links, Reason, contradictions_among
from app.claims.models import Claim
from app.claims.queries import labels_of
from app.semantics.framework import Framework, Label, Settled, framework
from app.semantics.grounded import grounded

MOST_CLAIMS = 2_000
"""How many claims that hang together are labelled anew for a supposition, about 20 ms of work."""


class Supposed(NamedTuple):
    """What a reader supposes, by id: claims not accepted, rebuttals as if they were not there,
    claims accepted whatever goes against them. Nothing is supposed of an id in none of these."""

    without: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.without or self.given)

    def labels(self) -> dict[str, Label]:
        return dict.fromkeys(self.without, Label.OUT) | dict.fromkeys(self.given, Label.IN)


NOTHING = Supposed()


class Standing(NamedTuple):
    """Where a claim stands: by what is supposed, and by what is recorded alone."""

    label: Label
    step: int
    recorded: Label

    @property
    def changed(self) -> bool:
        return self.label != self.recorded


class Standings(NamedTuple):
    """By claim its standing. `whole`: False where more than MOST_CLAIMS hang together, so that
    nothing was worked out and every claim stands as it does by what is recorded."""

    of: dict[str, Standing]
    whole: bool = True


def standings(db: Session, claim_ids: Collection[str], supposed: Supposed = NOTHING) -> Standings:
    """Where these claims stand; with a supposition, these and all that hang together with them or
    with what is supposed by contradictions. 1 query; 3 with a supposition, and nothing stored.

    A rebuttal in `supposed.without` is left out, an undercut too (see `label_of`).
    """
    if not supposed:
        kept = labels_of(db, claim_ids)
        return Standings({id: Standing(*found, found.label) for id, found in kept.items()})
    seeds = {*claim_ids, *supposed.without, *supposed.given}
    reached = hanging_together(db, seeds, MOST_CLAIMS)
    if len(reached) > MOST_CLAIMS:
        return standings(db, claim_ids)._replace(whole=False)
    kept = labels_of(db, reached)
    attacks = [one for one in contradictions_among(db, reached) if one.id not in supposed.without]
    found = grounded(framework(kept, pairs(attacks)), supposed.labels())
    of = {id: Standing(*now, kept[id].label) for id, now in found.items()}
    return Standings(of)


def pairs(attacks: Iterable[Attack]) -> list[tuple[str, str]]:
    """Attacker and target of each contradiction of a claim; of a mutual one both ways."""
    found = []
    for attack in attacks:
        if attack.move == Move.CONTRADICTS and attack.target_claim_id:
            found.append((attack.claim_id, attack.target_claim_id))
            if attack.mutual:
                found.append((attack.target_claim_id, attack.claim_id))
    return found


def between(attacks: Iterable[Attack]) -> dict[tuple[str, str], Attack]:
    """By attacker and target the rebuttal by which the one attacks the other."""
    return {pair: attack for attack in attacks for pair in pairs([attack])}


def framework_of(claim_ids: Iterable[str], links: Links) -> Framework:
    """Claims and supports with all attacks among them; every end of a link is among the ids."""
    found = pairs(links.attacks)
    attackers: dict[str, list[str]] = {}
    for by, id in found:
        attackers.setdefault(id, []).append(by)
    for attack in links.attacks:
        if attack.target_support_id:
            found.append((attack.claim_id, attack.target_support_id))
    for reason in links.reasons:
        for premise in reason.premise_ids:
            found += [(by, reason.id) for by in attackers.get(premise, ())]
    return framework([*claim_ids, *(reason.id for reason in links.reasons)], found)


def label_of(reason: Reason, cuts: Iterable[Attack], labels: Mapping[str, Label]) -> Label:
    """The label of a support: out if a premise is, or if something that is in undercuts it; in if
    all premises are in and whatever undercuts it is out. `labels`: of all these claims."""
    undercut = [_TURNED[labels[cut.claim_id]] for cut in cuts]
    weakest = [labels[id] for id in reason.premise_ids] + undercut
    return min(weakest, key=_STRENGTH.index)


_STRENGTH = [Label.OUT, Label.UNDEC, Label.IN]
_TURNED = {Label.IN: Label.OUT, Label.OUT: Label.IN, Label.UNDEC: Label.UNDEC}


def hanging_together(db: Session, ids: Collection[str], most: int) -> set[str]:
    """Claims that hang together with these by contradictions, whichever way they go, these
    included; one more than `most` where there are more. 1 query."""
    # PostgreSQL wants one type throughout: an id has a length, the foreign keys have none.
    id = sa.cast(col(Claim.id), sa.String).label("id")
    reached: sa.Select[Any] = sa.select(id).where(col(Claim.id).in_(sorted(ids)))
    reach = reached.cte("reach", recursive=True)
    by, target = col(Rebuttal.claim_id), col(Rebuttal.target_claim_id)
    reach = reach.union(
        sa.select(sa.case((by == reach.c.id, target), else_=by))
        .join_from(reach, Rebuttal, sa.or_(by == reach.c.id, target == reach.c.id))
        .where(col(Rebuttal.move) == Move.CONTRADICTS)
    )
    return set(db.connection().execute(sa.select(reach.c.id).limit(most + 1)).scalars())


def settled(found: Mapping[str, Standing]) -> dict[str, Settled]:
    return {id: Settled(standing.label, standing.step) for id, standing in found.items()}

"""Where claims stand, put together for pages: labels, the reason as a chain, what is supposed."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session

from app.arguments.bearing import Bearing
from app.arguments.queries import Attack, Links, Reason, contradictions_of
from app.arguments.standing import (
    NOTHING,
    Standing,
    between,
    label_of,
    pairs,
    standings,
)
from app.claims.queries import Card
from app.semantics.explain import Why, why
from app.semantics.framework import Label, Settled, framework
from app.web.supposing import Supposition

CHANGES = 40
"""How many claims that would stand differently a page lists."""


class Reckoning(NamedTuple):
    """What a page's standing section needs but for cards and voices. `why` has a chain of two
    steps; `attack` is by attacker and target; `stand` of `reasons` reasons stand."""

    why: Why
    attack: Mapping[tuple[str, str], Attack]
    labels: Mapping[str, Label]
    stand: int = 0
    reasons: int = 0


class Supposing(NamedTuple):
    """What a page supposes, and what follows: the claims that would stand differently."""

    what: Supposition
    of: Mapping[str, Standing]
    changed: list[str]
    more: int
    whole: bool


def near_attacks(db: Session, claim_ids: Iterable[str], links: Links) -> list[Attack]:
    """The contradictions of these claims, which `links` holds, and those of what makes them, which
    is as much as a page tells. 1 query; none where nothing goes against the claims."""
    wanted = set(claim_ids)
    by = {attacker for attacker, target in pairs(links.attacks) if target in wanted}
    every = [*links.attacks, *contradictions_of(db, by)]
    return list({attack.id: attack for attack in every}.values())


def ends_of(attacks: Iterable[Attack]) -> set[str]:
    """Every claim at an end of one."""
    return {id for one in attacks for id in (one.claim_id, one.target_claim_id) if id}


def supposing(db: Session, ids: Iterable[str], what: Supposition) -> Supposing:
    """What would stand differently. `ids`: those whose labels the page tells. 3 queries."""
    found = standings(db, {*ids, *what.ends()}, what.supposed)
    chosen = {*what.supposed.without, *what.supposed.given}
    changed = [id for id, now in found.of.items() if now.changed and id not in chosen]
    return Supposing(what, found.of, changed[:CHANGES], len(changed[CHANGES:]), found.whole)


def reckoning(
    id: str,
    attacks: Iterable[Attack],
    shown: Mapping[str, Card],
    supposed: Supposing | None = None,
    *,
    depth: int = 2,
) -> Reckoning:
    """Why a claim stands as it does. `attacks`: from `near_attacks`; `shown`: their ends."""
    aside = supposed.what.supposed if supposed and supposed.whole else NOTHING
    left = [one for one in attacks if one.id not in aside.without]
    labels = {id: Settled(card.standing, card.step) for id, card in shown.items()}
    if supposed:
        labels |= {id: Settled(now.label, now.step) for id, now in supposed.of.items()}
    chosen = aside.labels()
    met = [(by, target) for by, target in pairs(left) if target not in chosen]
    told = why(framework(labels, met), labels, id, depth=depth)
    return Reckoning(told, between(left), {id: one.label for id, one in labels.items()})


class Step(NamedTuple):
    """Where a support stands, and what decides it: premises, and claims that undercut it."""

    label: Label
    premises: list[str]
    undercuts: list[str]


def step(reason: Reason, attacks: Iterable[Attack], shown: Mapping[str, Card]) -> Step:
    """`attacks`: all that undercut the support, others are passed over; `shown`: the claims."""
    labels = {id: card.standing for id, card in shown.items()}
    cuts = [one for one in attacks if one.target_support_id == reason.id]
    found = label_of(reason, cuts, labels)
    turned = {Label.OUT: Label.IN, Label.UNDEC: Label.UNDEC}.get(found)
    return Step(
        found,
        [id for id in reason.premise_ids if found != Label.IN and labels[id] == found],
        [cut.claim_id for cut in cuts if labels[cut.claim_id] == turned],
    )


def with_reasons(found: Reckoning, bears: Bearing, aside: Iterable[str] = ()) -> Reckoning:
    """The same with how many of the claim's reasons stand. `aside`: undercuts left out."""
    out = set(aside)
    labels = [
        label_of(
            reason, [c for c in bears.undercut.get(reason.id, []) if c.id not in out], found.labels
        )
        for reason in bears.reasons
    ]
    return found._replace(stand=labels.count(Label.IN), reasons=len(labels))

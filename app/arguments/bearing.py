"""What bears on one claim, sorted for reading. Pure: over links that are loaded."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from app.arguments.models import Move
from app.arguments.queries import Attack, Links, Reason


class Bearing(NamedTuple):
    """The links of one claim, each in the one list where a reader looks for it."""

    reasons: list[Reason]
    """Supports whose conclusion it is."""
    reasons_for: list[Reason]
    """Supports in which it is a premise."""
    against: list[Attack]
    """Rebuttals of it, mutual ones whichever way they were written."""
    undercut: dict[str, list[Attack]]
    """By support: what denies the step to or from it."""
    goes_against: list[Attack]
    """Rebuttals that it makes, but for the mutual ones."""


def bearing(claim_id: str, links: Links) -> Bearing:
    undercut: dict[str, list[Attack]] = defaultdict(list)
    for attack in links.attacks:
        if attack.target_support_id:
            undercut[attack.target_support_id].append(attack)
    return Bearing(
        reasons=[reason for reason in links.reasons if reason.conclusion_id == claim_id],
        reasons_for=[reason for reason in links.reasons if claim_id in reason.premise_ids],
        against=[attack for attack in links.attacks if _is_against(claim_id, attack)],
        undercut=undercut,
        goes_against=[
            attack for attack in links.attacks if attack.claim_id == claim_id and not attack.mutual
        ],
    )


def _is_against(claim_id: str, attack: Attack) -> bool:
    return attack.target_claim_id == claim_id or (attack.mutual and attack.claim_id == claim_id)


def answers(claim_id: str, links: Links) -> set[str]:
    """The claims that contradict a claim, or undercut a reason given for it.

    The same rule, in SQL, is `debates.listing.is_answered`.
    """
    reasons = {reason.id for reason in links.reasons if reason.conclusion_id == claim_id}
    found = {attack.claim_id for attack in links.attacks if attack.target_support_id in reasons}
    for attack in links.attacks:
        if attack.move == Move.CONTRADICTS and _is_against(claim_id, attack):
            found |= {attack.claim_id, attack.target_claim_id or ""} - {claim_id}
    return found


def by_claim(links: Links, claim_ids: Iterable[str]) -> dict[str, Links]:
    """The links that each of these claims is part of. Linear in links and claims."""
    conclusions: dict[str, list[Reason]] = defaultdict(list)
    reasons = {reason.id: reason for reason in links.reasons}
    attacks: dict[str, list[Attack]] = defaultdict(list)
    for reason in links.reasons:
        for id in {reason.conclusion_id, *reason.premise_ids}:
            conclusions[id].append(reason)
    for attack in links.attacks:
        for id in _touched(attack, reasons):
            attacks[id].append(attack)
    found = {}
    for id in claim_ids:
        undercut = [reasons.get(attack.target_support_id or "") for attack in attacks[id]]
        near = dict.fromkeys([*conclusions[id], *filter(None, undercut)])
        found[id] = Links(tuple(near), tuple(attacks[id]))
    return found


def _touched(attack: Attack, reasons: dict[str, Reason]) -> set[str]:
    ends = {attack.claim_id, attack.target_claim_id or attack.claim_id}
    if reason := reasons.get(attack.target_support_id or ""):
        ends.update((reason.conclusion_id, *reason.premise_ids))
    return ends

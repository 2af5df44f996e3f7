"""Which links a map follows, and how far. Pure."""

import enum
from collections.abc import Mapping
from typing import NamedTuple

from app.arguments.queries import Attack, Links, Reason


class Followed(enum.StrEnum):
    """What kinds of relation a map is narrowed to."""

    REBUTTALS = "rebuttals"
    SUPPORTS = "supports"


class MapFilter(NamedTuple):
    """What a map is narrowed to; None or "" leaves it wide. `across`: between sources, or inside
    one; `source`: only claims of this one."""

    relations: Followed | None = None
    source: str = ""
    across: bool | None = None


def narrowed(links: Links, source_of: Mapping[str, str], chosen: MapFilter) -> Links:
    """The links that the filter lets through. Claims that `source_of` lacks are of no debate that
    is shown, and their links are left out. A reason that an undercut denies stays with it."""
    reasons = {reason.id: reason for reason in links.reasons}

    def fits(link: Attack | Reason) -> bool:
        return _fits({source_of.get(id, "") for id in ends_of(link, reasons)}, chosen)

    attacks = links.attacks if chosen.relations != Followed.SUPPORTS else ()
    kept = tuple(attack for attack in attacks if fits(attack))
    cut = {attack.target_support_id for attack in kept}
    wanted = chosen.relations != Followed.REBUTTALS
    return Links(tuple(r for r in links.reasons if r.id in cut or (wanted and fits(r))), kept)


def ends_of(link: Attack | Reason, reasons: Mapping[str, Reason]) -> set[str]:
    """The claims at a link's ends; for an undercut, those of the support that it denies too."""
    if isinstance(link, Reason):
        return {link.conclusion_id, *link.premise_ids}
    ends = {link.claim_id, link.target_claim_id or link.claim_id}
    reason = reasons.get(link.target_support_id or "")
    return ends | ends_of(reason, reasons) if reason else ends


def beside(ids: set[str], links: Links) -> set[str]:
    """The claims one step from these, and these: a step follows a rebuttal or a support."""
    reasons = {reason.id: reason for reason in links.reasons}
    every: list[Attack | Reason] = [*links.reasons, *links.attacks]
    found = set(ids)
    for link in every:
        ends = ends_of(link, reasons)
        if ends & ids:
            found |= ends
    return found


def _fits(sources: set[str], chosen: MapFilter) -> bool:
    if "" in sources or (chosen.source and sources != {chosen.source}):
        return False
    return chosen.across is None or chosen.across == (len(sources) > 1)

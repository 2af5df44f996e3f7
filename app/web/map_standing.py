"""Where the claims and supports of a map stand, in words: as recorded, or as supposed. Pure."""

import enum
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from app.arguments.queries import Attack, Links
from app.arguments.standing import NOTHING, label_of
from app.mapping.queries import Mapped
from app.semantics.framework import Label
from app.web.quoting import STANDINGS
from app.web.reckoning import Supposing


class Stood(NamedTuple):
    """Where a node stands: its label, the words for it, and whether these are of a supposition."""

    label: Label
    words: str
    changed: bool = False


class Chosen(enum.StrEnum):
    WITHOUT = "Supposed not accepted"
    GIVEN = "Supposed accepted"


_WOULD = {
    Label.IN: "Would stand",
    Label.OUT: "Would be defeated",
    Label.UNDEC: "Would be contested",
}
_DOES = {Label.IN: "stands", Label.OUT: "is defeated", Label.UNDEC: "is contested"}


def stood(mapped: Mapped, supposing: Supposing | None) -> dict[str, Stood]:
    """By id of each claim and support with an end on the map. What a reader supposes changes the
    words of some, never which there are."""
    what = supposing.what.supposed if supposing and supposing.whole else NOTHING
    now = dict(mapped.labels)
    if supposing:
        now |= {id: found.label for id, found in supposing.of.items()}
    before = _with_reasons(mapped.labels, mapped.links, frozenset())
    after = _with_reasons(now, mapped.links, what.without)
    found = {id: _stood(after[id], label) for id, label in before.items()}
    for id in found.keys() & what.labels():
        words = Chosen.WITHOUT if id in what.without else Chosen.GIVEN
        found[id] = Stood(after[id], words.value)
    return found


def _with_reasons(
    labels: Mapping[str, Label], links: Links, aside: frozenset[str]
) -> dict[str, Label]:
    """The labels of the claims, and with them those of the supports among them."""
    cuts: dict[str, list[Attack]] = defaultdict(list)
    for attack in links.attacks:
        if attack.target_support_id and attack.id not in aside:
            cuts[attack.target_support_id].append(attack)
    reasons = {reason.id: label_of(reason, cuts[reason.id], labels) for reason in links.reasons}
    return {**labels, **reasons}


def _stood(now: Label, recorded: Label) -> Stood:
    if now == recorded:
        return Stood(now, STANDINGS[now])
    return Stood(now, f"{_WOULD[now]}; {_DOES[recorded]}", changed=True)

"""Why an argument has its label, as a chain that a person can follow. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from app.semantics.framework import Framework, Label, Settled


class Why(NamedTuple):
    """An argument, its label, and the attackers that decide it, each with its own reason.

    In: all attackers, for all are out. Out: the attacker that is in at the lowest step; so
    reasons rest on what was settled before them, and come to an end. Undec: the attackers that
    are undecided too. `goes_on`: there is more, which is told further up or not at all.
    """

    id: str
    label: Label
    by: tuple["Why", ...] = ()
    goes_on: bool = False

    def ids(self) -> set[str]:
        """Every argument in the chain."""
        return {self.id}.union(*(why.ids() for why in self.by))


def why(
    whole: Framework, labels: Mapping[str, Settled], id: str, *, depth: int, width: int = 8
) -> Why:
    """The reason for a label: so many attacks deep, so many attackers of each; what has been
    told of an argument once is not told again below it."""
    return _why(whole, labels, id, depth, width, frozenset())


def _why(
    whole: Framework,
    labels: Mapping[str, Settled],
    id: str,
    depth: int,
    width: int,
    above: frozenset[str],
) -> Why:
    label = labels[id].label
    deciding = _deciding(whole, labels, id)
    if not deciding:
        return Why(id, label)
    if depth == 0 or id in above:
        return Why(id, label, goes_on=True)
    further = above | {id}
    by = [_why(whole, labels, one, depth - 1, width, further) for one in deciding[:width]]
    return Why(id, label, tuple(by), len(deciding) > width)


def _deciding(whole: Framework, labels: Mapping[str, Settled], id: str) -> list[str]:
    attackers = whole.attackers.get(id, ())
    if labels[id].label == Label.OUT:
        accepted = [by for by in attackers if labels[by].label == Label.IN]
        return sorted(accepted, key=lambda by: labels[by].step)[:1]
    if labels[id].label == Label.UNDEC:
        return [by for by in attackers if labels[by].label == Label.UNDEC]
    return list(attackers)

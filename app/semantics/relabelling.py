"""What becomes of a grounded labelling when attacks come or go, without labelling all anew. Pure.

A label is kept with a step: what is in has only attackers that are out at lower steps; what is out
has one that is in at a lower step. So a reason never rests on what it is a reason for, and a label
can be checked by looking at the attackers alone. After a change the labels that can no longer be
so justified are taken back, outward from what was touched, and then given anew, outward again.
Steps need not be the least ones. Where nothing is taken back or given, nothing else is looked at.

The scheme is that of “delete and rederive” for recursive views: A. Gupta, I. S. Mumick,
V. S. Subrahmanian, Maintaining views incrementally, SIGMOD 1993; for frameworks that change compare
G. Alfano, S. Greco, F. Parisi, Efficient computation of extensions for dynamic abstract
argumentation frameworks: an incremental approach, IJCAI 2017.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol

from app.semantics.framework import UNDECIDED, Label, Settled

Near = tuple[dict[str, Settled], dict[str, list[str]]]
"""Labels as they are kept, and by argument its attackers, or what it attacks."""


class Kept(Protocol):
    """A framework as it is now, with the labels that it had before."""

    def attackers(self, ids: Collection[str]) -> Near:
        """The attackers of these, and the labels of both."""

    def targets(self, ids: Collection[str]) -> Near:
        """What these attack, and its labels."""


class Change(NamedTuple):
    before: Settled
    now: Settled


def relabelled(kept: Kept, touched: Iterable[str]) -> dict[str, Change]:
    """The arguments whose label or step is another now. `touched`: those that have lost or gained
    an attacker. Linear in the attacks of and on what is taken back or given."""
    work = _Work(kept)
    work.take_back(set(touched))
    work.give()
    changes = {id: Change(work.before[id], now) for id, now in work.now.items()}
    return {id: change for id, change in changes.items() if change.before != change.now}


class _Work:
    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.before: dict[str, Settled] = {}
        self.now: dict[str, Settled] = {}
        self.attackers: dict[str, list[str]] = {}
        self.targets: dict[str, list[str]] = {}

    def take_back(self, doubtful: set[str]) -> None:
        while doubtful:
            self._look_before(doubtful)
            for id in doubtful:
                self.now.setdefault(id, self.before[id])
            fallen = {id for id in doubtful if not self._is_justified(id)}
            self.now |= dict.fromkeys(fallen, UNDECIDED)
            doubtful = {id for id in self._after(fallen) if self._of(id).label != Label.UNDEC}

    def give(self) -> None:
        open_ = {id for id, now in self.now.items() if now.label == Label.UNDEC}
        while open_:
            self._look_before(open_)
            given = {id: now for id in open_ if (now := self._verdict(id)) is not None}
            self.now |= given
            open_ = {id for id in self._after(set(given)) if self._of(id).label == Label.UNDEC}

    def _of(self, id: str) -> Settled:
        return self.now.get(id) or self.before[id]

    def _is_justified(self, id: str) -> bool:
        label, step = self._of(id)
        by = [self._of(attacker) for attacker in self.attackers[id]]
        if label == Label.IN:
            return all(one.label == Label.OUT and one.step < step for one in by)
        return label == Label.UNDEC or any(one.label == Label.IN and one.step < step for one in by)

    def _verdict(self, id: str) -> Settled | None:
        by = [self._of(attacker) for attacker in self.attackers[id]]
        against = [one.step for one in by if one.label == Label.IN]
        if against:
            return Settled(Label.OUT, min(against) + 1)
        if all(one.label == Label.OUT for one in by):
            return Settled(Label.IN, max((one.step + 1 for one in by), default=0))
        return None

    def _look_before(self, ids: set[str]) -> None:
        if new := ids - self.attackers.keys():
            labels, attackers = self.kept.attackers(new)
            self._note(labels)
            self.attackers |= {id: attackers.get(id, []) for id in new}

    def _after(self, ids: set[str]) -> set[str]:
        if new := ids - self.targets.keys():
            labels, targets = self.kept.targets(new)
            self._note(labels)
            self.targets |= {id: targets.get(id, []) for id in new}
        return {target for id in ids for target in self.targets[id]}

    def _note(self, labels: dict[str, Settled]) -> None:
        self.before |= labels

"""After every change the labels are what they would be if all were labelled anew."""

import itertools
from collections.abc import Collection
from random import Random

import pytest

from app.semantics.framework import Framework, Label, Settled, framework
from app.semantics.grounded import grounded
from app.semantics.relabelling import Change, Near, relabelled


class Memory:
    """A framework that changes, with its labels, and what was looked at."""

    def __init__(self, arguments: Collection[str]) -> None:
        self.attacks: set[tuple[str, str]] = set()
        self.labels = dict.fromkeys(arguments, Settled(Label.IN, 0))
        self.seen: set[str] = set()

    def attackers(self, ids: Collection[str]) -> Near:
        self.seen |= set(ids)
        found = {id: [by for by, target in self.attacks if target == id] for id in ids}
        near = set(ids).union(*found.values())
        return {id: self.labels[id] for id in near}, found

    def targets(self, ids: Collection[str]) -> Near:
        found = {id: [target for by, target in self.attacks if by == id] for id in ids}
        return {id: self.labels[id] for id in set().union(*found.values())}, found

    def whole(self) -> Framework:
        return framework(self.labels, self.attacks)

    def change(self, *pairs: tuple[str, str]) -> dict[str, Change]:
        """Add the attacks that are not there, take away those that are."""
        self.attacks ^= set(pairs)
        self.seen.clear()
        found = relabelled(self, [target for _, target in pairs])
        self.labels |= {id: change.now for id, change in found.items()}
        return found

    def is_right(self) -> bool:
        full = grounded(self.whole())
        return all(self.labels[id].label == full[id].label for id in full) and self._has_order()

    def _has_order(self) -> bool:
        """What relabelling relies on: reasons are settled at lower steps."""
        for id, by in self.whole().attackers.items():
            label, step = self.labels[id]
            near = [self.labels[one] for one in by]
            if label == Label.IN:
                assert all(one.label == Label.OUT and one.step < step for one in near)
            if label == Label.OUT:
                assert any(one.label == Label.IN and one.step < step for one in near)
        return True


@pytest.mark.parametrize(("size", "changes"), [(4, 300), (12, 500), (40, 400)])
@pytest.mark.parametrize("seed", range(3))
def test_labels_are_right_after_every_one_of_many_changes(size, changes, seed):
    chance = Random(seed)
    names = [f"n{number}" for number in range(size)]
    memory = Memory(names)
    seen: set[Label] = set()
    for _ in range(changes):
        one, other = chance.choice(names), chance.choice(names)
        there = sorted(memory.attacks)
        if there and chance.random() < len(there) / (2.4 * size):
            one, other = chance.choice(there)
        mutual = [(other, one)] if chance.random() < 0.3 and one != other else []
        memory.change((one, other), *mutual)
        assert memory.is_right(), sorted(memory.attacks)
        seen |= {settled.label for settled in memory.labels.values()}
    assert seen == set(Label)


def test_an_even_cycle_does_not_hold_itself_up_when_what_decided_it_goes():
    memory = Memory("abc")
    memory.change(("a", "b"), ("b", "a"))
    assert memory.labels["a"].label == memory.labels["b"].label == Label.UNDEC
    memory.change(("c", "b"))
    assert (memory.labels["a"].label, memory.labels["b"].label) == ("in", "out")
    memory.change(("c", "b"))
    assert memory.labels["a"].label == memory.labels["b"].label == Label.UNDEC


def test_an_attack_that_decides_nothing_is_followed_no_further():
    names = [f"n{number}" for number in range(1000)]
    memory = Memory(names)
    memory.change(*itertools.pairwise(names))
    assert memory.labels["n999"].label == Label.OUT
    memory.change(("n2", "n501"))
    assert memory.seen == {"n501"}
    assert memory.change(("n999", "n1")) == {}

"""Abstract argumentation: arguments that attack each other, and what is settled of them. Pure.

Source: P. M. Dung, On the acceptability of arguments and its fundamental role in nonmonotonic
reasoning, logic programming and n-person games, Artificial Intelligence 77 (1995) 321–357. Labels:
M. Caminada, On the issue of reinstatement in argumentation, JELIA 2006.
"""

import enum
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class Label(enum.StrEnum):
    """In: everything that attacks it is out. Out: something that is in attacks it. Else undec."""

    IN = "in"
    OUT = "out"
    UNDEC = "undec"


class Settled(NamedTuple):
    """A label, and after how many others in a row it can be given: its reasons are settled at
    lower steps, so that no chain of reasons comes back to itself. 0 for what is undecided."""

    label: Label
    step: int


UNDECIDED = Settled(Label.UNDEC, 0)


class Framework(NamedTuple):
    """By argument its attackers, each once, in the order in which they were given."""

    attackers: dict[str, tuple[str, ...]]

    def targets(self) -> dict[str, list[str]]:
        """By argument what it attacks. Linear."""
        found: dict[str, list[str]] = {id: [] for id in self.attackers}
        for id, attackers in self.attackers.items():
            for attacker in attackers:
                found[attacker].append(id)
        return found

    def attacks(self) -> list[tuple[str, str]]:
        """Attacker and target of each attack."""
        return [(by, id) for id, attackers in self.attackers.items() for by in attackers]


def framework(arguments: Iterable[str], attacks: Iterable[tuple[str, str]]) -> Framework:
    """`attacks`: attacker and target; attacks of or on anything else are passed over. Linear."""
    found: dict[str, dict[str, None]] = {id: {} for id in arguments}
    for attacker, target in attacks:
        if attacker in found and target in found:
            found[target][attacker] = None
    return Framework({id: tuple(attackers) for id, attackers in found.items()})


def component(whole: Framework, id: str) -> Framework:
    """What hangs together with an argument by attacks, whichever way they go. Linear."""
    beside: dict[str, list[str]] = defaultdict(list)
    for attacker, target in whole.attacks():
        beside[attacker].append(target)
        beside[target].append(attacker)
    reached, waiting = {id}, [id]
    while waiting:
        new = set(beside[waiting.pop()]) - reached
        reached |= new
        waiting += new
    return Framework({id: by for id, by in whole.attackers.items() if id in reached})

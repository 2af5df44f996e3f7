"""The grounded labelling: what has to be accepted, what has to be given up, and the rest. Pure."""

from collections import deque
from collections.abc import Mapping

from app.semantics.framework import UNDECIDED, Framework, Label, Settled


def grounded(whole: Framework, fixed: Mapping[str, Label] | None = None) -> dict[str, Settled]:
    """The grounded label of every argument. Linear in arguments and attacks.

    `fixed`: labels that are supposed, in or out, whatever attacks those arguments.

    Source: the labelling algorithm in S. Modgil and M. Caminada, Proof theories and algorithms for
    abstract argumentation frameworks, in Argumentation in Artificial Intelligence, 2009, here with
    a count of attackers that are not yet out, and breadth first, so that steps are least.
    """
    targets, supposed = whole.targets(), fixed or {}
    unanswered = {id: len(attackers) for id, attackers in whole.attackers.items()}
    found = {id: Settled(label, 0) for id, label in supposed.items() if id in unanswered}
    free = [id for id, count in unanswered.items() if count == 0 and id not in found]
    found |= dict.fromkeys(free, Settled(Label.IN, 0))
    waiting = deque(found)
    while waiting:
        id = waiting.popleft()
        label, step = found[id]
        for target in targets[id]:
            unanswered[target] -= label == Label.OUT
            if target in found:
                continue
            if label == Label.IN:
                found[target] = Settled(Label.OUT, step + 1)
            elif unanswered[target] == 0:
                found[target] = Settled(Label.IN, step + 1)
            else:
                continue
            waiting.append(target)
    return {id: found.get(id, UNDECIDED) for id in whole.attackers}

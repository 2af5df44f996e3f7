"""Preferred and stable extensions of small frameworks, by the library python-argumentation.

A preferred extension is a largest set of arguments that do not attack each other and that strike
back at whatever attacks one of them; it is stable if it attacks all that is not in it. Every
preferred extension holds what the grounded one does, so only what that leaves undecided is given
to the library, piece by piece: its search doubles with every argument.
"""

import itertools
import math
from collections.abc import Iterable, Mapping
from typing import Any

from app.semantics.framework import Framework, Label, Settled, component, framework
from app.semantics.grounded import grounded

MOST_ARGUMENTS = 400
MOST_UNDECIDED = 12
"""In one piece: the library takes about a tenth of a second for so many."""
MOST_EXTENSIONS = 256

Extensions = list[frozenset[str]]


def preferred(whole: Framework) -> Extensions | None:
    """The preferred extensions, at least one; None where there would be too much to search."""
    from py_arg.algorithms.semantics.get_preferred_extensions import get_preferred_extensions

    return _extensions(whole, lambda given: _largest(get_preferred_extensions(given)))


def stable(whole: Framework) -> Extensions | None:
    """The stable extensions, perhaps none; None where there would be too much to search."""
    from py_arg.algorithms.semantics.get_stable_extensions import get_stable_extensions

    return _extensions(whole, get_stable_extensions)


def _extensions(whole: Framework, search: Any) -> Extensions | None:
    if len(whole.attackers) > MOST_ARGUMENTS:
        return None
    labels = grounded(whole)
    pieces = list(_undecided(whole, labels))
    if any(len(piece.attackers) > MOST_UNDECIDED for piece in pieces):
        return None
    accepted = frozenset(id for id, settled in labels.items() if settled.label == Label.IN)
    found = [_searched(piece, search) for piece in pieces]
    if math.prod(len(choices) for choices in found) > MOST_EXTENSIONS:
        return None
    return [accepted.union(*chosen) for chosen in itertools.product(*found)]


def _undecided(whole: Framework, labels: Mapping[str, Settled]) -> Iterable[Framework]:
    """The pieces that hang together of what the grounded labelling leaves open."""
    left = {id for id, settled in labels.items() if settled.label == Label.UNDEC}
    rest = framework((id for id in whole.attackers if id in left), whole.attacks())
    while left:
        piece = component(rest, min(left))
        left -= piece.attackers.keys()
        yield piece


def _searched(piece: Framework, search: Any) -> Extensions:
    from py_arg.abstract_argumentation_classes.abstract_argumentation_framework import (
        AbstractArgumentationFramework,
    )
    from py_arg.abstract_argumentation_classes.argument import Argument
    from py_arg.abstract_argumentation_classes.defeat import Defeat

    arguments = {id: Argument(id) for id in piece.attackers}
    defeats = [Defeat(arguments[by], arguments[id]) for by, id in piece.attacks()]
    given = AbstractArgumentationFramework("", list(arguments.values()), defeats)
    return [frozenset(str(one.name) for one in found) for found in search(given)]


def _largest(found: Iterable[frozenset[Any]]) -> list[frozenset[Any]]:
    """Without those that another one holds: the library leaves some of them in."""
    every = list(found)
    return [one for one in every if not any(one < other for other in every)]

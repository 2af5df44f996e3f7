"""The grounded labelling, in cases from the literature and against another program."""

import itertools
from random import Random

import pytest
from py_arg.abstract_argumentation_classes.abstract_argumentation_framework import (
    AbstractArgumentationFramework,
)
from py_arg.abstract_argumentation_classes.argument import Argument
from py_arg.abstract_argumentation_classes.defeat import Defeat
from py_arg.algorithms.semantics.get_grounded_extension import get_grounded_extension

from app.semantics.explain import why
from app.semantics.extensions import preferred, stable
from app.semantics.framework import Framework, Label, component, framework
from app.semantics.grounded import grounded


def of(attacks: str, alone: str = "") -> Framework:
    """`of("ab bc")`: a attacks b, b attacks c."""
    pairs = [(pair[0], pair[1]) for pair in attacks.split()]
    return framework(sorted({*alone, *"".join(attacks.split())}), pairs)


def told(whole: Framework) -> str:
    """The labels in the order of the arguments: i, o or u."""
    return "".join(settled.label[0] for settled in grounded(whole).values())


CASES = {
    "reinstatement": ("ab bc", "ioi", 1, 1),
    "a chain of five": ("ab bc cd de", "ioioi", 1, 1),
    "odd cycle": ("ab bc ca", "uuu", 1, 0),
    "even cycle (Nixon diamond)": ("ab ba", "uu", 2, 2),
    "even cycle of four": ("ab bc cd da", "uuuu", 2, 2),
    "self-attack": ("aa", "u", 1, 0),
    "self-attack that attacks another": ("aa ab", "uu", 1, 0),
    "floating acceptance": ("ab ba ac bc cd", "uuuu", 2, 2),
    "an even cycle that is decided from outside": ("ab ba ca", "oii", 1, 1),
    "an odd cycle that is broken from outside": ("ab bc ca da", "oioi", 1, 1),
    "two attackers, one defeated": ("ac bc da", "oioi", 1, 1),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_from_the_literature(name):
    attacks, expected, some, full = CASES[name]
    whole = of(attacks)
    assert told(whole) == expected
    assert len(preferred(whole) or []) == some
    assert len(stable(whole) or []) == full


def test_what_is_accepted_either_way_is_in_every_preferred_extension_and_yet_undecided():
    whole = of("ab ba ac bc cd")
    assert grounded(whole)["d"].label == Label.UNDEC
    assert sorted(map(sorted, preferred(whole) or [])) == [["a", "d"], ["b", "d"]]


def test_what_nothing_attacks_is_in_and_attacks_of_strangers_are_passed_over():
    assert told(of("", alone="ab")) == "ii"
    assert framework("ab", [("a", "b"), ("a", "b"), ("x", "a"), ("a", "x")]).attackers == {
        "a": (),
        "b": ("a",),
    }


def test_a_label_can_be_supposed_whatever_attacks_it():
    whole = of("ab bc")
    labels = {id: settled.label for id, settled in grounded(whole, {"b": Label.IN}).items()}
    assert labels == {"a": "in", "b": "in", "c": "out"}
    labels = {id: settled.label for id, settled in grounded(whole, {"a": Label.OUT}).items()}
    assert labels == {"a": "out", "b": "in", "c": "out"}


def any_framework(chance: Random) -> Framework:
    names = "abcdefghij"[: chance.randint(1, 8)]
    wanted = chance.randint(0, 2 * len(names))
    return framework(names, [(chance.choice(names), chance.choice(names)) for _ in range(wanted)])


def theirs(whole: Framework) -> set[str]:
    arguments = {id: Argument(id) for id in whole.attackers}
    defeats = [Defeat(arguments[by], arguments[id]) for by, id in whole.attacks()]
    given = AbstractArgumentationFramework("", list(arguments.values()), defeats)
    return {argument.name for argument in get_grounded_extension(given)}


def test_it_is_what_py_arg_finds_on_2000_random_graphs():
    chance = Random(3)
    for _ in range(2000):
        whole = any_framework(chance)
        accepted = theirs(whole)
        for id, settled in grounded(whole).items():
            attacked = bool(accepted & set(whole.attackers[id]))
            expected = Label.IN if id in accepted else Label.OUT if attacked else Label.UNDEC
            assert settled.label == expected, whole


def by_definition(whole: Framework) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    """The preferred and the stable extensions, by trying every set."""
    attackers = {id: set(by) for id, by in whole.attackers.items()}
    targets = {id: set(found) for id, found in whole.targets().items()}
    admissible, attacking_all = [], set()
    for size in range(len(attackers) + 1):
        for chosen in map(frozenset, itertools.combinations(attackers, size)):
            struck = set().union(*(targets[id] for id in chosen))
            if struck & chosen:
                continue
            if all(attackers[id] <= struck for id in chosen):
                admissible.append(chosen)
            if struck | chosen == attackers.keys():
                attacking_all.add(chosen)
    largest = {one for one in admissible if not any(one < other for other in admissible)}
    return largest, attacking_all


def test_preferred_and_stable_extensions_are_those_of_the_definition():
    chance = Random(5)
    for _ in range(150):
        whole = any_framework(chance)
        largest, attacking_all = by_definition(whole)
        assert set(preferred(whole) or []) == largest, whole
        assert set(stable(whole) or []) == attacking_all, whole


def test_what_is_too_much_to_search_is_left():
    ring = [str(number) for number in range(14)]
    whole = framework(ring, zip(ring, [*ring[1:], ring[0]], strict=True))
    assert preferred(whole) is None
    assert stable(whole) is None
    assert preferred(framework(map(str, range(500)), [])) is None


def test_what_hangs_together_is_found_whichever_way_attacks_go():
    assert component(of("ab cb de", alone="f"), "a").attackers == {
        "a": (),
        "b": ("a", "c"),
        "c": (),
    }


def test_a_reason_goes_back_to_what_nothing_attacks():
    whole = of("ab bc")
    found = why(whole, grounded(whole), "c", depth=5)
    assert (found.label, found.by[0].label, found.by[0].by[0].label) == ("in", "out", "in")
    assert found.by[0].by[0].by == ()
    assert found.ids() == {"a", "b", "c"}


def test_a_reason_that_comes_back_to_itself_says_so_and_one_that_is_long_goes_on():
    whole = of("ab ba")
    found = why(whole, grounded(whole), "a", depth=5)
    assert found.by[0].by[0] == ("a", Label.UNDEC, (), True)
    chain = of("ab bc cd de")
    cut = why(chain, grounded(chain), "e", depth=2).by[0].by[0]
    assert (cut.id, cut.goes_on) == ("c", True)

"""A debate as an abstract argumentation framework, for solvers of the argumentation community.

Arguments are the claims (a12, b36) and the supports (s_ and the id). A contradiction is an attack,
a mutual one two. A support is attacked by what undercuts it and by whatever attacks one of its
premises: so it is in, by the grounded semantics, exactly when its step and all its premises are.
Qualifications attack nothing.

Formats: ASPARTIX (https://www.dbai.tuwien.ac.at/research/argumentation/aspartix/) and the trivial
graph format, as in the ICCMA competitions of 2015 to 2021 (http://argumentationcompetition.org).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from app.arguments.models import Move
from app.arguments.queries import Links


class Abstract(NamedTuple):
    """Names of arguments with what they say, and attacks between names, sorted."""

    arguments: dict[str, str]
    attacks: list[tuple[str, str]]


def abstract(statements: Mapping[str, tuple[str, str]], links: Links) -> Abstract:
    """`statements`: by claim id its label (A12) and its statement; every end of a link has one."""
    names = {id: label.lower() for id, (label, _) in statements.items()}
    attackers: dict[str, set[str]] = defaultdict(set)
    for attack in links.attacks:
        if attack.move == Move.CONTRADICTS and attack.target_claim_id:
            attackers[attack.target_claim_id].add(attack.claim_id)
            if attack.mutual:
                attackers[attack.claim_id].add(attack.target_claim_id)
        elif attack.target_support_id:
            attackers[attack.target_support_id].add(attack.claim_id)
    for reason in links.reasons:
        names[reason.id] = f"s_{reason.id}"
        for premise in reason.premise_ids:
            attackers[reason.id] |= attackers.get(premise, set())
    arguments = {names[id]: statement for id, (_, statement) in statements.items()}
    arguments |= {names[reason.id]: reason.note for reason in links.reasons}
    pairs = [(names[by], names[id]) for id, found in attackers.items() for by in found]
    return Abstract(arguments, sorted(pairs))


def aspartix(framework: Abstract) -> str:
    """One fact a line; what an argument says stands in a comment before it."""
    lines = []
    for name, words in framework.arguments.items():
        lines += [f"% {' '.join(words.split())}", f"arg({name})."]
    lines += [f"att({attacker},{target})." for attacker, target in framework.attacks]
    return "\n".join(lines) + "\n"


def trivial_graph(framework: Abstract) -> str:
    attacks = (f"{attacker} {target}" for attacker, target in framework.attacks)
    return "\n".join([*framework.arguments, "#", *attacks]) + "\n"

"""A debate as an abstract argumentation framework, for solvers of the argumentation community.

Arguments are the claims (a12, b36; outside3) and the supports (s_ and the id); what attacks what
is said in `arguments.standing`.

Formats: ASPARTIX (https://www.dbai.tuwien.ac.at/research/argumentation/aspartix/) and the trivial
graph format, as in the ICCMA competitions of 2015 to 2021 (http://argumentationcompetition.org).
"""

from collections.abc import Mapping
from typing import NamedTuple

from app.arguments.queries import Links
from app.arguments.standing import framework_of


class Abstract(NamedTuple):
    """Names of arguments with what they say, and attacks between names, sorted."""

    arguments: dict[str, str]
    attacks: list[tuple[str, str]]


def abstract(statements: Mapping[str, tuple[str, str]], links: Links) -> Abstract:
    """`statements`: by claim id its label (A12) and its statement; every end of a link has one."""
    names = {id: label.lower().replace(" ", "") for id, (label, _) in statements.items()}
    names |= {reason.id: f"s_{reason.id}" for reason in links.reasons}
    whole = framework_of(statements, links)
    arguments = {names[id]: statement for id, (_, statement) in statements.items()}
    arguments |= {names[reason.id]: reason.note for reason in links.reasons}
    return Abstract(arguments, sorted((names[by], names[id]) for by, id in whole.attacks()))


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

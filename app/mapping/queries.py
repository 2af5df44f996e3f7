"""What a map shows: the claims around a claim or under a question, and what bears among them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session

from app.arguments.queries import Links, links_of
from app.claims.queries import Card, cards
from app.debates.queries import Asked, Voice
from app.mapping.graph import LIMIT, MapGraph, of_claims
from app.mapping.neighbourhood import MapFilter, beside, narrowed

FARTHEST = 3
"""The most steps that a map goes from a claim."""


class Mapped(NamedTuple):
    """A map of claims, with the claims on it by id. `steps` is how far it goes, which is less than
    was asked for where more would not fit, or where there is no more."""

    graph: MapGraph
    cards: dict[str, Card]
    steps: int = 0


def around(
    db: Session, claim_id: str, steps: int, chosen: MapFilter, speakers: Mapping[str, Voice]
) -> Mapped:
    """A claim and what is at most so many steps from it. 1 query, and at most 4 a step.

    What does not fit within the limit of a map is left out from the outside: a whole step, or of
    the first step what comes last in the order of the texts.
    """
    shown = cards(db, [claim_id])
    made = Mapped(of_claims([claim_id], Links((), ())), shown)
    for step in range(1, min(steps, FARTHEST) + 1):
        ids = set(made.cards)
        wider = beside(ids, _links(db, ids, chosen, speakers))
        if wider == ids:
            break
        shown = cards(db, wider)
        ordered = _ordered(shown, speakers, claim_id)
        links = _links(db, ordered[:LIMIT], chosen, speakers)
        graph = of_claims(ordered, links)
        if graph.left_out and step > 1:
            return made._replace(graph=made.graph._replace(left_out=graph.left_out))
        made = Mapped(graph, {id: shown[id] for id in ordered[:LIMIT]}, step)
    return made


def under(db: Session, question: Asked, chosen: MapFilter, speakers: Mapping[str, Voice]) -> Mapped:
    """The claims that are positions on a question, and what bears among them. 4 queries."""
    shown = cards(db, [id for held in question.positions for id in held.claim_ids])
    own = {id: c for id, c in shown.items() if chosen.source in ("", c.source_id)}
    ordered = _ordered(own, speakers)
    links = _links(db, ordered[:LIMIT], chosen, speakers)
    return Mapped(of_claims(ordered, links, question), own)


def _links(
    db: Session, ids: Iterable[str], chosen: MapFilter, speakers: Mapping[str, Voice]
) -> Links:
    """The links of these claims that the filter lets through. 3 queries."""
    links = links_of(db, ids)
    ends = links.claim_ids() | set(ids)
    source_of = {id: c.source_id for id, c in cards(db, ends).items() if c.source_id in speakers}
    return narrowed(links, source_of, chosen)


def _ordered(
    shown: Mapping[str, Card], speakers: Mapping[str, Voice], first: str = ""
) -> list[str]:
    """By side and place, as the texts are read; a claim in hand before all others."""

    def place(id: str) -> tuple[bool, int, int, str]:
        card = shown[id]
        return id != first, speakers[card.source_id].position, card.passages[0].start, id

    return sorted(shown, key=place)

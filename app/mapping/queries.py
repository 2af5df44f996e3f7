"""What a map shows: the claims around a claim or under a question, and what bears among them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session

from app.arguments.queries import Links, links_of
from app.claims.queries import Card, cards
from app.debates.queries import Asked
from app.debates.voices import Voices
from app.mapping.graph import LIMIT, MapGraph, of_claims
from app.mapping.neighbourhood import MapFilter, beside, narrowed
from app.semantics.framework import Label

FARTHEST = 3
"""The most steps that a map goes from a claim."""


NONE = Links((), ())


class Near(NamedTuple):
    """What bears on some claims: all of it, what a filter lets through, and where the claims at
    the ends stand."""

    links: Links
    followed: Links
    labels: dict[str, Label]


class Mapped(NamedTuple):
    """A map of claims, with the claims on it by id. `steps` is how far it goes, which is less than
    was asked for where more would not fit, or where there is no more. `links`: all that bears on
    its claims, on the map or not; `labels`: where the claims at their ends stand."""

    graph: MapGraph
    cards: dict[str, Card]
    steps: int = 0
    links: Links = NONE
    labels: Mapping[str, Label] = {}


def around(db: Session, claim_id: str, steps: int, chosen: MapFilter, speakers: Voices) -> Mapped:
    """A claim and what is at most so many steps from it. 1 query, and at most 4 a step.

    What does not fit within the limit of a map is left out from the outside: a whole step, or of
    the first step what comes last in the order of the texts.
    """
    shown = cards(db, [claim_id])
    made = Mapped(of_claims([claim_id], NONE), shown, labels={claim_id: shown[claim_id].standing})
    for step in range(1, min(steps, FARTHEST) + 1):
        ids = set(made.cards)
        wider = beside(ids, _near(db, ids, chosen, speakers).followed)
        if wider == ids:
            break
        shown = cards(db, wider)
        ordered = _ordered(shown, speakers, claim_id)
        near = _near(db, ordered[:LIMIT], chosen, speakers)
        graph = of_claims(ordered, near.followed)
        if graph.left_out and step > 1:
            return made._replace(graph=made.graph._replace(left_out=graph.left_out))
        own = {id: shown[id] for id in ordered[:LIMIT]}
        made = Mapped(graph, own, step, near.links, near.labels)
    return made


def under(db: Session, question: Asked, chosen: MapFilter, speakers: Voices) -> Mapped:
    """The claims that are positions on a question, and what bears among them. 4 queries."""
    shown = cards(db, [id for held in question.positions for id in held.claim_ids])
    own = {id: c for id, c in shown.items() if chosen.source in ("", c.source_id)}
    ordered = _ordered(own, speakers)
    near = _near(db, ordered[:LIMIT], chosen, speakers)
    graph = of_claims(ordered, near.followed, question)
    return Mapped(graph, own, links=near.links, labels=near.labels)


def _near(db: Session, ids: Iterable[str], chosen: MapFilter, speakers: Voices) -> Near:
    """What bears on these claims, and what of it the filter lets through. 3 queries."""
    links = links_of(db, ids)
    ends = cards(db, links.claim_ids() | set(ids))
    source_of = {id: c.source_id for id, c in ends.items() if speakers.hears(c)}
    labels = {id: card.standing for id, card in ends.items()}
    return Near(links, narrowed(links, source_of, chosen), labels)


def _ordered(shown: Mapping[str, Card], speakers: Voices, first: str = "") -> list[str]:
    """By side and place, as the texts are read; a claim in hand before all others."""

    def place(id: str) -> tuple[bool, int, int, str]:
        card = shown[id]
        at = card.passages[0].start if card.passages else card.number
        return id != first, speakers[card.source_id].position, at, id

    return sorted(shown, key=place)

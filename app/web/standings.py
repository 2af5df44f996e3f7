"""/standings: where a claim stands and why, in full, with what theory and solvers want."""

from collections.abc import Callable
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.arguments.queries import Links, links_of
from app.arguments.standing import MOST_CLAIMS, framework_of, hanging_together
from app.claims.queries import Card, card_by_id, cards, claim_version
from app.debates.queries import debate_of_claim, voices
from app.formats.solver import Abstract, abstract, aspartix, trivial_graph
from app.history.queries import edition
from app.semantics.extensions import preferred, stable
from app.semantics.framework import Framework, component
from app.web import urls
from app.web.caching import page
from app.web.claimed import said
from app.web.deps import READ, Db
from app.web.quoting import label
from app.web.reckoning import ends_of, near_attacks, reckoning
from app.web.render import moved, render

router = APIRouter()
DEPTH = 8
"""Steps of a chain; what is further is told on the page of the claim where it breaks off."""


class Part(NamedTuple):
    """What hangs together with a claim by attacks, and the links and claims that it is made of."""

    graph: Framework
    links: Links
    shown: dict[str, Card]


@router.api_route("/standings/{id}.apx", methods=READ, name="standings.apx")
def apx(request: Request, db: Db, id: str) -> Response:
    """The part for solvers that read ASPARTIX's facts."""
    return _graph(request, db, id, aspartix)


@router.api_route("/standings/{id}.tgf", methods=READ, name="standings.tgf")
def tgf(request: Request, db: Db, id: str) -> Response:
    """The part for solvers that read the trivial graph format."""
    return _graph(request, db, id, trivial_graph)


@router.api_route("/standings/{id}", methods=READ, name="standings.show")
@router.api_route("/standings/{id}/{words}", methods=READ, name="standings.show.words")
def show(request: Request, db: Db, id: str) -> Response:
    claim_version(db, id)  # raises where there is no such claim
    return page(request, edition(db), lambda: _show(request, db, id))


def _show(request: Request, db: Session, id: str) -> Response:
    card = card_by_id(db, id)
    if request.url.path != urls.standing(card):
        return moved(urls.standing(card))
    debate = debate_of_claim(db, card.id)
    part = _part(db, id)
    if part:
        shown, attacks = part.shown, list(part.links.attacks)
    else:
        attacks = near_attacks(db, [id], links_of(db, [id]))
        shown = cards(db, {id} | ends_of(attacks))
    context: dict[str, Any] = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "card": card,
        "cards": shown,
        "reckoning": reckoning(id, attacks, shown, depth=DEPTH if part else 2),
        "most": MOST_CLAIMS,
    }
    return render(request, "standings/show.html", context | _theory(part, id))


def _theory(part: Part | None, id: str) -> dict[str, Any]:
    """What the technical part of the page says of the part that hangs together."""
    if part is None:
        return {"size": 0, "preferred": None, "stable": None}
    claims = sum(one in part.shown for one in part.graph.attackers)
    found = {"preferred": preferred(part.graph), "stable": stable(part.graph)}
    counted = {
        name: None if every is None else (sum(id in one for one in every), len(every))
        for name, every in found.items()
    }
    return {
        "size": claims,
        "supports": len(part.graph.attackers) - claims,
        "attacks": len(part.graph.attacks()),
        **counted,
    }


def _part(db: Session, id: str) -> Part | None:
    """None where more than MOST_CLAIMS hang together. 4 queries."""
    reached = hanging_together(db, [id], MOST_CLAIMS)
    if len(reached) > MOST_CLAIMS:
        return None
    links = links_of(db, reached)
    graph = component(framework_of(reached, links), id)
    reasons = tuple(reason for reason in links.reasons if reason.id in graph.attackers)
    return Part(graph, Links(reasons, links.attacks), cards(db, reached))


def _graph(request: Request, db: Session, id: str, written: Callable[[Abstract], str]) -> Response:
    claim_version(db, id)  # raises where there is no such claim

    def build() -> Response:
        part = _part(db, id)
        if part is None:
            words = f"More than {MOST_CLAIMS} claims hang together here: take the whole debate.\n"
            return Response(words, 404, media_type="text/plain; charset=utf-8")
        heard = voices(db, debate_of_claim(db, id).id)
        statements = {
            one: (label(card, heard[card.source_id]), said(card))
            for one, card in part.shown.items()
        }
        body = written(abstract(statements, part.links))
        return Response(body.encode(), media_type="text/plain; charset=utf-8")

    return page(request, edition(db), build)

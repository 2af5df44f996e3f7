"""The data itself: a debate as JSON and as a graph for solvers, a clean text as plain text."""

import json
from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.arguments.queries import links_of
from app.claims.queries import cards, claim_ids_of, outside_ids
from app.debates.queries import debate_by_slug, voices
from app.formats.published import published
from app.formats.solver import Abstract, abstract, aspartix, trivial_graph
from app.history.queries import edition
from app.sources.queries import source_by_slug, text_of
from app.web.caching import page
from app.web.claimed import said
from app.web.deps import READ, Db
from app.web.quoting import label

router = APIRouter()


@router.api_route("/debates/{slug}.json", methods=READ, name="debates.json")
def debate(request: Request, db: Db, slug: str) -> Response:
    def build() -> Response:
        content = published(db, debate_by_slug(db, slug))
        body = json.dumps(content, ensure_ascii=False, indent=1)
        return Response(body.encode(), media_type="application/json")

    return page(request, edition(db), build)


@router.api_route("/debates/{slug}.apx", methods=READ, name="debates.apx")
def debate_apx(request: Request, db: Db, slug: str) -> Response:
    """The graph for solvers that read ASPARTIX's facts."""
    return _graph(request, db, slug, aspartix)


@router.api_route("/debates/{slug}.tgf", methods=READ, name="debates.tgf")
def debate_tgf(request: Request, db: Db, slug: str) -> Response:
    """The graph for solvers that read the trivial graph format."""
    return _graph(request, db, slug, trivial_graph)


def _graph(
    request: Request, db: Session, slug: str, written: Callable[[Abstract], str]
) -> Response:
    def build() -> Response:
        debate = debate_by_slug(db, slug)
        heard = voices(db, debate.id)
        own = [id for source_id in heard for id in claim_ids_of(db, source_id)]
        shown = cards(db, [*own, *outside_ids(db, debate.id)])
        labels = {
            id: (label(card, heard[card.source_id]), said(card)) for id, card in shown.items()
        }
        body = written(abstract(labels, links_of(db, shown)))
        return Response(body.encode(), media_type="text/plain; charset=utf-8")

    return page(request, edition(db), build)


@router.api_route("/sources/{slug}.txt", methods=READ, name="sources.text")
def text(request: Request, db: Db, slug: str) -> Response:
    """The clean text in whose code points all offsets count, byte for byte as it was hashed."""

    def build() -> Response:
        found = text_of(db, source_by_slug(db, slug).id)
        return Response(found.text.encode(), media_type="text/plain; charset=utf-8")

    return page(request, edition(db), build)

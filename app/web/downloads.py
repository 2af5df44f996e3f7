"""The data itself: a debate as JSON, a clean text as plain text."""

import json

from fastapi import APIRouter, Request, Response

from app.debates.queries import debate_by_slug
from app.formats.published import published
from app.history.queries import edition
from app.sources.queries import source_by_slug, text_of
from app.web.caching import page
from app.web.deps import READ, Db

router = APIRouter()


@router.api_route("/debates/{slug}.json", methods=READ, name="debates.json")
def debate(request: Request, db: Db, slug: str) -> Response:
    def build() -> Response:
        content = published(db, debate_by_slug(db, slug))
        body = json.dumps(content, ensure_ascii=False, indent=1)
        return Response(body.encode(), media_type="application/json")

    return page(request, edition(db), build)


@router.api_route("/sources/{slug}.txt", methods=READ, name="sources.text")
def text(request: Request, db: Db, slug: str) -> Response:
    """The clean text in whose code points all offsets count, byte for byte as it was hashed."""

    def build() -> Response:
        found = text_of(db, source_by_slug(db, slug).id)
        return Response(found.text.encode(), media_type="text/plain; charset=utf-8")

    return page(request, edition(db), build)

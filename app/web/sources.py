"""/sources: whole texts, their paragraphs, passages and claims in place, and their repairs."""

from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.changes.leading import renamed
from app.claims.queries import claims_on
from app.debates.queries import debate_around, voices
from app.errors import NotFound
from app.history.models import Kind
from app.history.queries import edition
from app.passages.queries import passage_by_id
from app.sources.models import Repair, Source
from app.sources.queries import blocks_of, repairs_of, source_by_id, source_by_slug, text_of
from app.web import urls
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.reading import Chosen, Texts, block_at, reading
from app.web.render import moved, render

router = APIRouter()


@router.api_route("/sources/{slug}", methods=READ, name="sources.show")
def show(request: Request, db: Db, slug: str) -> Response:
    return _read(request, db, slug, Chosen())


@router.api_route("/sources/{slug}/paragraphs/{number}", methods=READ, name="sources.paragraph")
def paragraph(request: Request, db: Db, slug: str, number: str) -> Response:
    if not (number.isascii() and number.isdigit() and len(number) < 8 and int(number)):
        raise NotFound("paragraph", number[:40])
    return _read(request, db, slug, Chosen(paragraph=int(number)))


@router.api_route("/sources/{slug}/passages/{id}", methods=READ, name="sources.passage")
def passage(request: Request, db: Db, slug: str, id: str) -> Response:
    """Words on which no claim rests yet, or any more, have their paragraph to show them; in a text
    that is called otherwise by now, they are led to at once."""
    try:
        return _read(request, db, slug, Chosen(passage=id))
    except NotFound:
        found = passage_by_id(db, id)
        source = source_by_id(db, found.source_text.source_id)
        if source.slug not in (slug, renamed(db, Kind.SOURCE, slug)):
            raise
        rests = claims_on(db, found.id)
        return moved(
            urls.place(source, found) if rests else urls.paragraph(source, found.block), request
        )


@router.api_route("/sources/{slug}/claims/{id}", methods=READ, name="sources.claim")
def claim(request: Request, db: Db, slug: str, id: str) -> Response:
    """`?at=` names the passage under which to open it, where it is not the claim's first."""
    return _read(request, db, slug, Chosen(claim=id, at=request.query_params.get("at", "")))


@router.api_route("/passages/{id}", methods=READ, name="passages.show")
def place(db: Db, id: str) -> Response:
    """The short permalink of a passage leads to its place in the text."""
    found = passage_by_id(db, id)
    text = found.source_text
    return RedirectResponse(urls.place(source_by_id(db, text.source_id), found), 302)


@router.api_route("/sources/{slug}/repairs", methods=READ, name="sources.repairs")
def repairs(request: Request, db: Db, slug: str) -> Response:
    def build() -> Response:
        source = source_by_slug(db, slug)
        return render(
            request, "sources/repairs.html", _repaired(db, source), fragment="sources/_repairs.html"
        )

    return page(request, edition(db), build)


def _repaired(db: Session, source: Source) -> dict[str, Any]:
    """The repairs by kind, the commonest first, with the block of each whose place is known."""
    text = text_of(db, source.id)
    debate = debate_around(db, source.id)
    blocks = blocks_of(db, text.id)
    by_kind: dict[str, list[Repair]] = defaultdict(list)
    for repair in repairs_of(db, text.id):
        by_kind[repair.kind].append(repair)
    return {
        "debate": debate,
        "voices": voices(db, debate.id),
        "source": source,
        "text": text,
        "repairs": sorted(by_kind.items(), key=lambda kind: -_counted(kind[1])),
        "counts": {kind: _counted(made) for kind, made in by_kind.items()},
        "places": {
            repair.position: block_at(blocks, repair.at)
            for made in by_kind.values()
            for repair in made
            if repair.at is not None
        },
    }


def _counted(made: list[Repair]) -> int:
    return sum(repair.count for repair in made)


def _read(request: Request, db: Session, slug: str, chosen: Chosen) -> Response:
    version = edition(db)

    def build() -> Response:
        texts: Texts = request.app.state.texts
        context = reading(texts.of(db, source_by_slug(db, slug), version), chosen)
        fragment = "sources/_opened.html" if context["focus"] else None
        return render(request, "sources/show.html", context, fragment=fragment)

    return page(request, version, build)

"""/sources/…/claims/new: a claim made from words of a text, selected or pasted."""

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.queries import Signed
from app.claims.models import Stance
from app.claims.queries import Card, cards
from app.debates.queries import debate_around, voices
from app.errors import Invalid, Refusal
from app.history.forms import once
from app.history.models import Kind
from app.ids import new_id
from app.passages.commands import anchor
from app.proposals.acting import act
from app.proposals.models import Deed
from app.search.queries import search
from app.search.ranking import Filters
from app.sources.models import Source, SourceText
from app.sources.queries import source_by_slug, text_of
from app.text.anchoring import Quote, Span
from app.text.pasting import nearest, places
from app.web import urls
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Line, Optional, Prose, posted
from app.web.permissions import Who, permitted
from app.web.render import see_other, unkept

router = APIRouter()
SIGNED = [Depends(permitted)]
AROUND = 120
"""Code points that are shown on each side of a place, to tell it from others."""
LIKE = 5


class ClaimForm(FormModel):
    """`at`: where the words begin, if they stand in several places; `known`: claims like this one
    were shown, and this is another."""

    words: Prose
    at: Optional = ""
    statement: Prose
    stance: Stance
    attributed_to: Optional = ""
    known: Optional = ""
    key: Line


class Place(NamedTuple):
    """One place of the words, and what stands before and after them."""

    start: int
    before: str
    words: str
    after: str


@router.api_route(
    "/sources/{slug}/claims/new", methods=READ, name="claims.new", dependencies=SIGNED
)
def new(request: Request, db: Db, slug: str) -> Response:
    asked = request.query_params
    raw = {name: asked.getlist(name) for name in asked}
    return _page(request, db, slug, Bound({"key": [new_id()]} | raw))


@router.post("/sources/{slug}/claims", name="claims.create")
def create(
    request: Request,
    db: Db,
    who: Who,
    slug: str,
    form: Annotated[Bound[ClaimForm], Depends(posted(ClaimForm))],
) -> Response:
    source = source_by_slug(db, slug)
    value, like = form.value, []
    if value:
        try:
            span = _chosen(text_of(db, source.id), value)
            like = [] if value.known else _like(db, source, span, value.statement)
            if not like:
                with db.begin_nested():
                    body = f"{slug} {value.model_dump_json()}".encode()
                    by = who.user.id
                    place = once(
                        db,
                        key=value.key,
                        by_id=by,
                        body=body,
                        act=lambda: _make(db, who, source, span, value),
                    )
                return see_other(place)
        except Refusal as error:
            form.reject(error)
    return _page(request, db, slug, form, 422, like)


def _chosen(text: SourceText, value: ClaimForm) -> Span:
    """The one place that is meant. Raises Invalid for none, and for several if none is chosen."""
    found = places(text.text, value.words)
    if not found:
        raise Invalid("words", "These words do not stand in this text.")
    chosen = [span for span in found if str(span.start) == value.at]
    if not chosen and len(found) > 1:
        raise Invalid("at", "These words stand in several places. Choose one.")
    return (chosen or found)[0]


def _like(db: Session, source: Source, span: Span, statement: str) -> list[Card]:
    """Claims that say the same perhaps: on the same words, or with all words of the statement."""
    text = text_of(db, source.id)
    debate = debate_around(db, source.id)
    near = Filters(debate=debate.id, source=source.id, kind="claims")
    quoted = text.text[span.start : span.end]
    found = [*search(db, f'"{quoted}"', near).hits, *search(db, statement, near).hits]
    ids = list(dict.fromkeys(hit.ref for hit in found))[:LIKE]
    shown = cards(db, ids)
    return [shown[id] for id in ids if id in shown]


def _make(db: Session, who: Signed, source: Source, span: Span, value: ClaimForm) -> str:
    text = text_of(db, source.id)
    before = text.text[max(0, span.start - AROUND) : span.start]
    after = text.text[span.end : span.end + AROUND]
    passage = anchor(db, text=text, quote=Quote(text.text[span.start : span.end], before, after))
    fields = {
        "source_id": source.id,
        "statement": value.statement,
        "stance": value.stance.value,
        "attributed_to": value.attributed_to,
        "passages": [{"id": passage.id, "exact": passage.exact}],
    }
    debate = debate_around(db, source.id)
    by = who.user
    made = act(db, by=by, debate_id=debate.id, deed=Deed.CREATE, kind=Kind.CLAIM, fields=fields)
    path = urls.place(source, passage) if made.proposal_id else urls.thing(Kind.CLAIM, made.id)
    return urls.told(path, change_id=made.change_id, proposal_id=made.proposal_id)


def _page(
    request: Request,
    db: Session,
    slug: str,
    form: Bound[ClaimForm],
    status: int = 200,
    like: list[Card] | None = None,
) -> Response:
    source = source_by_slug(db, slug)
    debate = debate_around(db, source.id)
    text = text_of(db, source.id).text
    words = form.typed("words")
    found = [_shown(text, span) for span in places(text, words)]
    near = nearest(text, words) if words.strip() and not found else None
    context: dict[str, Any] = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "source": source,
        "form": form,
        "places": found,
        "near": text[near.start : near.end] if near else "",
        "like": like or [],
    }
    return unkept(request, "contribute/claim.html", context, status)


def _shown(text: str, span: Span) -> Place:
    start, end = max(0, span.start - AROUND), span.end + AROUND
    before = text[start : span.start].rpartition("\n")[2]
    after, cut, _ = text[span.end : end].partition("\n")
    if start and len(before) == AROUND:
        before = f"…{before.partition(' ')[2]}"
    if not cut and end < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return Place(span.start, before, text[span.start : span.end], after)

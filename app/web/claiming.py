"""/sources/…/claims/new: a claim made from words of a text, selected or pasted."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field
from sqlmodel import Session

from app.accounts.queries import Signed
from app.claims.models import Stance
from app.claims.queries import Card, cards, claims_over, holders
from app.debates.queries import debate_around, questions_of, voices
from app.errors import Invalid
from app.history.forms import once
from app.history.models import Kind
from app.ids import new_id
from app.passages.commands import anchor
from app.passages.models import Passage
from app.proposals.acting import act
from app.proposals.models import Deed
from app.search.candidates import alike
from app.sources.models import Source, SourceText
from app.sources.queries import source_by_slug, text_of
from app.text.anchoring import Span, describe
from app.web import urls
from app.web.deps import READ, Db
from app.web.forms import Bound, FormModel, Line, Optional, Prose, posted
from app.web.permissions import Who, permitted
from app.web.render import see_other, unkept
from app.web.wording import MOST, Pasted, names, pasted, spans

router = APIRouter()
SIGNED = [Depends(permitted)]
PAGE, PASSAGES = "contribute/claim.html", "contribute/_pasted.html"
LIKE = 5
"""How many claims are shown that may be the same."""


class ClaimForm(FormModel):
    """Words, and where they begin if they stand in several places, are in fields of their own:
    `web.wording`. `known`: claims like this one were shown, and this is another."""

    words: Prose
    statement: Prose
    stance: Stance
    attributed_to: Optional = ""
    question: list[str] = Field(default_factory=list)
    known: Optional = ""
    key: Line


@router.api_route(
    "/sources/{slug}/claims/new", methods=READ, name="claims.new", dependencies=SIGNED
)
def new(request: Request, db: Db, slug: str) -> Response:
    asked = request.query_params
    raw = {name: asked.getlist(name) for name in asked}
    return _page(request, db, slug, Bound({"key": [new_id()]} | raw), more="more" in asked)


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
        with form.refusals(db):
            text = text_of(db, source.id)
            found = spans(form, text.text)
            like = [] if value.known else _like(db, text, found, value.statement)
            if not like:
                return see_other(_once(db, who, text, found, value))
    return _page(request, db, slug, form, 422, like=like)


def _once(db: Session, who: Signed, text: SourceText, found: list[Span], value: ClaimForm) -> str:
    body = json.dumps([text.id, found, value.model_dump(mode="json")]).encode()
    return once(
        db,
        key=value.key,
        by_id=who.user.id,
        body=body,
        act=lambda: _make(db, who, text, found, value),
    )


def _make(db: Session, who: Signed, text: SourceText, found: list[Span], value: ClaimForm) -> str:
    source = db.get_one(Source, text.source_id)
    passages = [_anchored(db, text, span) for span in found]
    fields = {
        "source_id": source.id,
        "statement": value.statement,
        "stance": value.stance.value,
        "attributed_to": value.attributed_to,
        "passages": [{"id": passage.id, "exact": passage.exact} for passage in passages],
    } | ({"questions": value.question} if value.question else {})
    debate = debate_around(db, source.id)
    by = who.user
    made = act(db, by=by, debate_id=debate.id, deed=Deed.CREATE, kind=Kind.CLAIM, fields=fields)
    waits = made.proposal_id
    path = urls.place(source, passages[0]) if waits else urls.thing(Kind.CLAIM, made.id)
    return urls.told(path, change_id=made.change_id, proposal_id=made.proposal_id)


def _anchored(db: Session, text: SourceText, span: Span) -> Passage:
    try:
        return anchor(db, text=text, quote=describe(text.text, span))
    except Invalid as error:
        raise Invalid("words", str(error)) from None


def _like(db: Session, text: SourceText, found: Sequence[Span], statement: str) -> list[Card]:
    """Claims that say the same perhaps: on mostly the same words, or in similar ones."""
    debate = debate_around(db, text.source_id)
    over = _over(db, text, found)
    same = [card for card in over if any(_is_mostly(card, text, span) for span in found)]
    near = alike(db, statement, debate.id, text.source_id)
    shown = cards(db, [id for id in near if id not in {card.id for card in same}])
    return [*same, *(shown[id] for id in near if id in shown)][:LIKE]


def _over(db: Session, text: SourceText, found: Sequence[Span]) -> list[Card]:
    """Claims that rest on some of the words already. 1 query a passage, and 1."""
    ids = [id for span in found for id, _ in claims_over(db, text.id, *span)]
    shown = cards(db, ids)
    return [shown[id] for id in dict.fromkeys(ids) if id in shown]


def _is_mostly(card: Card, text: SourceText, span: Span) -> bool:
    """Whether a passage of a claim has half of the words, or lies half in them."""
    for words in card.passages:
        both = min(words.end, span.end) - max(words.start, span.start)
        if words.text_id == text.id and 2 * both >= min(len(words.exact), span.end - span.start):
            return True
    return False


def _page(
    request: Request,
    db: Session,
    slug: str,
    form: Bound[Any],
    status: int = 200,
    *,
    like: Sequence[Card] = (),
    more: bool = False,
) -> Response:
    """About 12 queries, and 1 for each passage."""
    source = source_by_slug(db, slug)
    around = debate_around(db, source.id)
    text = text_of(db, source.id)
    passages = pasted(form, text.text, names(form, more=more))
    over = [] if like else _over(db, text, _certain(form, passages))
    context: dict[str, Any] = {
        "debate": around,
        "voices": voices(db, around.id),
        "source": source,
        "form": form,
        "passages": passages,
        "can_add": len(passages) < MOST,
        "over": over[:LIKE],
        "like": like,
        "holders": holders(db, source.id),
        "questions": questions_of(db, around.id),
        "more": more,
    }
    return unkept(request, PAGE, context, status, fragment=PASSAGES if status == 200 else None)


def _certain(form: Bound[Any], passages: Sequence[Pasted]) -> list[Span]:
    """The places that are chosen, or the only ones."""
    return [
        Span(place.start, place.start + len(place.words))
        for each in passages
        for place in each.places
        if len(each.places) == 1 or form.typed(each.at_name) == str(place.start)
    ]

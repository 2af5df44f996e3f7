"""/sources/…/links/new: from words of a text, selected or pasted, to what they go against or are a
reason for, or what goes against them: the words become a claim with it, if they are none yet."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.queries import Signed
from app.arguments.queries import links_of
from app.claims.queries import card_by_id
from app.debates.queries import Around, debate_around, voices
from app.errors import Invalid
from app.history.models import Kind
from app.ids import is_id
from app.sources.models import Source, SourceText
from app.sources.queries import blocks_of, source_by_slug, text_of
from app.web import moves, urls
from app.web.deps import READ, Db
from app.web.ends import End, chosen_ends
from app.web.forms import Bound, posted
from app.web.links import (
    begun,
    like_typed,
    link,
    page,
    reasons_for,
    sent,
    take,
    told_there,
)
from app.web.moves import Reasons, Said, rebuttal_fields
from app.web.offering import Near, offer
from app.web.own_words import NEW, LinkForm, Way, own_end, own_words
from app.web.permissions import Who, permitted
from app.web.stretches import nearest_words

router = APIRouter()
SIGNED = [Depends(permitted)]


@router.api_route("/sources/{slug}/links/new", methods=READ, name="links.new", dependencies=SIGNED)
def new(request: Request, db: Db, slug: str) -> Response:
    """`?words=`, or `?paragraph=` for all words of one."""
    form, source = begun(request), source_by_slug(db, slug)
    text = text_of(db, source.id)
    number = form.typed("paragraph")
    if number and not form.typed("words"):
        found = (one.words for one in blocks_of(db, text.id) if str(one.number) == number)
        form.raw["words"] = [next(found, "")]
    return _page(request, db, text, form)


@router.post("/sources/{slug}/links", name="links.create")
def create(
    request: Request,
    db: Db,
    who: Who,
    slug: str,
    form: Annotated[Bound[LinkForm], Depends(posted(LinkForm))],
) -> Response:
    source = source_by_slug(db, slug)
    text = text_of(db, source.id)
    done = sent(db, who, f"links {slug}", form, lambda value: _make(db, who, source, text, value))
    return done or _page(request, db, text, form, 422)


def _make(db: Session, who: Signed, source: Source, text: SourceText, value: LinkForm) -> str:
    debate = debate_around(db, text.source_id)
    own = own_end(db, text, value)
    others = chosen_ends(db, debate.id, value.typed())
    if len(others) > 1:
        raise Invalid("claim", "Choose one claim: others can be linked after this.")
    _check_apart(own, others[0])
    first, second = (own, others[0]) if value.way == Way.GOES else (others[0], own)
    fields = _fields(db, first, second, value)
    outcome = link(db, who, debate.id, fields, [first, second], value)
    if not second.new:
        return told_there(urls.claim(card_by_id(db, second.id)), outcome)
    is_there = not outcome.proposal_id
    return told_there(
        urls.thing(Kind.CLAIM, second.id) if is_there else urls.source(source), outcome
    )


def _check_apart(own: End, other: End) -> None:
    """Raises Invalid for one claim at both ends, or one place of a text."""
    places = [end.new["fields"].get("passages") for end in (own, other) if end.new]
    if own.id == other.id or (len(places) == 2 and places[0] == places[1]):
        raise Invalid("claim", "Choose another claim than the one that these words state.")


def _fields(db: Session, first: End, second: End, value: LinkForm) -> dict[str, Any]:
    if value.move == Reasons.SUPPORTS:
        return {"premise_ids": [first.id], "conclusion_id": second.id}
    said = Said(value.move.value)
    if said == Said.UNDERCUTS and not value.reason:
        known = "" if second.new else second.id
        none = "No reason is given for that claim here, so there is no step to deny."
        some = "Choose the reason whose step it denies."
        raise Invalid("reason", some if reasons_for(db, known)["reasons"] else none)
    return rebuttal_fields(first.id, second.id, said, value.reason)


def _page(
    request: Request, db: Session, text: SourceText, form: Bound[Any], status: int = 200
) -> Response:
    """36 queries at most, however many claims there are."""
    debate: Around = debate_around(db, text.source_id)
    take(db, debate.id, form)
    every, own = voices(db, debate.id), own_words(db, text, form)
    words = form.typed("words")
    known = own.chosen if own.chosen != NEW else ""
    linked = links_of(db, [known]).linked_with(known) if known else frozenset()
    near = Near(text.source_id, words, known, linked)
    chosen = form.chosen("claim")
    goes = form.typed("way", Way.GOES) == Way.GOES
    target = (chosen[0] if len(chosen) == 1 and is_id(chosen[0]) else "") if goes else known
    context = {
        "debate": debate,
        "voices": every,
        "voice": every[text.source_id],
        "own": own,
        "nearest": "" if own.places else nearest_words(db, [text.source_id], words),
        "offer": offer(db, near, debate.id, form.typed("q"), chosen, request.app.state.meaning),
        "like": like_typed(db, debate.id, form),
        "form": form,
        "said": moves,
        "several": False,
        **reasons_for(db, target),
    }
    return page(request, "contribute/words.html", context, status)

"""/sources/…/links/new: from words of a text, selected or pasted, to what they go against or are a
reason for, or what goes against them: the words become a claim with it, if they are none yet."""

import enum
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.accounts.queries import Signed
from app.claims.models import Stance
from app.claims.queries import Card, card_by_id, cards, claims_over
from app.debates.queries import Around, debate_around, voices
from app.errors import Invalid
from app.history.models import Kind
from app.sources.models import Source, SourceText
from app.sources.queries import blocks_of, source_by_slug, text_of
from app.text.anchoring import Span
from app.web import moves, urls
from app.web.deps import READ, Db
from app.web.ends import End, Stated, chosen_ends, made_of
from app.web.forms import Bound, Optional, Prose, Remark, posted
from app.web.links import (
    OtherEnd,
    begun,
    link,
    page,
    reasons_for,
    sent,
    take,
    told_there,
)
from app.web.moves import Reasons, Said, rebuttal_fields
from app.web.offering import CLOSE, Near, offer
from app.web.permissions import Who, permitted
from app.web.stretches import Stretch, nearest_words, places_in, stretch

router = APIRouter()
SIGNED = [Depends(permitted)]
NEW = "new"
"""In the place of a claim’s id: what these words state is no claim here yet."""
MOST_RESTING = 4


class Way(enum.StrEnum):
    """Whether the words bear on the other end, or the other end on them."""

    GOES = "goes"
    COMES = "comes"


class LinkForm(OtherEnd):
    """`at`: the token of the place that is meant, if the words stand in several; `own`: the claim
    that the words state, or NEW."""

    words: Prose
    at: Optional = ""
    own: Optional = ""
    statement: Remark = ""
    stance: Stance = Stance.ASSERTS
    attributed_to: Optional = ""
    way: Way
    move: Said | Reasons
    reason: Optional = ""


class Own(NamedTuple):
    """The words as they stand in their text: every place; the one that is meant, if one is; the
    claims that rest on it, the closest first; and which of these is theirs, NEW, or "" if it is
    not clear yet."""

    places: list[Stretch]
    meant: Stretch | None
    resting: list[Card]
    chosen: str


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
    own = _own_end(db, text, value)
    others = chosen_ends(db, debate.id, value.claim, value.stated())
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


def _own_end(db: Session, text: SourceText, value: LinkForm) -> End:
    """Raises Invalid for words that stand nowhere, or in several places if none is chosen; and if
    it is not said what they state."""
    places = {stretch(text, span).token: span for span in places_in(db, text, value.words)}
    if not places:
        raise Invalid("words", "These words do not stand in this text.")
    if len(places) > 1 and value.at not in places:
        raise Invalid("at", "These words stand in several places. Choose one.")
    span = places.get(value.at) or next(iter(places.values()))
    if value.own == NEW:
        stated = Stated(value.statement, value.stance, value.attributed_to)
        return _made_of(db, text, span, stated)
    if value.own not in {each.claim_id for each in claims_over(db, text.id, *span)}:
        raise Invalid("own", "Choose what these words state.")
    return End(value.own)


def _made_of(db: Session, text: SourceText, span: Span, stated: Stated) -> End:
    try:
        return made_of(db, text, span, stated)
    except Invalid as refused:
        raise Invalid(
            "words" if refused.field == "exact" else refused.field, str(refused)
        ) from None


def _check_apart(own: End, other: End) -> None:
    """Raises Invalid for one claim at both ends, or one place of a text."""
    places = [end.new["fields"]["passages"] for end in (own, other) if end.new]
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


def _own(db: Session, text: SourceText, form: Bound[LinkForm]) -> Own:
    """2 queries."""
    spans = places_in(db, text, form.typed("words"))
    places = [stretch(text, span) for span in spans]
    meant = next((one for one in places if one.token == form.typed("at")), None)
    if len(places) == 1:
        meant = places[0]
    if meant is None:
        return Own(places, None, [], "")
    over = claims_over(db, text.id, *spans[places.index(meant)])[:MOST_RESTING]
    shown = cards(db, [each.claim_id for each in over])
    likely = over[0].claim_id if over and over[0].share >= CLOSE else "" if over else NEW
    return Own(places, meant, [shown[each.claim_id] for each in over], form.typed("own", likely))


def _page(
    request: Request, db: Session, text: SourceText, form: Bound[Any], status: int = 200
) -> Response:
    """About 20 queries, however many claims there are."""
    debate: Around = debate_around(db, text.source_id)
    take(db, debate.id, form)
    every, own = voices(db, debate.id), _own(db, text, form)
    words = form.typed("words")
    known = own.chosen if own.chosen != NEW else ""
    near = Near(text.source_id, known, words)
    chosen = form.chosen("claim")
    goes = form.typed("way", Way.GOES) == Way.GOES
    target = (chosen[0] if len(chosen) == 1 and "." not in chosen[0] else "") if goes else known
    context = {
        "debate": debate,
        "voices": every,
        "voice": every[text.source_id],
        "own": own,
        "nearest": "" if own.places else nearest_words(db, [text.source_id], words),
        "offer": offer(db, near, debate.id, form.typed("q"), chosen),
        "form": form,
        "said": moves,
        "several": False,
        **reasons_for(db, target),
    }
    return page(request, "contribute/words.html", context, status)

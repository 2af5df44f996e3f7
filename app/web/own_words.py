"""The words of a text that a link is from: where they stand, and what they state."""

import enum
from typing import NamedTuple

from sqlmodel import Session

from app.claims.models import Stance
from app.claims.queries import Card, cards, claims_over
from app.errors import Invalid
from app.sources.models import SourceText
from app.text.anchoring import Span
from app.web.ends import End, Stated, made_of
from app.web.forms import Bound, Optional, Prose, Remark
from app.web.links import OtherEnd
from app.web.moves import Reasons, Said
from app.web.offering import CLOSE
from app.web.stretches import Stretch, places_in, stretch

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


def own_end(db: Session, text: SourceText, value: LinkForm) -> End:
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


def own_words(db: Session, text: SourceText, form: Bound[LinkForm]) -> Own:
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

"""What stands at an end of a link: a claim that is there, or one that is to be made with it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session

from app.claims.commands import check_claim, check_outside_claim
from app.claims.models import Stance
from app.claims.queries import OUTSIDE, cards
from app.debates.queries import voices
from app.errors import Invalid, Refusal
from app.history.models import Kind
from app.ids import new_id
from app.passages.commands import anchor
from app.passages.models import Passage
from app.sources.models import SourceText
from app.text.anchoring import Span, describe
from app.web.outside_words import OutsideWords, outside_fields
from app.web.stretches import named

NO_CLAIM = "Choose a claim of those below, find another, or bring one from outside."
NEEDED = "Say in a sentence of your own what these words state."


class Stated(NamedTuple):
    """What words of a text state, as a form says it. `prefix` stands before its fields’ names."""

    statement: str
    stance: Stance
    attributed_to: str
    prefix: str = ""


class Brought(NamedTuple):
    """What neither text says, as a form says it."""

    statement: str
    year: str
    reference: str
    url: str


class Typed(NamedTuple):
    """What of a form says what the other end is: ids of claims, tokens of `web.stretches`, and
    OUTSIDE; and what is claimed at a token, and from outside."""

    chosen: Sequence[str]
    stated: Stated
    brought: Brought


class End(NamedTuple):
    """The id of a claim; and if it is yet to be made, what a creation has for it in `also`."""

    id: str
    new: Mapping[str, Any] | None = None


def chosen_ends(db: Session, debate_id: str, typed: Typed) -> list[End]:
    """What the other end of a link is: any claims that are there, and at most one of words of a
    text and one from outside. A few queries. Raises Invalid for none, and for what no claim may
    say."""
    wanted = list(dict.fromkeys(typed.chosen))
    tokens = [each for each in wanted if "." in each]
    ids = [each for each in wanted if each not in tokens and each != OUTSIDE]
    if not wanted or len(cards(db, ids)) < len(ids):
        raise Invalid("claim", "Choose a claim that is here." if wanted else NO_CLAIM)
    if len(tokens) > 1:
        raise Invalid("claim", "Make a claim of one place at a time: choose one of those.")
    ends = [End(id) for id in ids]
    ends += [_of_token(db, debate_id, token, typed.stated) for token in tokens]
    return ends + ([_from_outside(debate_id, typed.brought)] if OUTSIDE in wanted else [])


def _from_outside(debate_id: str, brought: Brought) -> End:
    """A claim that no text makes. Raises Invalid at the field of the form."""
    try:
        form = OutsideWords.model_construct(**brought._asdict())
        fields = outside_fields(form) | {"debate_id": debate_id}
        said = (fields[name] for name in ("statement", "year", "reference", "url"))
        check_outside_claim(*said)
    except Invalid as refused:
        raise Invalid(f"{OUTSIDE}_{refused.field}", str(refused)) from None
    return _new(fields)


def _new(fields: Mapping[str, Any]) -> End:
    id = new_id()
    return End(id, {"kind": Kind.CLAIM.value, "id": id, "fields": fields})


def _of_token(db: Session, debate_id: str, token: str, stated: Stated) -> End:
    found = named(db, token)
    if found is None or found.text.source_id not in voices(db, debate_id):
        raise Invalid("claim", "Choose words of a text that is here.")
    try:
        return made_of(db, *found, stated)
    except Invalid as refused:
        if refused.field != "exact":
            raise
        raise Invalid("claim", str(refused)) from None


def made_of(db: Session, text: SourceText, span: Span, stated: Stated) -> End:
    """A claim that is yet to be made of words of a text. Their passage is stored, if it was not.

    3 to 5 queries. Raises Invalid for what no claim may say, at the field of the form; and for
    words that no passage may be, at “exact”.
    """
    passage = _anchored(db, text, span)
    if not stated.statement.strip():
        raise Invalid(f"{stated.prefix}statement", NEEDED)
    try:
        check_claim([passage], stated.statement, stated.stance, stated.attributed_to)
    except Invalid as refused:
        raise Invalid(f"{stated.prefix}{refused.field}", str(refused)) from None
    return _new(
        {
            "source_id": text.source_id,
            "statement": stated.statement,
            "stance": stated.stance.value,
            "attributed_to": stated.attributed_to,
            "passages": [{"id": passage.id, "exact": passage.exact}],
        }
    )


def _anchored(db: Session, text: SourceText, span: Span) -> Passage:
    try:
        return anchor(db, text=text, quote=describe(text.text, span))
    except Invalid:
        raise
    except Refusal as refused:
        raise Invalid("exact", str(refused)) from None


def also(ends: Sequence[End]) -> dict[str, Any]:
    """What the fields of a creation say of claims that are made with it."""
    made = [end.new for end in ends if end.new]
    return {"also": made} if made else {}

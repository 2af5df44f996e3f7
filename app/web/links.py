"""What the forms that link claims have in common: the other end, why, and what comes of it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from fastapi import Request, Response
from pydantic import Field
from sqlmodel import Session

from app.accounts.queries import Signed
from app.arguments.models import Basis
from app.arguments.queries import Reason, links_of
from app.claims.models import Claim, Stance
from app.claims.queries import Card, cards
from app.errors import Invalid, Refusal
from app.history.forms import once
from app.history.models import Kind
from app.history.states import optional_in
from app.ids import new_id
from app.proposals.acting import Outcome, act
from app.proposals.models import Deed
from app.web import stating, urls
from app.web.bringing import like_it
from app.web.ends import Brought, End, Stated, Typed, also
from app.web.forms import Bound, FormModel, Line, Optional, Prose, Remark
from app.web.offering import taken
from app.web.render import is_put_in_place, see_other, unkept

FOUND = "contribute/_candidates.html"


class OtherEnd(FormModel):
    """`claim`: what is chosen as the other end, ids of claims or tokens of `web.stretches`; what
    begins with `other_`: what the words at a token state; or with `outside_`: what neither text
    says. `known`: claims like the new ones were shown, and these are others."""

    claim: list[str] = Field(default_factory=list)
    other_statement: Remark = ""
    other_stance: Stance = Stance.ASSERTS
    other_attributed_to: Optional = ""
    basis: Basis
    stated_in: stating.Said = ""
    note: Prose
    key: Line

    outside_statement: Remark = ""
    outside_year: Optional = ""
    outside_reference: Remark = ""
    outside_url: Remark = ""
    known: Optional = ""

    def typed(self) -> Typed:
        stated = Stated(self.other_statement, self.other_stance, self.other_attributed_to, "other_")
        said = self.outside_statement, self.outside_year, self.outside_reference, self.outside_url
        return Typed(self.claim, stated, Brought(*said))


_F = TypeVar("_F", bound=OtherEnd)


def begun(request: Request) -> Bound[Any]:
    """A form with what its address says already, and a key that no other has."""
    asked = request.query_params
    raw = {name: asked.getlist(name) for name in asked}
    return Bound({"key": [new_id()]} | raw)


def take(db: Session, debate_id: str, form: Bound[Any], *, several: bool = False) -> None:
    """Choose the words that somebody went to select in a text, and has come back with."""
    if form.typed("taken"):
        before, found = form.chosen("claim"), taken(db, debate_id, form.typed("q"))
        form.raw["claim"] = before + found if several else found or before
        del form.raw["taken"]


def sent(
    db: Session, who: Signed, about: str, form: Bound[_F], make: Callable[[_F], str]
) -> Response | None:
    """On to where the new link stands; None where it is refused, and then the form says why.
    `about`: what the form is on."""
    value = form.value
    if value is None:
        return None
    body = f"{about} {value.model_dump_json()}".encode()
    try:
        with db.begin_nested():
            by = who.user.id
            return see_other(once(db, key=value.key, by_id=by, body=body, act=lambda: make(value)))
    except Refusal as error:
        form.reject(_at_its_field(error))
    return None


def _at_its_field(error: Refusal) -> Refusal:
    """What no support may have as its premises is chosen in the field “claim”."""
    is_premise = isinstance(error, Invalid) and error.field == "premises"
    return Invalid("claim", str(error)) if is_premise else error


def link(
    db: Session,
    who: Signed,
    debate_id: str,
    fields: dict[str, Any],
    ends: Sequence[End],
    value: OtherEnd,
) -> Outcome:
    """Make a support or a rebuttal, and the claims at its ends that are new; or put it before the
    editors. Raises Invalid if claims that may say the same as a new one were not shown yet."""
    stated = [str(end.new["fields"]["statement"]) for end in ends if end.new]
    if not value.known and like_these(db, debate_id, stated):
        raise Invalid("known", "Claims here may say the same. Choose one, or say that none does.")
    note = stating.note_of(db, value, _speaking(db, fields, ends))
    more = {"basis": value.basis.value, "note": note, **also(ends)}
    return act(
        db,
        by=who.user,
        debate_id=debate_id,
        deed=Deed.CREATE,
        kind=Kind.SUPPORT if "premise_ids" in fields else Kind.REBUTTAL,
        id=new_id(),
        fields=fields | more,
    )


def _speaking(db: Session, fields: dict[str, Any], ends: Sequence[End]) -> str | None:
    """The source whose author says so, if that is what the link rests on. 1 query at most."""
    id = str(fields.get("claim_id") or fields["conclusion_id"])
    new = next((end.new for end in ends if end.new and end.id == id), None)
    if new:
        return optional_in(new["fields"], "source_id")
    claim = db.get(Claim, id)
    return claim.source_id if claim else None


def like_these(db: Session, debate_id: str, statements: Sequence[str]) -> list[Card]:
    """Claims that may say the same as one of these. 4 queries a statement."""
    found = [card for each in statements for card in like_it(db, debate_id, each)]
    return list({card.id: card for card in found}.values())


def like_typed(db: Session, debate_id: str, form: Bound[Any]) -> list[Card]:
    """The same for what was typed, if it was refused for that."""
    names = ("statement", "other_statement", "outside_statement")
    typed = [form.typed(name) for name in names if form.typed(name).strip()]
    return like_these(db, debate_id, typed) if "known" in form.errors else []


def told_there(path: str, outcome: Outcome) -> str:
    """The address that tells what came of it, at the new link where there is one."""
    at = f"{path}#new" if outcome.change_id else path
    return urls.told(at, change_id=outcome.change_id, proposal_id=outcome.proposal_id)


def reasons_for(db: Session, claim_id: str) -> dict[str, Any]:
    """The reasons that are given for a claim, whose steps can be denied, and their premises. 3
    queries at most; none for no claim."""
    given: list[Reason] = []
    if claim_id:
        given = [one for one in links_of(db, [claim_id]).reasons if one.conclusion_id == claim_id]
    premises: dict[str, Card] = cards(db, [id for one in given for id in one.premise_ids])
    return {"reasons": given, "premises": premises}


def page(request: Request, template: str, context: dict[str, Any], status: int) -> Response:
    """The form, or what is found for its other end."""
    given = context | {"in_place": is_put_in_place(request)}
    return unkept(request, template, given, status, FOUND if status == 200 else None)

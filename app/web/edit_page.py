"""The page on which something is said otherwise: its form, and beside it what another said."""

from typing import Any, NamedTuple

from fastapi import Request, Response
from sqlmodel import Session

from app.accounts.models import User
from app.accounts.policy import Act
from app.changes.leading import renamed
from app.changes.naming import known_in
from app.changes.plans import state_at
from app.changes.queries import debate_with
from app.debates.editors import may_in
from app.debates.queries import Around, debate_by_slug, questions_of, voices
from app.errors import NotFound
from app.history.models import Kind
from app.history.states import State
from app.proposals.models import Proposal
from app.sources.queries import source_by_slug, text_of
from app.text.pasting import near_words
from app.web import edit_about, moves, passages_typed, urls
from app.web.both import Both
from app.web.choosing import fields_of, lists_of
from app.web.edit_forms import of_a_text
from app.web.forms import Bound, Raw
from app.web.render import unkept

PAGE = "contribute/edit.html"


class Thing(NamedTuple):
    """What is said otherwise. `key`: by what its address calls it."""

    kind: Kind
    id: str
    key: str
    state: State
    debate: Around


def thing_at(db: Session, kind: Kind, key: str) -> Thing:
    """What is there now, a text or a debate by any slug that it had. 3 to 6 queries. Raises
    NotFound, or Conflict for what is in no debate."""
    id, key = _called(db, kind, key)
    state = state_at(db, kind, id)
    debate = debate_with(db, kind, id, state)
    return Thing(kind, id, key, {**state, "id": id} if kind == Kind.SOURCE else state, debate)


def _called(db: Session, kind: Kind, key: str) -> tuple[str, str]:
    """Its id, and what its address calls it."""
    find = {Kind.SOURCE: source_by_slug, Kind.DEBATE: debate_by_slug}.get(kind)
    if find is None:
        return key, key
    try:
        return find(db, key).id, key
    except NotFound:
        slug = renamed(db, kind, key)
        if slug is None:
            raise
        return find(db, slug).id, slug


def place_of(thing: Thing) -> str:
    """Where a thing is shown."""
    return (
        urls.about(thing.debate) if thing.kind == Kind.DEBATE else urls.thing(thing.kind, thing.key)
    )


def page(
    request: Request,
    db: Session,
    user: User,
    thing: Thing,
    form: Bound[Any],
    *,
    action: str,
    both: Both | None = None,
    proposal: Proposal | None = None,
    status: int = 200,
) -> Response:
    """About 12 queries, whatever the thing; 4 more for each field in which words are looked for."""
    debate, speakers = thing.debate, voices(db, thing.debate.id)
    asked = fields_of(db, thing.kind, thing.state)
    listed = request.query_params.get("for", "")
    context = {
        "thing": thing,
        "kind": thing.kind,
        "state": thing.state,
        "debate": debate,
        "voices": speakers,
        "form": form,
        "action": action,
        "both": both,
        "proposal": proposal,
        "publishes": may_in(db, user, Act.PUBLISH, debate.id),
        "lists": lists_of(db, asked, form, debate.id, speakers),
        "name": listed,
        "said": moves,
        "remark_name": edit_about.name_of,
        **_more(db, thing, form, _made_with(proposal)),
    }
    fragment = "contribute/_found.html" if listed in asked else None
    if of_a_text(thing.kind, thing.state) and form.typed("arrange"):
        fragment = "contribute/_passages.html"
    return unkept(request, PAGE, context, status, fragment if status == 200 else None)


def _made_with(proposal: Proposal | None) -> dict[str, str]:
    """What the claims state, by id, that would be made with a link that is proposed."""
    parts = proposal.fields.get("also", []) if proposal else []
    return {part["id"]: part["fields"]["statement"] for part in parts}


def _more(db: Session, thing: Thing, form: Bound[Any], made_with: dict[str, str]) -> dict[str, Any]:
    """What the form of this kind of thing shows besides."""
    if of_a_text(thing.kind, thing.state):
        text = text_of(db, thing.state["source_id"])
        words = form.typed("words")
        return {
            "passages": passages_typed.listed(db, text, form.chosen("passages")),
            "places": passages_typed.shown_places(text.text, words),
            "near": near_words(text.text, words),
        }
    if thing.kind in (Kind.SUPPORT, Kind.REBUTTAL):
        ends = known_in(db, [thing.state]).names | made_with
        return {"ends": ends, "made_with": made_with}
    if thing.kind in (Kind.NOTE, Kind.DEBATE):
        return {"questions": questions_of(db, thing.debate.id)}
    return {}


def asked_for(request: Request, db: Session, thing: Thing, filled: Raw) -> Raw:
    """What stands in the form: `filled`, but for what its address says; all of that, if it is the
    form itself that was sent to put something in order or to look for claims."""
    asked = {name: request.query_params.getlist(name) for name in request.query_params}
    raw = asked if "seen" in asked else filled | asked
    if not of_a_text(thing.kind, thing.state):
        return raw
    return passages_typed.arranged(raw, text_of(db, thing.state["source_id"]).text)

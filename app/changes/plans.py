"""What an act would do: the state that each thing would have, before anything is touched. So the
same function shows what a proposal does and does it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from app.arguments.basis import check_basis
from app.changes.joining import joined
from app.changes.nouns import NOUNS, Key, states_at
from app.changes.resting import resting_on
from app.claims.editing import next_number
from app.db import now
from app.debates.editing import next_question_number
from app.errors import Conflict, Invalid, NotFound
from app.history.models import Action, Kind
from app.history.states import State, text_in, texts_in
from app.ids import new_id


class Plan(NamedTuple):
    """The states to be, None for what goes; `into`: what something that goes is merged into."""

    action: Action
    targets: dict[Key, State | None]
    into: Mapping[str, str] = {}


def state_at(db: Session, kind: Kind, id: str) -> State:
    """What is there now. Raises NotFound."""
    found = states_at(db, [(kind, id)])
    if (kind, id) not in found:
        raise NotFound(kind, id)
    return found[kind, id]


def plan_creation(
    db: Session, *, by_id: str, kind: Kind, fields: Mapping[str, Any], id: str = ""
) -> Plan:
    """Something new; of a claim `questions` may name those that it answers, whose positions it
    joins. Raises Invalid for a field that is missing or is not its maker's to say."""
    noun, id = NOUNS[kind], id or new_id()
    questions = texts_in(fields, "questions") if "questions" in fields else []
    fields = {field: given for field, given in fields.items() if field != "questions"}
    if questions and kind != Kind.CLAIM:
        raise Invalid("questions", "Only a claim answers questions.")
    _check_fields(fields, noun.editable | noun.fixed)
    if not noun.fixed:
        raise Invalid("kind", "Texts and debates are not made here.")
    state: State = {**_BLANK[kind], **fields, "created_at": now().isoformat()}
    if kind in (Kind.CLAIM, Kind.SUPPORT, Kind.REBUTTAL):
        state["by_id"] = by_id
    if kind in (Kind.SUPPORT, Kind.REBUTTAL):
        check_basis(db, state)
    if kind == Kind.CLAIM:
        state["number"] = next_number(db, text_in(state, "source_id"))
    if kind == Kind.QUESTION:
        state["number"] = next_question_number(db, text_in(state, "debate_id"))
    with_it = joined(db, id, text_in(state, "source_id"), questions) if questions else {}
    return Plan(Action.CREATED, {(kind, id): state, **with_it})


_BLANK: dict[Kind, State] = {
    Kind.CLAIM: {"attributed_to": ""},
    Kind.QUESTION: {"positions": []},
    Kind.SUPPORT: {"scheme": None},
    Kind.REBUTTAL: {"target_claim_id": None, "target_support_id": None, "mutual": False},
    Kind.NOTE: {"url": "", "claim_ids": [], "question_ids": []},
}


def plan_edit(db: Session, *, kind: Kind, id: str, fields: Mapping[str, Any]) -> Plan:
    """Other words for something. Raises NotFound, or Invalid for a field that is not to be
    changed."""
    _check_fields(fields, NOUNS[kind].editable)
    before = state_at(db, kind, id)
    after = {**before, **fields}
    if after.get("basis") != before.get("basis"):
        check_basis(db, after)
    return Plan(Action.EDITED, {(kind, id): after})


def _check_fields(fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    for field in fields:
        if field not in allowed:
            raise Invalid(field, f"“{field}” cannot be said here.")


def plan_renaming(db: Session, *, kind: Kind, id: str, slug: str) -> Plan:
    """Another slug for a source or a debate."""
    state = state_at(db, kind, id)
    if "slug" not in state:
        raise Invalid("slug", "Only texts and debates are called by a slug.")
    return Plan(Action.RENAMED, {(kind, id): {**state, "slug": slug}})


def plan_retirement(db: Session, *, kind: Kind, id: str) -> Plan:
    """Something goes, and with it the links that have it at an end; a position and a note from
    outside lose it, and a note that stands beside nothing else goes too.

    Raises NotFound, or Conflict if a position rests on it alone.
    """
    state_at(db, kind, id)
    if not NOUNS[kind].fixed:
        raise Invalid("kind", "Texts and debates are not retired here.")
    return Plan(Action.RETIRED, {(kind, id): None, **carried_off(db, id, {})})


def carried_off(
    db: Session, id: str, targets: Mapping[Key, State | None]
) -> dict[Key, State | None]:
    """What becomes of all that has `id` in it, once that goes; `targets` is what is to become of
    some of it anyway. Raises Conflict if a position rests on it alone."""
    found: dict[Key, State | None] = {}
    for key, state in states_at(db, resting_on(db, [id]).found()).items():
        planned = targets.get(key, state)
        found[key] = _without(key[0], planned, id) if planned is not None else None
    return found


def _without(kind: Kind, state: State, id: str) -> State | None:
    """What becomes of something that had `id` in it."""
    if kind == Kind.QUESTION:
        return {
            **state,
            "positions": [_position_without(state, held, id) for held in state["positions"]],
        }
    if kind == Kind.NOTE:
        parts = {
            field: [one for one in state[field] if one != id]
            for field in ("claim_ids", "question_ids")
        }
        return {**state, **parts} if any(parts.values()) else None
    return None


def _position_without(question: State, held: State, id: str) -> State:
    left = [claim_id for claim_id in held["claim_ids"] if claim_id != id]
    if not left and held["claim_ids"]:
        raise Conflict(
            f"A position on the question “{question['text']}” rests on this claim alone. "
            "Give it another claim first, or say that the text is silent."
        )
    return {**held, "claim_ids": left}

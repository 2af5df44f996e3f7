"""What an act would do: the state that each thing would have, before anything is touched. So the
same function shows what a proposal does and does it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from app.arguments.basis import check_basis
from app.changes.joining import joined
from app.changes.nouns import NOUNS, Key, states_at
from app.changes.resting import resting_on
from app.claims.editing import OUTSIDE_FIELDS, OUTSIDE_ONLY, is_outside, next_number
from app.db import now
from app.debates.editing import next_question_number
from app.errors import Conflict, Invalid, NotFound
from app.history.models import Action, Kind
from app.history.states import State, parts_in, text_in, texts_in
from app.ids import is_id, new_id


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
    """Something new. The fields of a link may have `also`: claims that are made with it, each its
    "kind", its "id", by which the link names it, and its "fields"; those of a claim `questions`
    that it answers, whose positions it joins.

    Raises Invalid for a field that is missing or is not its maker's to say, Conflict for an id
    that is taken.
    """
    own = {name: said for name, said in fields.items() if name not in _WITH_IT}
    key, state = (kind, id or new_id()), _blank(db, by_id, kind, own, {})
    targets: dict[Key, State | None] = {key: state}
    for other, said in _also(db, kind, fields):
        targets[other] = _blank(db, by_id, other[0], said, targets)
    if kind in (Kind.SUPPORT, Kind.REBUTTAL):
        check_basis(db, state, {id: made for (_, id), made in targets.items() if made})
    return Plan(Action.CREATED, targets | _joined(db, key, state, fields))


_WITH_IT = ("also", "questions")
"""Fields of a creation that say what else it touches."""


def _joined(
    db: Session, key: Key, state: State, fields: Mapping[str, Any]
) -> dict[Key, State | None]:
    """The questions that a new claim answers. 3 queries, none for none."""
    questions = texts_in(fields, "questions") if "questions" in fields else []
    if not questions:
        return {}
    if key[0] != Kind.CLAIM or is_outside(state):
        raise Invalid("questions", "Only a claim of a text joins what the text holds.")
    return joined(db, key[1], text_in(state, "source_id"), questions)


def _also(db: Session, kind: Kind, fields: Mapping[str, Any]) -> list[tuple[Key, State]]:
    """What is to be made with a link. 3 queries, none where there is nothing."""
    parts = parts_in(fields, "also") if "also" in fields else []
    if any(text_in(part, "kind") != Kind.CLAIM for part in parts) or (
        parts and kind not in (Kind.SUPPORT, Kind.REBUTTAL)
    ):
        raise Invalid("also", "Only claims are made with a link, and only with a link.")
    made: list[tuple[Key, State]] = [
        ((Kind.CLAIM, text_in(part, "id")), part.get("fields") or {}) for part in parts
    ]
    if not all(is_id(id) for (_, id), _ in made) or states_at(db, [key for key, _ in made]):
        raise Conflict("What was to be made with this is there already.")
    return made


def _blank(
    db: Session, by_id: str, kind: Kind, fields: State, targets: Mapping[Key, State | None]
) -> State:
    """What something new is at first; `targets`: what is made with it and has its number."""
    noun = NOUNS[kind]
    _check_fields(fields, _sayable(kind, fields) | noun.fixed)
    if not noun.fixed:
        raise Invalid("kind", "Texts and debates are not made here.")
    blank = _BLANK_OUTSIDE if _is_from_outside(kind, fields) else _BLANK[kind]
    state: State = {**blank, **fields, "created_at": now().isoformat()}
    if kind in (Kind.CLAIM, Kind.SUPPORT, Kind.REBUTTAL):
        state["by_id"] = by_id
    if kind == Kind.CLAIM:
        state["number"] = _next_number(db, state, targets)
    if kind == Kind.QUESTION:
        state["number"] = next_question_number(db, text_in(state, "debate_id"))
    return state


def _next_number(db: Session, state: State, targets: Mapping[Key, State | None]) -> int:
    """The next in its source or debate, after those that are made with it."""
    scope_id = _scope_of(db, state)
    scopes = [(it.get("source_id"), it.get("debate_id")) for it in targets.values() if it]
    return next_number(db, scope_id) + sum(scope_id in scope for scope in scopes)


def _is_from_outside(kind: Kind, state: Mapping[str, Any]) -> bool:
    return kind == Kind.CLAIM and is_outside(state)


def _sayable(kind: Kind, state: Mapping[str, Any]) -> frozenset[str]:
    """What may be said of this: a claim of a text has a stance and passages, one from outside a
    year and a reference."""
    if kind != Kind.CLAIM:
        return NOUNS[kind].editable
    return OUTSIDE_FIELDS if is_outside(state) else NOUNS[kind].editable - OUTSIDE_ONLY


def _scope_of(db: Session, state: State) -> str:
    """In what a claim is numbered: its source, or the debate to which it is brought. Raises Invalid
    for both, NotFound for a debate that is not there."""
    if not is_outside(state):
        return text_in(state, "source_id")
    if state.get("source_id"):
        raise Invalid("source_id", "A claim is of a text, or it is from outside.")
    debate_id = text_in(state, "debate_id")
    state_at(db, Kind.DEBATE, debate_id)
    return debate_id


_BLANK_OUTSIDE: State = {"reference": "", "url": "", "signed": ""}

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
    before = state_at(db, kind, id)
    _check_fields(fields, _sayable(kind, before))
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

"""Both versions of what two people said otherwise, and what of them can stand together."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session

from app.accounts.models import User
from app.changes.naming import known_in
from app.history.models import Kind, Revision
from app.history.since import Since
from app.history.states import State
from app.web.edit_forms import editable
from app.web.recounting import Field, Names, compared
from app.web.settling import Settled, settle


class Both(NamedTuple):
    """`later`: what others did since, the latest first; `theirs`, `mine`: what each changed of
    what was seen, word by word; `settled`: field by field; `words`: the other’s, of the fields
    that are open."""

    later: Sequence[tuple[Revision, User]]
    theirs: list[Field]
    mine: list[Field]
    settled: Settled
    words: dict[str, str]


def both(db: Session, kind: Kind, found: Since, current: State, fields: Mapping[str, Any]) -> Both:
    """`fields`: what is typed, as the command takes it. Where it is not known what was seen, all
    that is typed stands against what is there now. 5 queries."""
    base = found.seen or current
    mine = {**base, **fields}
    names = known_in(db, [base, mine, current]).names
    fill = editable(kind, current).fill
    settled = settle(fill(base), fill(mine), fill(current))
    now = fill(current)
    named = {**names, **_exacts(current)}
    return Both(
        found.later,
        _changed(kind, base, current, names),
        _changed(kind, base, mine, names),
        settled,
        {name: _told(now.get(name, []), named) for name in settled.open},
    )


def typed_of_gone(db: Session, kind: Kind, found: Since, fields: Mapping[str, Any]) -> list[Field]:
    """All that was typed about what is not there any more. 5 queries."""
    base = found.seen or {}
    mine = {**base, **fields}
    return compared(kind, base, mine, known_in(db, [base, mine]).names) if base else []


def _changed(kind: Kind, before: State, after: State, names: Names) -> list[Field]:
    return [field for field in compared(kind, before, after, names) if field.changed]


def _exacts(state: State) -> dict[str, str]:
    return {part["id"]: f"“{part['exact']}”" for part in state.get("passages", [])}


def _told(values: list[str], names: Mapping[str, str]) -> str:
    return "\n".join(names.get(value, value) for value in values)

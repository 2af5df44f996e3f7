"""An entity as plain JSON, and what is read from it: fields that came from a form or from a
revision. Pure. Every function raises Invalid, naming the field."""

import enum
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from app.db import now
from app.errors import Invalid
from app.text.normalize import check_storable

State = dict[str, Any]
_E = TypeVar("_E", bound=enum.StrEnum)


def text_in(state: Mapping[str, Any], field: str) -> str:
    """Words that can be stored, as they were given."""
    given = state.get(field)
    if not isinstance(given, str):
        raise Invalid(field, "Words are wanted here.")
    check_storable(field, given)
    return given


def said_in(state: Mapping[str, Any], field: str) -> str:
    """Words that are not empty."""
    given = text_in(state, field)
    if not given.strip():
        raise Invalid(field, "This cannot be left empty.")
    return given


def optional_in(state: Mapping[str, Any], field: str) -> str | None:
    """Words or nothing; "" is nothing."""
    return text_in(state, field) or None if state.get(field) is not None else None


def choice_in(state: Mapping[str, Any], field: str, values: type[_E]) -> _E:
    try:
        return values(str(state.get(field)))
    except ValueError:
        raise Invalid(field, f"Choose one of: {', '.join(values)}.") from None


def number_in(state: Mapping[str, Any], field: str) -> int:
    given = state.get(field)
    if not isinstance(given, int) or isinstance(given, bool) or abs(given) >= 2**31:
        raise Invalid(field, "A whole number is wanted here.")
    return given


def truth_in(state: Mapping[str, Any], field: str) -> bool:
    given = state.get(field)
    if not isinstance(given, bool):
        raise Invalid(field, "Yes or no is wanted here.")
    return given


def texts_in(state: Mapping[str, Any], field: str) -> list[str]:
    """A list of words or ids."""
    given = state.get(field)
    if not isinstance(given, list):
        raise Invalid(field, "A list is wanted here.")
    return [text_in({field: one}, field) for one in given]


def parts_in(state: Mapping[str, Any], field: str) -> list[State]:
    """A list of parts with fields of their own."""
    given = state.get(field)
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Invalid(field, "A list is wanted here.")
    return given


def made_at(state: Mapping[str, Any]) -> datetime:
    """When the entity was made; now, if that is not said."""
    given = state.get("created_at")
    return datetime.fromisoformat(given) if isinstance(given, str) else now()

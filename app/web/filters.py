"""Filters as they stand in an address. A value that means nothing is no filter: such an
address still shows the list, and the list says what it is narrowed to."""

import enum
from typing import TypeVar

from app.ids import is_id

_E = TypeVar("_E", bound=enum.StrEnum)


def one_of(values: type[_E], text: str | None) -> _E | None:
    """The member whose value `text` is, or None."""
    return next((member for member in values if member.value == text), None)


def yes_or_no(text: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(text or "")


def id_in(text: str | None) -> str:
    """The id that `text` is, or "" where it has not the shape of one."""
    return text if text and is_id(text) else ""


def number_in(text: str | None) -> int | None:
    """The positive number that `text` is, small enough for either database, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None

"""What a form sends, bound to a model or given back as it was typed."""

import typing
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails
from sqlmodel import Session

from app.errors import Invalid, Refusal
from app.text.normalize import normalize

MOST_FIELDS = 1000
Raw = dict[str, list[str]]
"""What stands in the fields of a form, by name."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""Some words in one line."""
Optional = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
"""The same, or nothing."""
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
"""Some sentences, or nothing."""
Secret = Annotated[str, StringConstraints(min_length=1, max_length=4096)]
"""Taken as it was typed, to the last space."""


class FormModel(BaseModel):
    """Base of every form. It only parses: rules are CHECKs and commands. A field that is not
    declared is not taken, whatever a request calls it."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


_F = TypeVar("_F", bound=FormModel)


class Bound(Generic[_F]):
    """A form as it was typed (`raw`), what is wrong with it by field ("" for the whole), and its
    `value` where nothing is. `Bound()` is a form that nobody has filled in."""

    def __init__(
        self,
        raw: Raw | None = None,
        errors: dict[str, str] | None = None,
        value: _F | None = None,
    ) -> None:
        self.raw, self.errors, self.value = raw or {}, errors or {}, value

    def typed(self, name: str, otherwise: str = "") -> str:
        """What stands in a field, or would if nobody has sent the form yet."""
        return self.raw[name][-1] if self.raw.get(name) else otherwise

    def chosen(self, name: str) -> list[str]:
        """What is ticked of several."""
        return self.raw.get(name, [])

    def reject(self, error: Refusal) -> None:
        """Let a command's refusal stand at the field that it names, else over the form."""
        self.errors[error.field if isinstance(error, Invalid) else ""] = str(error)

    @contextmanager
    def refusals(self, db: Session) -> Iterator[None]:
        """Around what a form does: if it is refused, all that it did is taken back, what refuses
        it stands at its field, and the form is shown again. A savepoint."""
        try:
            with db.begin_nested():
                yield
        except Refusal as error:
            self.reject(error)


def posted(model: type[_F]) -> Callable[[Request], Coroutine[Any, Any, Bound[_F]]]:
    """A dependency that binds the body to `model`: `Annotated[Bound[F], Depends(posted(F))]`."""

    async def bound(request: Request) -> Bound[_F]:
        return bind(model, await fields_of(request))

    return bound


async def fields_of(request: Request) -> Raw:
    """The fields of the body by name, every value that came; line ends are “\\n”. Raises Invalid
    for what no database stores, and for more fields than any form has."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Invalid("", "The form has too many fields.") from None
    found: Raw = {}
    for name, value in pairs:
        found.setdefault(name, []).append(normalize(value))
    return found


def bind(model: type[_F], raw: Raw) -> Bound[_F]:
    """Fields that are lists take every value, others the last one."""
    given: dict[str, object] = {}
    for name, field in model.model_fields.items():
        if name in raw:
            several = typing.get_origin(field.annotation) is list
            given[name] = raw[name] if several else raw[name][-1]
    try:
        return Bound(raw, value=model.model_validate(given))
    except ValidationError as error:
        return Bound(raw, {str(each["loc"][0]): _words(each) for each in error.errors()})


def _words(error: ErrorDetails) -> str:
    if error["type"] == "string_too_long":
        return f"Take at most {error['ctx']['max_length']} characters."
    if error["type"] in ("missing", "string_too_short"):
        return "This is needed."
    return "Choose one of those that are offered."

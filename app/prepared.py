"""What hot pages ask: a SELECT that is compiled once and, on SQLite, run by the driver itself.

SQLAlchemy's way from a statement to its rows costs three to ten times what SQLite's own does for
a step or two in an index, and a claim's page asks a dozen of those.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

Row = Sequence[Any]
Shape = tuple[int | None, ...]
"""How many values each parameter has, in the order of their names; None: it is no list."""


class _Slot(NamedTuple):
    """A place in a compiled statement for a value that is given later."""

    name: str
    place: int | None
    """Which of a list’s values; None: it is no list."""


class _Compiled(NamedTuple):
    sql: str
    slots: Sequence[Any]
    """For each question mark a slot, or the value that the statement itself has there."""

    def values(self, given: dict[str, Any]) -> list[Any]:
        return [
            slot
            if slot.__class__ is not _Slot
            else given[slot.name]
            if slot.place is None
            else given[slot.name][slot.place]
            for slot in self.slots
        ]


class Prepared:
    """A SELECT of columns, built once. Its rows are tuples, with enums and booleans as such."""

    def __init__(self, query: sa.Select[*tuple[Any, ...]]) -> None:
        self.query = query
        self._compiled: dict[Shape, _Compiled] = {}
        self._convert: list[tuple[int, Callable[[Any], Any]]] | None = None

    def rows(self, db: Session, **given: Any) -> Sequence[Row]:
        """All rows; parameters by name, those of IN as lists, which must not be empty. 1 query.

        Who listens to statements, as tests do to count them, gets them from SQLAlchemy. It is
        asked again, too, for what the driver refuses, and raises errors of its own.
        """
        connection = db.connection()
        dialect = connection.dialect
        if dialect.name != "sqlite" or connection.dispatch.before_cursor_execute:
            return connection.execute(self.query, given).all()
        given = {name: _padded(given[name]) for name in sorted(given)}
        shape = tuple(len(v) if v.__class__ is list else None for v in given.values())
        found = self._compiled.get(shape) or self._compile(dialect, shape, given)
        driver: Any = connection.connection.driver_connection
        try:
            rows: list[Row] = driver.execute(found.sql, found.values(given)).fetchall()
        except dialect.loaded_dbapi.Error:
            return connection.execute(self.query, given).all()
        return self._converted(rows) if self._convert else rows

    def first(self, db: Session, **given: Any) -> Row | None:
        """The first row of few: all are fetched, since a statement left open would hold on to
        what the file once was. 1 query."""
        rows = self.rows(db, **given)
        return rows[0] if rows else None

    def _compile(self, dialect: sa.Dialect, shape: Shape, given: dict[str, Any]) -> _Compiled:
        slots = {
            name: _Slot(name, None) if size is None else [_Slot(name, i) for i in range(size)]
            for name, size in zip(given, shape, strict=True)
        }
        compiled: Any = self.query.compile(dialect=dialect)
        expanded = compiled.construct_expanded_state(slots)
        made = _Compiled(expanded.statement, expanded.positional_parameters)
        if self._convert is None:
            self._convert = [
                (place, convert)
                for place, column in enumerate(self.query.selected_columns)
                if (convert := _processor(column, dialect)) is not None
            ]
        self._compiled[shape] = made
        return made

    def _converted(self, rows: list[Row]) -> list[Row]:
        """The rows with what SQLite stores as text or a number made what it stands for."""
        made: list[Row] = []
        for row in rows:
            values = list(row)
            for place, convert in self._convert or ():
                values[place] = convert(values[place])
            made.append(tuple(values))
        return made


def _padded(value: Any) -> Any:
    """A list with its last value again, up to a power of two, so that few statements have to be
    compiled, which takes milliseconds; IN takes no notice."""
    if value.__class__ is not list:
        return value
    return value + value[-1:] * ((1 << (len(value) - 1).bit_length()) - len(value))


def _processor(column: Any, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).result_processor(
        dialect, None
    )
    return found

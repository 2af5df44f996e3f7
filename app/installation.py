"""The settings and the database of a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from pydantic import ValidationError

from app.db import Engines, open_engines
from app.errors import Unusable
from app.settings import Settings

Database = Annotated[str, typer.Option(help="sqlite:///FILE or postgresql://…", show_default=False)]


def settings_with(database: str) -> Settings:
    """As the environment has them, with this database if one is named. Raises Unusable."""
    try:
        return Settings(database_url=database) if database else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"COUNTERPOINT_{first['loc'][0]}".upper()
        raise Unusable(f"{name}: {first['msg']}.") from None


@contextmanager
def opened(url: str) -> Iterator[Engines]:
    engines = open_engines(url)
    try:
        yield engines
    finally:
        engines.read.dispose()

"""How Alembic runs here: on a connection that app/schema.py hands over, one transaction each."""

from typing import Any

from alembic import context

from app.tables import METADATA


def mine(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Whether autogenerate should look at it: tables that only one database has are not ours."""
    return not (kind == "table" and name is not None and name.startswith("search_fts"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    include_object=mine,
    transactional_ddl=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()

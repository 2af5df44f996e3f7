"""What happened."""

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Model, first_version


class Edition(Model, table=True):
    """How many times what the site shows has changed: one row, raised by every
    command that a page would show.

    Pages that show much of a debate are as old as it; a claim's page has a version of its own.
    """

    __tablename__ = "edition"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True)
    number: int = Field(default_factory=first_version)

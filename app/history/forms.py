"""A form that is sent twice does its work once."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.db import now
from app.errors import Invalid
from app.history.models import SubmittedForm

KEPT = timedelta(days=7)
"""How long a form is known again."""
LONGEST_KEY = 64


def once(db: Session, *, key: str, by_id: str, body: bytes, act: Callable[[], str]) -> str:
    """Where the answer to this form stands: made by `act`, or where it was made before.

    `key` is random and comes with the form, `body` is what was filled in, `act` does it and says
    the address to go to. Two at the same time wait for each other here: the second gets what the
    first made, or does it itself if the first was refused. 3 statements, 2 if it was sent before.
    Raises Invalid for a key that came with another body, or from somebody else.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isalnum():
        raise Invalid("key", "This form is not complete. Load it anew.")
    digest = hashlib.sha256(by_id.encode() + b"\0" + body).hexdigest()
    connection = db.connection()
    # As a text, since SQLAlchemy has this only in a dialect's own words, which are the same here.
    first = connection.execute(_INSERT, {"key": key, "digest": digest, "at": now()}).rowcount
    if first:
        connection.execute(_FORGET, {"until": now() - KEPT})
        location = act()
        db.flush()
        connection.execute(_ANSWER, {"which": key, "place": location})
        return location
    known, location = connection.execute(_ASK, {"which": key}).one()
    if known != digest:
        raise Invalid("key", "This form was sent before, with other words. Load it anew.")
    return str(location)


_FORM: sa.Table = SubmittedForm.__table__  # type: ignore[attr-defined]
_INSERT = sa.text(
    "INSERT INTO submitted_form (key, body_sha256, location, at) VALUES (:key, :digest, '', :at) "
    "ON CONFLICT (key) DO NOTHING"
).bindparams(sa.bindparam("at", type_=_FORM.c.at.type))
_ASK = sa.select(_FORM.c.body_sha256, _FORM.c.location).where(_FORM.c.key == sa.bindparam("which"))
_ANSWER = (
    sa.update(_FORM)
    .where(_FORM.c.key == sa.bindparam("which"))
    .values(location=sa.bindparam("place"))
)
_FORGET = sa.delete(_FORM).where(col(SubmittedForm.at) < sa.bindparam("until"))

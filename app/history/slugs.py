"""Renaming what is called by a slug: addresses with the old one lead on."""

import re
from typing import Any

from sqlmodel import Session

from app.errors import Conflict, Invalid
from app.history.models import Kind, OldSlug

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 80


def rename(db: Session, kind: Kind, entity: Any, slug: str, *, taken: bool) -> None:
    """Give a source or a debate another slug; nothing, if it has it. `taken`: another has it now.

    2 queries. Raises Invalid, or Conflict for a slug that leads, or led, to another.
    """
    if slug == entity.slug:
        return
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST:
        raise Invalid("slug", "Take small letters a to z and digits, with single hyphens within.")
    once = db.get(OldSlug, (kind, slug))
    if taken or (once is not None and once.entity_id != entity.id):
        raise Conflict(f"The address with “{slug}” leads to another {kind}.")
    if once is not None:
        db.delete(once)
    db.add(OldSlug(kind=kind, slug=entity.slug, entity_id=entity.id))
    entity.slug = slug
    db.flush()

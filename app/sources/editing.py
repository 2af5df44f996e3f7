"""Sources as plain states, and back: what can be said of a document, its text apart."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.errors import Invalid
from app.history.models import Kind
from app.history.slugs import rename
from app.history.states import State, number_in, parts_in, said_in, text_in, texts_in
from app.sources.models import Remark, Source
from app.sources.queries import source_by_id, text_of
from app.text.anchoring import Quote, locate

NEEDED = ("title", "short_name", "form", "author_label")
FREE = ("author_note", "venue", "published", "language", "url", "licence", "provenance")


def source_states(db: Session, ids: Collection[str]) -> dict[str, State]:
    """2 queries for each source, of which a change has one."""
    return {
        source.id: _state(db, source)
        for source in db.exec(select(Source).where(col(Source.id).in_(ids)))
    }


def _state(db: Session, source: Source) -> State:
    fields = ("slug", "year", *NEEDED, *FREE)
    asked = select(Remark).where(Remark.source_text_id == text_of(db, source.id).id)
    return {
        **{field: getattr(source, field) for field in fields},
        "authors": list(source.authors),
        "remarks": [
            {"exact": remark.exact, "start": remark.start, "body": remark.body}
            for remark in db.exec(asked.order_by(col(Remark.position)))
        ],
    }


def put_source(db: Session, id: str, state: State) -> None:
    """Make a source what the state says. Raises NotFound, Invalid, or Conflict for a slug that is
    another's."""
    source = source_by_id(db, id)
    rename(db, Kind.SOURCE, source, text_in(state, "slug"), taken=_has_slug(db, state["slug"], id))
    for field in NEEDED:
        setattr(source, field, said_in(state, field))
    for field in FREE:
        setattr(source, field, text_in(state, field))
    source.authors, source.year = texts_in(state, "authors"), number_in(state, "year")
    if not -4000 <= source.year <= 3000:
        raise Invalid("year", "The year lies between 4000 BC, as -4000, and 3000.")
    if source.url and not source.url.startswith(("https://", "http://")):
        raise Invalid("url", "The address must begin with https:// or http://.")
    db.add(source)
    _put_remarks(db, source, parts_in(state, "remarks"))
    db.flush()


def _has_slug(db: Session, slug: str, id: str) -> bool:
    asked = select(Source.id).where(Source.slug == slug, Source.id != id)
    return db.exec(asked).first() is not None


def _put_remarks(db: Session, source: Source, remarks: list[State]) -> None:
    """`start`, in code points, decides which of several equal places is meant."""
    text = text_of(db, source.id)
    db.execute(sa.delete(Remark).where(col(Remark.source_text_id) == text.id))
    for position, remark in enumerate(remarks):
        exact, start = said_in(remark, "exact"), remark.get("start")
        if not (isinstance(start, int) and text.text.startswith(exact, start) and start >= 0):
            start = locate(text.text, Quote(exact)).start
        made = Remark(
            source_text_id=text.id,
            position=position,
            start=start,
            end=start + len(exact),
            exact=exact,
            body=said_in(remark, "body"),
        )
        db.add(made)

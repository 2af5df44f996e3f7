"""The words in which an author says so, from their field of a form into the note of a link."""

from typing import Annotated, Protocol

from pydantic import StringConstraints
from sqlmodel import Session

from app.arguments.models import Basis
from app.errors import Invalid
from app.sources.queries import text_of
from app.text.anchoring import cuts_a_word
from app.text.pasting import places
from app.web.quoting import in_marks

Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
FIELD = "stated_in"


class Linking(Protocol):
    """What a form of a link says of its basis."""

    @property
    def basis(self) -> Basis: ...
    @property
    def note(self) -> str: ...
    @property
    def stated_in(self) -> str: ...


def note_of(db: Session, value: Linking, source_id: str | None) -> str:
    """The note; with the words that state it behind, as they stand in the text of this source,
    whose author says so. 1 query, none without such words. Raises Invalid if they do not stand
    there."""
    if not value.stated_in or value.basis != Basis.STATED or not source_id:
        return value.note
    text = text_of(db, source_id).text
    found = places(text, value.stated_in)
    if not found:
        raise Invalid(FIELD, "These words do not stand in the text whose author is to say so.")
    if cuts_a_word(text, found[0]):
        raise Invalid(FIELD, "This begins or ends in the middle of a word.")
    words = " ".join(text[found[0].start : found[0].end].split())
    return f"{value.note} It says: {in_marks(words)}"

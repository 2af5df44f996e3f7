"""Changes to documents and their texts."""

from collections.abc import Sequence

from sqlmodel import Session

from app.errors import Invalid
from app.history.commands import publish
from app.ids import derived_id
from app.sources.models import Block, NoteCall, Remark, Repair, Source, SourceText
from app.text.anchoring import Quote, locate
from app.text.normalize import normalize, sha256


def add_text(
    db: Session,
    *,
    source: Source,
    text: str,
    blocks: Sequence[Block],
    calls: Sequence[NoteCall] = (),
    number: int = 1,
    given_name: str = "",
    given_sha256: str = "",
) -> SourceText:
    """Store a version of the source's clean text with its blocks and footnote calls.

    Offsets are code points of `text`. Raises Invalid if the text is not in normal form, or if
    the blocks do not tile it: in order, without overlap, with nothing but blank between them.
    """
    if normalize(text) != text:
        raise Invalid("text", "The text is not in NFC with “\\n” line ends.")
    _check_tiling(text, blocks)
    _check_calls(text, blocks, calls)
    stored = SourceText(
        id=derived_id(source.id, number),
        source_id=source.id,
        number=number,
        text=text,
        sha256=sha256(text),
        words=sum(len(block.words.split()) for block in blocks if block.kind != "note"),
        given_name=given_name,
        given_sha256=given_sha256,
    )
    db.add(stored)
    db.flush()
    for part in (*blocks, *calls):
        part.source_text_id = stored.id
    db.add_all([*blocks, *calls])
    publish(db)
    return stored


def _check_tiling(text: str, blocks: Sequence[Block]) -> None:
    at = 0
    for block in blocks:
        if block.start < at or text[at : block.start].strip():
            raise Invalid("blocks", f"The block at {block.start} leaves out or repeats words.")
        if text[block.start : block.end] != block.words:
            raise Invalid("blocks", f"The block at {block.start} does not hold the text's words.")
        at = block.end
    if text[at:].strip():
        raise Invalid("blocks", f"No block holds the words after {at}.")


def _check_calls(text: str, blocks: Sequence[Block], calls: Sequence[NoteCall]) -> None:
    notes = {block.number for block in blocks if block.kind == "note"}
    for call in calls:
        if call.number not in notes:
            raise Invalid("calls", f"There is no footnote {call.number} to be called.")
        if not 0 <= call.at <= len(text):
            raise Invalid("calls", f"Footnote {call.number} is called outside the text.")


def record_repairs(db: Session, text: SourceText, repairs: Sequence[Repair]) -> None:
    """Store what the cleaning changed, in order."""
    for position, repair in enumerate(repairs):
        repair.source_text_id, repair.position = text.id, position
    db.add_all(repairs)
    publish(db)


def remark(db: Session, *, text: SourceText, quote: Quote, body: str, position: int) -> Remark:
    """Set an editor's note beside words of the text.

    Raises PassageNotFound or PassageAmbiguous if the words do not stand at one place.
    """
    span = locate(text.text, quote)
    made = Remark(
        source_text_id=text.id,
        position=position,
        start=span.start,
        end=span.end,
        exact=quote.exact,
        body=body,
    )
    db.add(made)
    publish(db)
    return made

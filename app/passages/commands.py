"""Changes to passages."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.errors import Invalid
from app.ids import derived_id
from app.passages.models import Passage
from app.sources.models import Block, SourceText
from app.text.anchoring import Quote, Span, cuts_a_word, describe, locate


def anchor(
    db: Session, *, text: SourceText, quote: Quote, blocks: Sequence[Block] | None = None
) -> Passage:
    """The passage of `text` that `quote` means, stored once however often it is asked for.

    `blocks` spares a query where the caller has them. 2 to 3 queries. Raises PassageNotFound,
    PassageAmbiguous, or Invalid if the words begin or end inside a word, or run over the end
    of a paragraph.
    """
    span = locate(text.text, quote)
    if cuts_a_word(text.text, span):
        raise Invalid("exact", f"“{quote.exact}” begins or ends in the middle of a word.")
    if quote.exact != quote.exact.strip():
        raise Invalid("exact", f"“{quote.exact}” begins or ends with a blank.")
    block = _block_around(db, text, span, blocks)
    same = select(Passage).where(
        Passage.source_text_id == text.id, Passage.start == span.start, Passage.end == span.end
    )
    if found := db.exec(same).first():
        return found
    described = describe(text.text, span)
    passage = Passage(
        id=derived_id(text.id, text.sha256, span.start, span.end),
        source_text_id=text.id,
        start=span.start,
        end=span.end,
        exact=described.exact,
        prefix=described.prefix,
        suffix=described.suffix,
        block=block.number,
    )
    db.add(passage)
    db.flush()
    return passage


def _block_around(
    db: Session, text: SourceText, span: Span, blocks: Sequence[Block] | None
) -> Block:
    if blocks is None:
        blocks = db.exec(
            select(Block).where(
                Block.source_text_id == text.id,
                col(Block.start) <= span.start,
                col(Block.end) >= span.end,
            )
        ).all()
    for block in blocks:
        if block.start <= span.start and span.end <= block.end and block.kind != "note":
            return block
    raise Invalid("exact", "The words must stand in one paragraph of the text's body.")

"""The rules for one source of a bundle: its text, its claims, its cover."""

import re
from collections.abc import Iterator
from contextlib import suppress

from app.claims.models import Stance
from app.errors import Refusal
from app.formats.bundle import SourceFiles
from app.text.anchoring import Quote, Span, cuts_a_word, locate
from app.text.normalize import normalize
from app.text.structure import BlockKind

ARGUING = {BlockKind.ABSTRACT, BlockKind.PARAGRAPH, BlockKind.QUOTATION}
HEDGES = (
    "some|might|(?-i:may)|can|could|likely|apparently|arguably|suggests?|by some estimates|"
    "possible|possibly|perhaps|hopefully|doubtful|uncertain|probably|often|usually|tends?|seems?|largely|"
    "by and large|mainly|in large part|purported|alleged|suspected|almost|potential|potentially"
)
_HEDGE = re.compile(rf"\b({HEDGES})\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?][”’]?$")


def texts(files: SourceFiles) -> Iterator[str]:
    slug = files.source.slug
    if normalize(files.text) != files.text:
        yield f"{slug}: the text is not in normal form"
    for remark in files.remarks:
        try:
            locate(files.text, Quote(remark.exact, remark.prefix, remark.suffix))
        except Refusal as error:
            yield f"{slug}: remark: {error}"
    yield from _tiling(files)
    notes = [block.number for block in files.layout.blocks if block.kind == BlockKind.NOTE]
    if notes != [call.number for call in files.layout.calls]:
        yield f"{slug}: footnotes and their calls are not the same, or not in order"


def _tiling(files: SourceFiles) -> Iterator[str]:
    slug, at = files.source.slug, 0
    body = [block for block in files.layout.blocks if block.kind != BlockKind.NOTE]
    if [block.number for block in body] != list(range(1, len(body) + 1)):
        yield f"{slug}: the paragraphs are not numbered 1, 2, 3 and so on"
    for block in files.layout.blocks:
        if block.start < at or files.text[at : block.start].strip() or block.end <= block.start:
            yield f"{slug}: the block at {block.start} leaves out or repeats words"
        at = block.end


def claims(files: SourceFiles, letter: str) -> Iterator[str]:
    for claim in files.claims:
        if not claim.label.startswith(letter):
            yield f"{claim.label}: the label of a claim of this source begins with {letter}"
        if claim.stance in (Stance.REPORTS, Stance.REJECTS) and not claim.attributed_to:
            yield f"{claim.label}: a view that is only reported has no holder"
        if not _ENDS.search(claim.statement):
            yield f"{claim.label}: the statement is not a sentence"
        for passage in claim.passage:
            yield from _passage(files, claim.label, Quote(**passage.model_dump()))


def _passage(files: SourceFiles, label: str, quote: Quote) -> Iterator[str]:
    try:
        span = locate(files.text, quote)
    except Refusal as error:
        yield f"{label}: {error}"
        return
    if cuts_a_word(files.text, span) or quote.exact != quote.exact.strip():
        yield f"{label}: “{quote.exact}” begins or ends inside a word"
    if not any(_holds(block.start, block.end, span) for block in _body(files)):
        yield f"{label}: “{quote.exact}” does not stand in one paragraph of the body"


def _holds(start: int, end: int, span: Span) -> bool:
    return start <= span.start and span.end <= end


def _body(files: SourceFiles) -> list[Span]:
    blocks = (block for block in files.layout.blocks if block.kind != BlockKind.NOTE)
    return [Span(block.start, block.end) for block in blocks]


def cover(files: SourceFiles) -> Iterator[str]:
    places = list(_places(files))
    for block in files.layout.blocks:
        words = files.text[block.start : block.end]
        # A paragraph that ends without a stop only leads in to the quotation after it.
        argues = block.kind in ARGUING and words.endswith((".", "?", "!", "”", "’"))
        if argues and not any(_holds(block.start, block.end, place) for place in places):
            yield f"{files.source.slug}: paragraph {block.number} has no claim: “{words[:50]}…”"


def _places(files: SourceFiles) -> Iterator[Span]:
    for claim in files.claims:
        for passage in claim.passage:
            # A passage that cannot be found is told of elsewhere.
            with suppress(Refusal):
                yield locate(files.text, Quote(**passage.model_dump()))


def hedges(files: SourceFiles) -> Iterator[str]:
    """Hedge words of a passage that its paraphrase has not, for a person to judge."""
    for claim in files.claims:
        quoted = " ".join(passage.exact for passage in claim.passage)
        words = {found.lower() for found in _HEDGE.findall(quoted)}
        lost = sorted(words - {found.lower() for found in _HEDGE.findall(claim.statement)})
        if lost:
            yield f"{claim.label} leaves out “{'”, “'.join(lost)}”: {claim.statement}"

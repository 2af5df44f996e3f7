"""Copying the blocks of a given text with their edits made, each character's origin kept. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from app.text.anchoring import Span
from app.text.cleaning_edits import Edit
from app.text.cleaning_layout import Draft
from app.text.cleaning_recipe import RecipeMisfit

BETWEEN_BLOCKS = "\n\n"


class Copied(NamedTuple):
    """A clean text and how it lies over the given one.

    `spans[i]` is the stretch of `text` that came from `drafts[i]`, and `origins[i][k]` the
    offset in the given text of its k-th character.
    """

    text: str
    drafts: list[Draft]
    spans: list[Span]
    origins: list[list[int]]
    owners: list[tuple[int, int]]  # (start of a line, index of its draft), ascending

    def owner(self, offset: int) -> int:
        """The index of the draft whose line holds, or is the last to begin before, `offset`."""
        return self.owners[bisect_right(self.owners, (offset, len(self.drafts))) - 1][1]

    def place(self, offset: int, draft: int | None = None) -> int:
        """The offset in the clean text of what stood at `offset` of the given text, or of what
        is next in the same block if that was taken away."""
        index = self.owner(offset) if draft is None else draft
        return self.spans[index].start + bisect_left(self.origins[index], offset)

    def stretch(self, shown: Span) -> Span:
        """What has become of a stretch of the given text that begins and ends in one block."""
        index = self.owner(shown.start)
        return Span(self.place(shown.start, index), self.place(shown.end, index))

    def block_that_begins(self, words: str) -> int:
        """The index of the only block of the body that begins so. Raises RecipeMisfit."""
        found = [
            index
            for index, span in enumerate(self.spans)
            if not self.drafts[index].note and self.text.startswith(words, span.start)
        ]
        if len(found) != 1:
            raise RecipeMisfit(f"{len(found)} blocks begin with “{words}”, not one.")
        return found[0]


def copy_blocks(given: str, drafts: list[Draft], edits: Sequence[Edit]) -> Copied:
    """Every draft with its edits made, one blank line apart; `edits` ascending by start.

    Raises RecipeMisfit if two edits overlap, or one lies in what no block holds.
    """
    copied = Copied("", drafts, [], [], _owners(drafts))
    shares: list[list[Edit]] = [[] for _ in drafts]
    for edit in edits:
        index = copied.owner(edit.start)
        if not any(line.start <= edit.start <= line.end for line in drafts[index].lines):
            words = given[edit.shown.start : edit.shown.end]
            raise RecipeMisfit(f"“{words}” is to be repaired, but stands in no block.")
        shares[index].append(edit)
    texts, at = [], 0
    for draft, share in zip(drafts, shares, strict=True):
        text, origins = _copy(given, draft, share)
        texts.append(text)
        copied.origins.append(origins)
        copied.spans.append(Span(at, at + len(text)))
        at += len(text) + len(BETWEEN_BLOCKS)
    return copied._replace(text=BETWEEN_BLOCKS.join(texts))


def _owners(drafts: Sequence[Draft]) -> list[tuple[int, int]]:
    return sorted((line.start, index) for index, draft in enumerate(drafts) for line in draft.lines)


def _copy(given: str, draft: Draft, edits: Sequence[Edit]) -> tuple[str, list[int]]:
    characters: list[str] = []
    origins: list[int] = []
    at = draft.lines[0].start
    for before, edit in zip([None, *edits], edits, strict=False):
        if edit.start < at or (before and edit.start == before.start):
            raise RecipeMisfit(f"Two repairs overlap at “{given[edit.shown.start : at]}”.")
        characters += given[at : edit.start] + edit.text
        origins += range(at, edit.start)
        origins += [_origin(edit, index) for index in range(len(edit.text))]
        at = edit.end
    end = draft.lines[-1].end
    return "".join([*characters, given[at:end]]), [*origins, *range(at, end)]


def _origin(edit: Edit, index: int) -> int:
    """Where the character edit.text[index] came from: one for one as far as there are any."""
    return min(edit.start + index, max(edit.start, edit.end - 1))

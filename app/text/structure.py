"""What the parts of a text are called. Pure."""

from enum import StrEnum


class BlockKind(StrEnum):
    """What a stretch of a text is in its layout."""

    TITLE = "title"
    ABSTRACT = "abstract"
    KEYWORDS = "keywords"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTATION = "quotation"
    BYLINE = "byline"
    LICENCE = "licence"
    NOTE = "note"

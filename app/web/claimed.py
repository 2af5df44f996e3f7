"""How a page tells of a claim that may be of a text or from outside. Pure."""

from collections.abc import Iterable, Sequence

from app.claims.queries import Card
from app.debates.voices import Voice
from app.web.quoting import named, speaker


def said(card: Card) -> str:
    """The statement, for where nothing else tells whose it is."""
    return f"From outside: {card.statement}" if card.outside else card.statement


def year(card: Card, voice: Voice) -> int:
    return card.outside.year if card.outside else voice.year


def whose(card: Card, voice: Voice) -> str:
    """“of the op-ed, 2025”, “from outside, 2024”."""
    return f"{'from outside' if card.outside else 'of ' + named(voice)}, {year(card, voice)}"


def is_inside(one: Card, other: Card) -> bool:
    """Whether two claims are of the same text. Two from outside are of none."""
    return one.source_id == other.source_id and not one.outside


def told(card: Card, voice: Voice) -> str:
    """Who says it, and the words: a text’s in quotation marks, no others."""
    words = card.statement if card.outside else f"“{card.passages[0].exact}”"
    return f"{speaker(card, voice)}: {words}"


def outside_told(first: Card, second: Card, labels: Sequence[str]) -> str:
    """Of a link between these, which of its ends no text has."""
    ends = [name for card, name in zip((first, second), labels, strict=True) if card.outside]
    if len(ends) == 2:
        return f"{ends[0]} and {ends[1]} come from outside: this is between no texts."
    return f"{ends[0]} comes from outside: no text answers another here."


def are_long(cards: Iterable[Card]) -> bool:
    """Whether words that stand face to face want a smaller type."""
    words = (card.passages[0].exact if card.passages else card.statement for card in cards)
    return any(len(each) > LONG for each in words)


LONG = 160
"""Letters."""

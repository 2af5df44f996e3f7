"""Claims from outside as a bundle has them."""

from collections.abc import Mapping

from app.claims.queries import Card
from app.formats.bundle import BroughtEntry


def brought_entries(outside: Mapping[str, Card], labels: Mapping[str, str]) -> list[BroughtEntry]:
    """Claims from outside by number, each under the name that whoever signs it has now."""
    numbered = sorted(outside.values(), key=lambda card: card.number)
    return [
        BroughtEntry(
            label=labels[card.id],
            id=card.id,
            statement=card.statement,
            signed=card.outside.signed,
            year=card.outside.year,
            reference=card.outside.reference,
            url=card.outside.url,
        )
        for card in numbered
        if card.outside
    ]

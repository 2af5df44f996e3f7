"""Lists in a form from which claims are chosen: those that are, and those that are found."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlmodel import Session

from app.claims.queries import Card, cards, claims_on
from app.debates.queries import voices
from app.debates.voices import Voices
from app.history.models import Kind
from app.history.states import State
from app.search.candidates import may_bear
from app.web.forms import Bound
from app.web.offering import Offered, matching, why

FOUND = 12
"""How many claims a search offers."""
LIKE = 8
"""How many are offered unasked as perhaps the same."""


class Asked(NamedTuple):
    """A field of claims: of which text, "" for all, and which it cannot have."""

    source_id: str = ""
    without: tuple[str, ...] = ()


def fields_of(db: Session, kind: Kind, state: State) -> dict[str, Asked]:
    """The fields of claims that the form of such a thing has. 1 query at most."""
    if kind == Kind.SUPPORT:
        return {"premises": Asked(without=(state["conclusion_id"],))}
    if kind == Kind.QUESTION:
        return {f"claims-{id}": Asked(id) for id in voices(db, state["debate_id"])}
    return {Kind.NOTE: {"claims": Asked()}, Kind.DEBATE: {"opening_claims": Asked()}}.get(kind, {})


def lists_of(
    db: Session,
    fields: dict[str, Asked],
    form: Bound[Any],
    debate_id: str,
    speakers: Voices,
) -> dict[str, list[Offered]]:
    """What each field offers: what is ticked, in its order, then what is found for the words in
    `find-…`; claims of other debates never. 1 query, and about 4 for each field in which words are
    looked for."""
    found = {name: _found(db, name, asked, form, debate_id) for name, asked in fields.items()}
    every = cards(db, [id for ids in found.values() for id in ids])
    shown = {id: card for id, card in every.items() if speakers.hears(card)}
    return {name: [Offered(shown[id]) for id in ids if id in shown] for name, ids in found.items()}


def _found(db: Session, name: str, asked: Asked, form: Bound[Any], debate_id: str) -> list[str]:
    ids = [
        *form.chosen(name),
        *matching(db, form.typed(f"find-{name}"), debate_id, asked.source_id)[:FOUND],
    ]
    return [id for id in dict.fromkeys(ids) if id not in asked.without]


def same_perhaps(db: Session, card: Card, debate_id: str) -> list[Offered]:
    """Claims of the same text that say the same perhaps: on the same passage, or in words that
    are like it. About 7 queries."""
    same = [id for words in card.passages for id in claims_on(db, words.id)]
    whys = dict.fromkeys(same, "It rests on the same passage.")
    for near in may_bear(db, card.id, debate_id, [card.source_id])[: LIKE + 1]:
        whys.setdefault(near.claim_id, f"It {why(near)}.")
    return _offered(db, card, whys)


def found_in(db: Session, card: Card, debate_id: str, words: str) -> list[Offered]:
    """Claims of the same text that have these words. About 5 queries."""
    return _offered(db, card, dict.fromkeys(matching(db, words, debate_id, card.source_id), ""))


def _offered(db: Session, card: Card, whys: dict[str, str]) -> list[Offered]:
    whys.pop(card.id, None)
    shown = cards(db, _first(whys))
    same = [id for id in whys if id in shown and shown[id].source_id == card.source_id]
    return [Offered(shown[id], whys[id]) for id in same]


def _first(ids: Iterable[str]) -> list[str]:
    return list(ids)[:FOUND]

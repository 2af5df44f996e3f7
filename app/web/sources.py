"""/sources: whole texts, their paragraphs, passages and claims in place, and their repairs."""

from collections import defaultdict
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.arguments.bearing import by_claim
from app.arguments.queries import links_of
from app.claims.queries import Card, cards, claim_ids_of
from app.debates.exchange import Counterpart, closeness, counterparts
from app.debates.queries import debate_around, questions_of, voices
from app.errors import NotFound
from app.history.queries import edition
from app.passages.queries import passage_by_id
from app.sources.models import Block, Source, SourceText
from app.sources.queries import (
    blocks_of,
    calls_of,
    remarks_on,
    repair_counts,
    repairs_of,
    source_by_id,
    source_by_slug,
    text_of,
)
from app.text.marks import Mark, Piece, pieces
from app.web import urls
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.render import render

router = APIRouter()


class Chosen(NamedTuple):
    """What the address asks to have marked in the text; at most one of them is set."""

    paragraph: int = 0
    passage: str = ""
    claim: str = ""


class Spot(NamedTuple):
    """A passage in the text: the claims that rest on it, and the sign in its margin."""

    id: str
    claims: list[Card]
    nearest: Counterpart | None
    crowds: bool
    """Another sign stands in the same line, as far as one can tell without a layout."""


@router.api_route("/sources/{slug}", methods=READ, name="sources.show")
def show(request: Request, db: Db, slug: str) -> Response:
    return _read(request, db, slug, Chosen())


@router.api_route("/sources/{slug}/paragraphs/{number}", methods=READ, name="sources.paragraph")
def paragraph(request: Request, db: Db, slug: str, number: str) -> Response:
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise NotFound("paragraph", number[:40])
    return _read(request, db, slug, Chosen(paragraph=int(number)))


@router.api_route("/sources/{slug}/passages/{id}", methods=READ, name="sources.passage")
def passage(request: Request, db: Db, slug: str, id: str) -> Response:
    return _read(request, db, slug, Chosen(passage=id))


@router.api_route("/sources/{slug}/claims/{id}", methods=READ, name="sources.claim")
def claim(request: Request, db: Db, slug: str, id: str) -> Response:
    return _read(request, db, slug, Chosen(claim=id))


@router.api_route("/passages/{id}", methods=READ, name="passages.show")
def place(db: Db, id: str) -> Response:
    """The short permalink of a passage leads to its place in the text."""
    found = passage_by_id(db, id)
    text = found.source_text
    return RedirectResponse(urls.place(source_by_id(db, text.source_id), found), 302)


@router.api_route("/sources/{slug}/repairs", methods=READ, name="sources.repairs")
def repairs(request: Request, db: Db, slug: str) -> Response:
    def build() -> Response:
        source = source_by_slug(db, slug)
        text = text_of(db, source.id)
        debate = debate_around(db, source.id)
        context = {
            "debate": debate,
            "voices": voices(db, debate.id),
            "source": source,
            "text": text,
            "repairs": repairs_of(db, text.id),
        }
        return render(request, "sources/repairs.html", context, fragment="sources/_repairs.html")

    return page(request, edition(db), build)


def _read(request: Request, db: Session, slug: str, chosen: Chosen) -> Response:
    def build() -> Response:
        context = reading(db, source_by_slug(db, slug), chosen)
        return render(request, "sources/show.html", context, fragment="sources/_opened.html")

    return page(request, edition(db), build)


def reading(db: Session, source: Source, chosen: Chosen) -> dict[str, Any]:
    """All that a whole text's page shows. 17 queries, however long the text. Raises NotFound
    if the text has no such paragraph, passage or claim."""
    text = text_of(db, source.id)
    debate = debate_around(db, source.id)
    blocks = blocks_of(db, text.id)
    own = cards(db, claim_ids_of(db, source.id))
    links = links_of(db, own)
    questions = questions_of(db, debate.id)
    others = {id for q in questions for held in q.positions for id in held.claim_ids}
    shown = own | cards(db, (links.claim_ids() | others) - own.keys())
    source_of = {id: card.source_id for id, card in shown.items()}
    near = by_claim(links, own)
    found = {id: counterparts(id, near[id], questions, source_of) for id in own}
    _check(chosen, blocks, own)
    return {
        "debate": debate,
        "voices": voices(db, debate.id),
        "source": source,
        "text": text,
        "blocks": blocks,
        "pieces": _cut(db, text, blocks, own),
        "spots": _spots(own, found),
        "cards": shown,
        "counterparts": found,
        "questions": questions,
        "remarks": remarks_on(db, text.id),
        "repair_counts": repair_counts(db, text.id),
        "chosen": chosen,
        "focus": _focus(chosen, blocks, own),
    }


def _check(chosen: Chosen, blocks: Any, own: dict[str, Card]) -> None:
    passages = {words.id for card in own.values() for words in card.passages}
    numbers = {block.number for block in blocks if block.kind != "note"}
    if chosen.paragraph and chosen.paragraph not in numbers:
        raise NotFound("paragraph", str(chosen.paragraph))
    if chosen.passage and chosen.passage not in passages:
        raise NotFound("passage", chosen.passage)
    if chosen.claim and chosen.claim not in own:
        raise NotFound("claim", chosen.claim)


def _focus(chosen: Chosen, blocks: Any, own: dict[str, Card]) -> Block | None:
    """The block that htmx swaps: the one in which the chosen thing stands."""
    number = chosen.paragraph
    for card in own.values():
        for words in card.passages:
            if words.id == chosen.passage or (card.id == chosen.claim and not number):
                number = words.block
    wanted = (block for block in blocks if block.kind != "note" and block.number == number)
    return next(wanted, None)


def _cut(
    db: Session, text: SourceText, blocks: Any, own: dict[str, Card]
) -> dict[int, list[Piece]]:
    """The pieces of each block, by the offset at which it starts."""
    marks: dict[int, dict[str, Mark]] = defaultdict(dict)
    for card in own.values():
        for words in card.passages:
            marks[words.block][words.id] = Mark(words.start, words.end, words.id)
    calls = [(call.number, call.at) for call in calls_of(db, text.id)]
    return {
        block.start: pieces(
            block.words,
            block.start,
            sorted(marks[block.number].values()) if block.kind != "note" else (),
            [call for call in calls if block.start < call[1] <= block.end],
        )
        for block in blocks
    }


LINE = 60
"""About how many characters a line of the text holds; two signs nearer than that may collide."""


def _spots(own: dict[str, Card], found: dict[str, list[Counterpart]]) -> dict[str, Spot]:
    """The passages of a text by id, in the order of their places."""
    resting: dict[str, list[Card]] = defaultdict(list)
    starts: dict[str, tuple[int, int]] = {}
    for card in own.values():
        for words in card.passages:
            resting[words.id].append(card)
            starts[words.id] = (words.start, words.block)
    spots: dict[str, Spot] = {}
    last = (-LINE, 0)
    for id in sorted(starts, key=starts.__getitem__):
        near = [found[card.id][0] for card in resting[id] if found[card.id]]
        start, block = starts[id]
        crowds = block == last[1] and start - last[0] < LINE
        nearest = min(near, key=closeness, default=None)
        spots[id] = Spot(id, resting[id], nearest, crowds)
        last = (start, block)
    return spots

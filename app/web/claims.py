"""/claims: one claim, what bears on it, what the other text has on the same matter."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.arguments.bearing import Bearing, answers, bearing
from app.arguments.models import Basis
from app.arguments.queries import Attack, Links, links_of
from app.claims.queries import OUTSIDE, Card, Words, card_by_id, cards, claim_version, neighbour_ids
from app.debates.exchange import Counterpart, Relation, closeness, counterparts, silences
from app.debates.overview import outside_notes_on
from app.debates.queries import Asked, debate_of_claim, questions_taking_up, voices
from app.debates.voices import Voice, Voices
from app.history.queries import edition
from app.sources.queries import calls_within, place_at
from app.text.marks import Mark, Piece, pieces
from app.web import urls
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.reckoning import ends_of, near_attacks, reckoning, supposing, with_reasons
from app.web.render import moved, render
from app.web.supposing import Written, is_supposing, supposition, written_in

router = APIRouter()


@router.api_route("/claims/{id}", methods=READ, name="claims.show")
@router.api_route("/claims/{id}/{words}", methods=READ, name="claims.show.words")
def show(request: Request, db: Db, id: str) -> Response:
    version: object = claim_version(db, id)
    if is_supposing(request):
        # What stands then hangs on claims far away, whose versions are their own.
        version = f"supposing {edition(db)}"
    return page(request, version, lambda: _show(request, db, id))


def _show(request: Request, db: Session, id: str) -> Response:
    card = card_by_id(db, id)
    written = written_in(request)
    if request.url.path != urls.claim(card):
        asked = f"?{request.url.query}" if is_supposing(request) else ""
        return moved(f"{urls.claim(card)}{asked}", request)
    context = claim_context(db, card, written if is_supposing(request) else None)
    return render(request, "claims/show.html", context | {"written": written})


def claim_context(db: Session, card: Card, written: Written | None = None) -> dict[str, Any]:
    """All that a claim's page shows. 13 queries, 1 less where no question takes it up or nothing
    goes against it; 5 more with what an address supposes."""
    debate = debate_of_claim(db, card.id)
    speakers = voices(db, debate.id)
    links = links_of(db, [card.id])
    attacks = near_attacks(db, [card.id], links)
    questions = questions_taking_up(db, [card.id])
    before, after = near = neighbour_ids(db, card.id)
    wanted = {card.id, *filter(None, near)} | links.claim_ids() | ends_of(attacks)
    supposed = None
    if written:
        supposed = supposing(db, wanted, supposition(db, written, speakers))
        wanted |= {*supposed.changed, *supposed.what.ends()}
    shown = cards(db, wanted | set(_under(questions)))
    found = _counterparts(card, links, questions, shown)
    bears = sorted_bearing(card, links, shown)
    aside = written.without if written else ()
    return {
        "supposed": supposed,
        "reckoning": with_reasons(reckoning(card.id, attacks, shown, supposed), bears, aside),
        "debate": debate,
        "voices": speakers,
        "card": card,
        "cards": shown,
        "bearing": bears,
        "reasons_by_id": {reason.id: reason for reason in links.reasons},
        "counterparts": found,
        "beside": beside(card, found, links, shown, speakers, silences(questions).get(card.id, {})),
        "answered": is_answered(card, links, shown),
        "questions": questions,
        "contexts": [paragraph_of(db, card, words) for words in _first_in_blocks(card)],
        "outside": outside_notes_on(db, claim_id=card.id),
        "before": shown.get(before or ""),
        "after": shown.get(after or ""),
    }


def sorted_bearing(card: Card, links: Links, shown: dict[str, Card]) -> Bearing:
    """What bears on the claim; of what goes against it, other texts first, then its author's own
    refutation, then the tensions that its author does not mention, then what is from outside."""
    found = bearing(card.id, links)

    def rank(attack: Attack) -> tuple[bool, bool, bool]:
        ends = {attack.claim_id, attack.target_claim_id or card.id}
        sources = {shown[id].source_id for id in ends}
        inside = sources == {card.source_id}
        return OUTSIDE in sources, inside, attack.basis == Basis.EDITORIAL

    return found._replace(
        against=sorted(found.against, key=rank), goes_against=sorted(found.goes_against, key=rank)
    )


class Beside(NamedTuple):
    """Another text beside a claim: the closest that it has on the matter, if anything, and the
    claims that are as close. `against` says that they go against it, or narrow it; `silent` is a
    question of the claim on which it is recorded that the text is silent."""

    voice: Voice
    nearest: Counterpart | None
    against: bool
    claims: list[Card]
    silent: Asked | None


def beside(
    card: Card,
    found: list[Counterpart],
    links: Links,
    shown: dict[str, Card],
    speakers: Voices,
    silent: Mapping[str, Asked],
) -> list[Beside]:
    """How each other text of the debate meets the claim; what goes against it comes first.
    `silent`: by source a question of the claim on which it is silent."""
    answering = set(answers(card.id, links))

    def met(near: Counterpart) -> tuple[int, int]:
        narrows = near.relation == Relation.QUALIFIES and not near.outward
        return 0 if near.claim_id in answering else 1 if narrows else 2, closeness(near)

    rows = []
    for voice in speakers.values():
        if voice.source_id == card.source_id:
            continue
        own = [near for near in found if shown[near.claim_id].source_id == voice.source_id]
        nearest = min(own, key=met, default=None)
        as_near = [near for near in own if nearest and met(near) == met(nearest)]
        against = nearest is not None and met(nearest)[0] < 2
        near = [shown[near.claim_id] for near in as_near]
        rows.append(Beside(voice, nearest, against, near, silent.get(voice.source_id)))
    return rows


def _counterparts(
    card: Card, links: Links, questions: list[Asked], shown: dict[str, Card]
) -> list[Counterpart]:
    source_of = {id: other.source_id for id, other in shown.items()}
    return counterparts(card.id, links, questions, source_of)


def is_answered(card: Card, links: Links, shown: dict[str, Card]) -> bool:
    """Whether a claim of another source contradicts it, or undercuts a reason for it. No claim
    from outside does, and none is answered by a text that does not know of it."""
    others = {shown[id].source_id for id in answers(card.id, links)} - {OUTSIDE, card.source_id}
    return card.outside is None and bool(others)


def _under(questions: Iterable[Asked]) -> Iterable[str]:
    for question in questions:
        for held in question.positions:
            yield from held.claim_ids


def _first_in_blocks(card: Card) -> list[Words]:
    """One passage for each paragraph in which the claim has any."""
    return list({words.block: words for words in reversed(card.passages)}.values())[::-1]


def paragraph_of(db: Session, card: Card, words: Words) -> dict[str, Any]:
    """The paragraph around a passage, cut into pieces at the claim's marks. 2 queries."""
    block = place_at(db, words.text_id, words.start)
    marks = [Mark(passage.start, passage.end, passage.id) for passage in card.passages]
    calls = calls_within(db, words.text_id, block.start, block.end)
    cut: list[Piece] = pieces(block.words, block.start, marks, calls)
    return {"block": block, "pieces": cut, "heading": block.heading, "passage": words}

"""/debates/…/coverage: which claims the other texts meet, and where in its text each stands."""

from collections.abc import Mapping, Set
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.arguments.queries import links_of
from app.claims.queries import Card, cards
from app.debates.coverage import ORDER, Coverage, covered, kinds_of, scale
from app.debates.listing import claim_ids_in
from app.debates.models import Debate
from app.debates.queries import debate_by_slug, questions_of, voices
from app.debates.voices import Voice
from app.history.queries import edition
from app.sources.queries import blocks_by_source
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.render import render

router = APIRouter()


class Compared(NamedTuple):
    """Which texts are set beside which: `shown`, in the order of the page, each against the others
    of the debate, or where `pair` says so, the two against each other alone."""

    shown: list[Voice]
    pair: bool

    def against(self, voice: Voice, speakers: Mapping[str, Voice]) -> set[str]:
        met = {other.source_id for other in self.shown} if self.pair else set(speakers)
        return met - {voice.source_id}


def compared(asked: Mapping[str, str], speakers: Mapping[str, Voice]) -> Compared:
    """What the address asks for by `first` and `against`; a text that is not there is no wish."""
    by_slug = {voice.slug: voice for voice in speakers.values()}
    every = list(by_slug.values())
    first, other = (by_slug.get(asked.get(name, "")) for name in ("first", "against"))
    if other and other != first:
        return Compared([first or next(v for v in every if v != other), other], pair=True)
    return Compared(sorted(every, key=lambda voice: voice != first), pair=False)


class Met(NamedTuple):
    """A debate's claims in reading order, and how each is met."""

    cards: list[Card]
    kinds: dict[str, Coverage]


def met_in(db: Session, debate: Debate, against: Mapping[str, Set[str]]) -> Met:
    """`against`: by source whose claims are asked about, the sources that may meet them.
    6 queries, however many claims."""
    ids = claim_ids_in(db, debate.id)
    links, questions = links_of(db, ids), questions_of(db, debate.id)
    shown = cards(db, ids)
    source_of = {id: card.source_id for id, card in shown.items()}
    kinds: dict[str, Coverage] = {}
    for source_id, others in against.items():
        own = [id for id in ids if source_of[id] == source_id]
        kinds |= kinds_of(own, others, links, questions, source_of)
    return Met([shown[id] for id in ids], kinds)


def met_as(
    db: Session,
    debate: Debate,
    speakers: Mapping[str, Voice],
    kind: Coverage,
    against: Voice | None,
) -> frozenset[str]:
    """The ids of the claims that are met in this way: by any other text of the debate, or by the
    text `against` alone. 6 queries."""
    others = {against.source_id} if against else set(speakers)
    met = met_in(db, debate, {id: others - {id} for id in speakers})
    return frozenset(id for id, found in met.kinds.items() if found == kind)


@router.api_route("/debates/{slug}/coverage", methods=READ, name="debates.coverage")
def show(request: Request, db: Db, slug: str) -> Response:
    return page(request, edition(db), lambda: _show(request, db, slug))


def _show(request: Request, db: Session, slug: str) -> Response:
    debate = debate_by_slug(db, slug)
    speakers = voices(db, debate.id)
    chosen = compared(request.query_params, speakers)
    against = {voice.source_id: chosen.against(voice, speakers) for voice in chosen.shown}
    met = met_in(db, debate, against)
    blocks = blocks_by_source(db, against)
    texts = {
        id: covered([c for c in met.cards if c.source_id == id], met.kinds, blocks.get(id, ()))
        for id in against
    }
    context: dict[str, Any] = {
        "debate": debate,
        "voices": speakers,
        "shown": chosen.shown,
        "pair": chosen.pair,
        "texts": texts,
        "kinds": ORDER,
        "per_word": scale(texts.values()),
    }
    return render(request, "coverage/show.html", context)

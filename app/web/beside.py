"""/debates/…/side-by-side and …/dialogue: both texts at once, whole or question by question."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.arguments.bearing import by_claim
from app.arguments.queries import links_of
from app.claims.queries import cards
from app.debates.dialogue import claim_ids, turns
from app.debates.exchange import counterparts, taking_up
from app.debates.models import Debate
from app.debates.queries import Asked, debate_by_slug, questions_of, voices
from app.debates.voices import Voice
from app.errors import NotFound
from app.history.queries import edition
from app.sources.queries import source_by_id
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.keeping import Kept
from app.web.pairs import Pair, block_context, choose, drawn, notes_of, paired
from app.web.reading import Texts, apart
from app.web.render import render
from app.web.visitor import visitor

router = APIRouter()


@router.api_route("/debates/{slug}/side-by-side", methods=READ, name="debates.side_by_side")
def side_by_side(request: Request, db: Db, slug: str) -> Response:
    """`?left=` and `?right=` name the texts, `?at=` the passage, `?beside=` a claim that the
    other text has on it, `?lead=` the side that the other follows."""
    version = edition(db)
    return page(request, version, lambda: _side_by_side(request, db, slug, version))


def _side_by_side(request: Request, db: Session, slug: str, version: int) -> Response:
    asked = request.query_params
    debate = debate_by_slug(db, slug)
    every = voices(db, debate.id)
    left, right = sides(debate, every, asked.get("left", ""), asked.get("right", ""))
    pair = _pair(request, db, debate, every, [left, right], version)
    lead = {"left": "left", "right": "right"}.get(asked.get("lead", ""), "")
    choice = choose(pair, asked.get("at", ""), asked.get("beside", ""))
    reads = choice.column if choice else pair.left
    templates, who = request.app.state.templates, visitor(request)
    context: dict[str, Any] = block_context(pair, reads, choice) | {
        "debate": debate,
        "voices": every,
        "lead": lead,
        "reads": reads,
        "sections": {c.voice.side: drawn(templates, pair, c, choice, who) for c in pair.columns},
        "notes": {c.voice.side: notes_of(templates, c) for c in pair.columns},
    }
    fragment = "beside/_chosen.html" if choice else None
    return render(request, "beside/show.html", context, fragment=fragment)


def sides(debate: Debate, every: dict[str, Voice], left: str, right: str) -> tuple[Voice, Voice]:
    """The two texts that an address asks for: what it leaves out is the first that is left over.
    Raises NotFound for a text that the debate has not, and if there are no two."""
    by_slug = {voice.slug: voice for voice in every.values()}
    for slug in filter(None, (left, right)):
        if slug not in by_slug:
            raise NotFound("text in this debate", slug[:80])
    one = by_slug[left] if left else next((v for v in by_slug.values() if v.slug != right), None)
    rest = [voice for voice in by_slug.values() if voice is not one]
    other = by_slug[right] if right and by_slug[right] is not one else next(iter(rest), None)
    if one is None or other is None:
        raise NotFound("second text in the debate", debate.slug)
    return one, other


def _pair(
    request: Request,
    db: Session,
    debate: Debate,
    every: dict[str, Voice],
    two: list[Voice],
    version: int,
) -> Pair:
    texts: Texts = request.app.state.texts
    pairs: Kept[Pair] = request.app.state.pairs

    def build() -> Pair:
        sources = [source_by_id(db, voice.source_id) for voice in two]
        wholes = [texts.of(db, source, version, debate) for source in sources]
        return paired(debate, every, wholes)

    return pairs.get(" ".join([debate.id, *(voice.source_id for voice in two)]), version, build)


@router.api_route("/debates/{slug}/dialogue", methods=READ, name="debates.dialogue")
def dialogue(request: Request, db: Db, slug: str) -> Response:
    """`?hide=` the slug of a source, or “speakers”; anything else hides nothing."""
    hidden = request.query_params.get("hide", "")

    def build() -> Response:
        debate = debate_by_slug(db, slug)
        every = voices(db, debate.id)
        context = {
            "debate": debate,
            "voices": every,
            "hidden": next((voice for voice in every.values() if voice.slug == hidden), None),
            "speakers": hidden != "speakers",
        } | _spoken(db, questions_of(db, debate.id))
        return render(request, "dialogue/show.html", context)

    return page(request, edition(db), build)


def _spoken(db: Session, questions: list[Asked]) -> dict[str, Any]:
    """The turns on each question, by its id, the claims in them, and by claim what was brought
    from outside. 3 queries."""
    own = claim_ids(questions)
    links = links_of(db, own)
    shown = cards(db, own | links.claim_ids())
    near = by_claim(links, own)
    source_of = {id: card.source_id for id, card in shown.items()}
    asked = taking_up(questions)
    every = {id: counterparts(id, near[id], asked.get(id, ()), source_of) for id in own}
    found, outside = apart(every, shown)
    return {
        "outside": outside,
        "questions": questions,
        "turns": {question.id: turns(question, found) for question in questions},
        "cards": shown,
    }

"""A debate as plain data for anyone, `/debates/<slug>.json`: all of it, with places."""

from typing import Any

from sqlmodel import Session

from app.arguments.queries import Attack, Reason, links_of
from app.claims.queries import Card, cards, claim_ids_of, outside_ids
from app.debates.models import Debate
from app.debates.queries import Asked, questions_of, voices
from app.debates.voices import Voice
from app.passages.queries import quotes_of
from app.sources.queries import text_of


def published(db: Session, debate: Debate) -> dict[str, Any]:
    """Offsets count code points of the source's text, end excluded: in Python
    `text[start:end] == exact`; in JavaScript count with `[...text]`. 10 queries and 2 for
    each source. A claim from outside has no source and no passages, and says who signs it."""
    heard = voices(db, debate.id)
    own = [id for source_id in heard for id in claim_ids_of(db, source_id)]
    shown = cards(db, [*own, *outside_ids(db, debate.id)])
    links = links_of(db, shown)
    quotes = quotes_of(db, [words.id for card in shown.values() for words in card.passages])
    reading = sorted(
        shown.values(),
        key=lambda card: (
            heard[card.source_id].position,
            card.passages[0].start if card.passages else 0,
            card.number,
        ),
    )
    return {
        "slug": debate.slug,
        "title": debate.title,
        "description": debate.description,
        "frame": debate.frame,
        "sources": [_source(db, voice) for voice in heard.values()],
        "claims": [
            {
                "id": card.id,
                "label": f"{heard[card.source_id].letter}{card.number}",
                "source": None if card.outside else heard[card.source_id].slug,
                "outside": _outside(card),
                "statement": card.statement,
                "attributed_to": card.attributed_to or None,
                "stance": None if card.outside else card.stance,
                "passages": [quotes[words.id] for words in card.passages],
            }
            for card in reading
        ],
        "supports": [_support(reason) for reason in links.reasons],
        "rebuttals": [_rebuttal(attack) for attack in links.attacks],
        "questions": [_question(asked, heard) for asked in questions_of(db, debate.id)],
    }


def _outside(card: Card) -> dict[str, Any] | None:
    """Who brought a claim that no text makes; None of a claim of a text."""
    if card.outside is None:
        return None
    return {
        "signed": card.outside.signed,
        "year": card.outside.year,
        "reference": card.outside.reference or None,
        "url": card.outside.url or None,
    }


def _source(db: Session, voice: Voice) -> dict[str, Any]:
    text = text_of(db, voice.source_id)
    return {
        "slug": voice.slug,
        "letter": voice.letter,
        "title": voice.title,
        "author": voice.author_label,
        "year": voice.year,
        "sha256": text.sha256,
        "text": text.text,
    }


def _support(reason: Reason) -> dict[str, Any]:
    return {
        "id": reason.id,
        "premises": list(reason.premise_ids),
        "conclusion": reason.conclusion_id,
        "scheme": reason.scheme,
        "basis": reason.basis,
        "note": reason.note,
    }


def _rebuttal(attack: Attack) -> dict[str, Any]:
    on_claim = {"claim": attack.target_claim_id}
    return {
        "id": attack.id,
        "claim": attack.claim_id,
        "target": on_claim if attack.target_claim_id else {"support": attack.target_support_id},
        "move": attack.move,
        "mutual": attack.mutual,
        "basis": attack.basis,
        "note": attack.note,
    }


def _question(asked: Asked, heard: dict[str, Voice]) -> dict[str, Any]:
    return {
        "id": asked.id,
        "text": asked.text,
        "kind": asked.kind,
        "why": asked.why,
        "positions": [
            {
                "source": heard[held.source_id].slug,
                "statement": held.statement,
                "silent": held.is_silent,
                "claims": list(held.claim_ids),
            }
            for held in asked.positions
        ],
    }

"""/rebuttals and /supports: what claims do to claims, each with a page of its own."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.arguments.queries import (
    Attack,
    Links,
    Reason,
    attack_by_id,
    links_of,
    reason_by_id,
    undercuts_of,
)
from app.claims.queries import cards, versions_of
from app.debates.queries import debate_of_claim, questions_taking_up, voices
from app.web import urls
from app.web.caching import page
from app.web.deps import READ, Db
from app.web.reckoning import reckoning, step
from app.web.render import moved, render

router = APIRouter()


@router.api_route("/rebuttals/{id}", methods=READ, name="rebuttals.show")
@router.api_route("/rebuttals/{id}/{words}", methods=READ, name="rebuttals.show.words")
def rebuttal(request: Request, db: Db, id: str) -> Response:
    attack = attack_by_id(db, id)
    against = reason_by_id(db, attack.target_support_id) if attack.target_support_id else None
    ends = rebuttal_ends(attack, against)
    return page(request, versions_of(db, ends), lambda: _rebuttal(request, db, attack, against))


def rebuttal_ends(attack: Attack, against: Reason | None) -> list[str]:
    """The ids of the claims that a rebuttal's page shows, the one that goes against first."""
    if against:
        return [attack.claim_id, against.conclusion_id, *against.premise_ids]
    return [attack.claim_id, attack.target_claim_id or ""]


def _rebuttal(request: Request, db: Session, attack: Attack, against: Reason | None) -> Response:
    ends = rebuttal_ends(attack, against)
    target = ends[1]
    links = links_of(db, [attack.claim_id, target])
    replies = [
        other
        for other in links.attacks
        if other.id != attack.id and _goes_against(other, attack.claim_id, links)
    ]
    shown = cards(db, {*ends} | _ends_of(replies, links) | links.claim_ids())
    url = urls.rebuttal(attack, shown[attack.claim_id].statement)
    if request.url.path != url:
        return moved(url, request)
    debate = debate_of_claim(db, attack.claim_id)
    context: dict[str, Any] = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "attack": attack,
        "against": against,
        "replies": replies,
        "reasons_by_id": {reason.id: reason for reason in links.reasons},
        "concludes": any(reason.conclusion_id == target for reason in links.reasons),
        "cards": shown,
        "first_stands": reckoning(attack.claim_id, links.attacks, shown, depth=1),
        "second_stands": None if against else reckoning(target, links.attacks, shown, depth=1),
        "step": step(against, links.attacks, shown) if against else None,
        "questions": _shared(db, ends),
    }
    return render(request, "rebuttals/show.html", context)


def _goes_against(attack: Attack, claim_id: str, links: Links) -> bool:
    """Whether it goes against the claim, or against a step by which the claim is reached."""
    reason = links.reason(attack.target_support_id)
    concluded = reason is not None and reason.conclusion_id == claim_id
    in_turn = attack.mutual and attack.claim_id == claim_id
    return attack.target_claim_id == claim_id or concluded or in_turn


def _ends_of(replies: list[Attack], links: Links) -> set[str]:
    reasons = tuple(
        reason for reply in replies if (reason := links.reason(reply.target_support_id))
    )
    return Links(reasons, tuple(replies)).claim_ids()


def _shared(db: Session, claim_ids: list[str]) -> list[Any]:
    """The questions on which the first claim and one of the others are positions; failing
    those, the questions of the first."""
    asked = questions_taking_up(db, claim_ids[:1])
    others = set(claim_ids[1:])
    both = [
        question
        for question in asked
        if any(others & set(held.claim_ids) for held in question.positions)
    ]
    return both or asked


@router.api_route("/supports/{id}", methods=READ, name="supports.show")
@router.api_route("/supports/{id}/{words}", methods=READ, name="supports.show.words")
def support(request: Request, db: Db, id: str) -> Response:
    reason = reason_by_id(db, id)
    ends = [reason.conclusion_id, *reason.premise_ids]
    return page(request, versions_of(db, ends), lambda: _support(request, db, reason))


def _support(request: Request, db: Session, reason: Reason) -> Response:
    undercuts = undercuts_of(db, reason.id)
    others = [
        other
        for other in links_of(db, [reason.conclusion_id]).reasons
        if other.conclusion_id == reason.conclusion_id and other.id != reason.id
    ]
    ids = {reason.conclusion_id, *reason.premise_ids, *(cut.claim_id for cut in undercuts)}
    ids.update(id for other in others for id in other.premise_ids)
    shown = cards(db, ids)
    url = urls.support(reason, shown[reason.conclusion_id].statement)
    if request.url.path != url:
        return moved(url, request)
    debate = debate_of_claim(db, reason.conclusion_id)
    context: dict[str, Any] = {
        "debate": debate,
        "voices": voices(db, debate.id),
        "reason": reason,
        "undercuts": undercuts,
        "others": others,
        "cards": shown,
        "step": step(reason, undercuts, shown),
        "questions": questions_taking_up(db, [reason.conclusion_id]),
    }
    return render(request, "supports/show.html", context)

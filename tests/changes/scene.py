"""A small debate for tests of changes: two texts, claims of both, a question on which both hold
something, and somebody who edits."""

from typing import Any, NamedTuple

from sqlmodel import Session

from app.accounts.models import Role, User
from app.arguments.models import Rebuttal, Support
from app.changes.nouns import Key, states_at
from app.claims.models import Claim
from app.debates.commands import hold
from app.debates.models import Debate, Question
from app.history.models import Kind
from app.history.queries import Gone, gone
from app.history.states import State
from app.sources.models import Source
from tests.factories import Make


class Scene(NamedTuple):
    """`a`, `b` are claims of the first text, `c`, `d` of the second; `a` and `c` are positions."""

    editor: User
    debate: Debate
    one: Source
    other: Source
    a: Claim
    b: Claim
    c: Claim
    d: Claim
    support: Support
    rebuttal: Rebuttal
    question: Question


def set_up(make: Make) -> Scene:
    """`b` is given for `a`, and `c` contradicts `b`."""
    one, other = make.source(), make.source()
    debate = make.debate(one, other)
    a, b = make.claim(one), make.claim(one)
    c, d = make.claim(other), make.claim(other)
    support = make.support(premises=[b], conclusion=a)
    rebuttal = make.rebuttal(claim=c, target=b, mutual=True)
    question = make.question(debate)
    for source, claims in ((one, [a]), (other, [c])):
        hold(make.db, question=question, source=source, statement="It holds.", claims=claims)
    editor = make.user(role=Role.EDITOR, display="Ann")
    return Scene(editor, debate, one, other, a, b, c, d, support, rebuttal, question)


def everything(db: Session, scene: Scene, *more: Key) -> dict[Key, State]:
    """All of the scene as states, and of `more` what there is."""
    keys: list[Key] = [
        (Kind.DEBATE, scene.debate.id),
        (Kind.SOURCE, scene.one.id),
        (Kind.SOURCE, scene.other.id),
        *[(Kind.CLAIM, claim.id) for claim in (scene.a, scene.b, scene.c, scene.d)],
        (Kind.SUPPORT, scene.support.id),
        (Kind.REBUTTAL, scene.rebuttal.id),
        (Kind.QUESTION, scene.question.id),
    ]
    return states_at(db, [*keys, *more])


def rebuttal_fields(claim: Claim, target: Claim, **fields: Any) -> dict[str, Any]:
    given = {"move": "contradicts", "basis": "editorial", "note": "They cannot both be right."}
    return {"claim_id": claim.id, "target_claim_id": target.id, **given, **fields}


def lost(db: Session, id: str) -> Gone:
    """What is gone at this id, which something must be."""
    found = gone(db, id)
    assert found is not None
    return found

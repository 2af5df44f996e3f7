"""How each kind of thing is read as a state, made from one, and taken out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from sqlmodel import Session

from app.arguments.editing import (
    drop_rebuttal,
    drop_support,
    put_rebuttal,
    put_support,
    rebuttal_states,
    support_states,
)
from app.claims.editing import OUTSIDE_ONLY, claim_states, drop_claim, put_claim
from app.db import batched
from app.debates.editing import NEEDED as DEBATE_FIELDS
from app.debates.editing import (
    debate_states,
    drop_note,
    drop_question,
    note_states,
    put_debate,
    put_note,
    put_question,
    question_states,
)
from app.errors import Conflict
from app.history.models import Kind
from app.history.states import State
from app.sources.editing import FREE, NEEDED, put_source, source_states

Key = tuple[Kind, str]


class Noun(NamedTuple):
    """`called` is the field that names one; `editable` is what a person may change of it once it
    is there, and `fixed` what they say besides when they make it."""

    read: Callable[[Session, Collection[str]], dict[str, State]]
    put: Callable[[Session, str, State], None]
    drop: Callable[[Session, str], None]
    called: str
    editable: frozenset[str]
    fixed: frozenset[str] = frozenset()


def _stays(_db: Session, _id: str) -> None:
    raise Conflict("Texts and debates are not retired here.")


NOUNS: dict[Kind, Noun] = {
    Kind.SOURCE: Noun(
        source_states,
        put_source,
        _stays,
        "title",
        frozenset({*NEEDED, *FREE, "authors", "year", "remarks"}),
    ),
    Kind.CLAIM: Noun(
        claim_states,
        put_claim,
        drop_claim,
        "statement",
        frozenset({"statement", "stance", "attributed_to", "passages", *OUTSIDE_ONLY}),
        frozenset({"source_id", "debate_id"}),
    ),
    Kind.QUESTION: Noun(
        question_states,
        put_question,
        drop_question,
        "text",
        frozenset({"text", "kind", "why", "positions"}),
        frozenset({"debate_id"}),
    ),
    Kind.SUPPORT: Noun(
        support_states,
        put_support,
        drop_support,
        "note",
        frozenset({"premise_ids", "scheme", "basis", "note"}),
        frozenset({"conclusion_id"}),
    ),
    Kind.REBUTTAL: Noun(
        rebuttal_states,
        put_rebuttal,
        drop_rebuttal,
        "note",
        frozenset({"move", "mutual", "basis", "note"}),
        frozenset({"claim_id", "target_claim_id", "target_support_id"}),
    ),
    Kind.NOTE: Noun(
        note_states,
        put_note,
        drop_note,
        "body",
        frozenset({"body", "reference", "url", "claim_ids", "question_ids"}),
        frozenset({"debate_id"}),
    ),
    Kind.DEBATE: Noun(
        debate_states,
        put_debate,
        _stays,
        "title",
        frozenset({*DEBATE_FIELDS, "method", "opening_question_id", "opening_claims", "theses"}),
    ),
}
"""In the order in which they rest on each other."""


def states_at(db: Session, keys: Iterable[Key]) -> dict[Key, State]:
    """What is there now of these. 1 to 3 queries a kind, for every few thousand."""
    by_kind: dict[Kind, list[str]] = {}
    for kind, id in keys:
        by_kind.setdefault(kind, []).append(id)
    return {
        (kind, id): state
        for kind, ids in by_kind.items()
        for some in batched(ids)
        for id, state in NOUNS[kind].read(db, some).items()
    }


def put_all(db: Session, targets: Mapping[Key, State | None]) -> None:
    """Make everything what `targets` says: first what is to be there, what others rest on first;
    then what is to go, the other way round."""
    kinds = list(NOUNS)
    ordered = sorted(targets, key=lambda key: kinds.index(key[0]))
    for kind, id in ordered:
        state = targets[kind, id]
        if state is not None:
            NOUNS[kind].put(db, id, state)
    for kind, id in reversed(ordered):
        if targets[kind, id] is None:
            NOUNS[kind].drop(db, id)

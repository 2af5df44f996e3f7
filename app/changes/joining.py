"""A new claim on the questions that it answers: it joins what its text holds on each."""

from collections.abc import Sequence

from sqlmodel import Session

from app.changes.nouns import Key, states_at
from app.errors import Invalid
from app.history.models import Kind
from app.history.states import State


def joined(
    db: Session, claim_id: str, source_id: str, question_ids: Sequence[str]
) -> dict[Key, State | None]:
    """These questions with the claim last under the position of its text. 3 queries, none for none.

    Raises Invalid for a question that is not here, and for one on which the text is silent or has
    no position: what it holds must be said first.
    """
    keys: list[Key] = [(Kind.QUESTION, id) for id in dict.fromkeys(question_ids)]
    found = states_at(db, keys)
    if len(found) < len(keys):
        raise Invalid("questions", "Choose questions that are here.")
    return {key: _with(found[key], claim_id, source_id) for key in keys}


def _with(question: State, claim_id: str, source_id: str) -> State:
    positions = question["positions"]
    held = next((one for one in positions if one["source_id"] == source_id), None)
    if held is None or held["is_silent"]:
        raise Invalid(
            "questions",
            f"The text is silent on “{question['text']}” here, and a claim cannot join a silence. "
            "Make the claim without it; then say, in the question, what the text holds.",
        )
    more = {**held, "claim_ids": [*held["claim_ids"], claim_id]}
    return {**question, "positions": [more if one is held else one for one in positions]}

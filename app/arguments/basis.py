"""When somebody may say that an author says so himself."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from app.arguments.models import Basis, Support
from app.claims.models import Claim
from app.errors import Invalid
from app.sources.models import Source
from app.sources.queries import text_of
from app.text.pasting import places
from app.text.words import fold

LEAST_WORDS = 3
"""So many words of a text at least say something; one, such as “because”, stands everywhere."""
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_WITH_QUOTED = re.compile(r"[“\"](.+)[”\"]", re.DOTALL)
"""From the first mark to the last: words that hold a quotation themselves."""


def check_basis(
    db: Session, state: Mapping[str, Any], made: Mapping[str, Mapping[str, Any]] | None = None
) -> None:
    """Let a new support or rebuttal be “stated” only with words that state it.

    Those of the text that says so, at least LEAST_WORDS of them, must be quoted in the note; and a
    text cannot speak of a later one. That the words do say so is for whoever reviews it to judge:
    here they are found, not understood. `made`: claims that are to be made with it, by id.
    2 to 4 queries; none for another basis. Raises Invalid.
    """
    if state.get("basis") != Basis.STATED:
        return
    speaking, spoken_of = _ends(db, state)
    said_by = _sources(db, [speaking, *spoken_of], made or {})
    source = db.get(Source, said_by[speaking]) if said_by.get(speaking) else None
    if source is None:
        raise Invalid("basis", "This claim is of no text, so no author of one says so.")
    others = {said_by.get(id) for id in spoken_of} - {source.id}
    _check_years(source, [db.get_one(Source, id) for id in others if id])
    text = text_of(db, source.id).text
    note = str(state.get("note", ""))
    quoted = [*_QUOTED.findall(note), *_WITH_QUOTED.findall(note)]
    if not any(len(fold(words)) >= LEAST_WORDS and places(text, words) for words in quoted):
        raise Invalid(
            "basis",
            f"Quote the words of {source.short_name} that say so, {LEAST_WORDS} or more, as they "
            "stand there; or choose another basis.",
        )


def _ends(db: Session, state: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The claim whose author is to say so, and those of which it is said."""
    if "premise_ids" in state:
        return str(state.get("conclusion_id")), list(map(str, state["premise_ids"] or ()))
    step = db.get(Support, state["target_support_id"]) if state.get("target_support_id") else None
    target = step.conclusion_id if step else state.get("target_claim_id")
    return str(state.get("claim_id")), [str(target)] if target else []


def _sources(
    db: Session, ids: Iterable[str], made: Mapping[str, Mapping[str, Any]]
) -> dict[str, str | None]:
    """The source of each of these claims, None for one from outside. 1 query."""
    asked = select(Claim.id, Claim.source_id).where(col(Claim.id).in_(sorted(set(ids))))
    return dict(db.exec(asked).all()) | {id: it.get("source_id") for id, it in made.items()}


def _check_years(source: Source, others: Iterable[Source]) -> None:
    for other in others:
        if other.year > source.year:
            raise Invalid(
                "basis",
                f"A text of {source.year} cannot speak of one of {other.year}: its author may "
                "answer the position, or you pair them.",
            )

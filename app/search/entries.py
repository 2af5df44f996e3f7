"""From rows to what can be found: an entry for each claim, question and note."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.arguments.models import Rebuttal, Support
from app.claims.models import Claim, ClaimPassage
from app.claims.queries import OUTSIDE
from app.debates.listing import is_answered
from app.debates.models import Debate, OutsideNote, Position, PositionClaim, Question, Side
from app.passages.models import Passage
from app.search.models import EntryKind
from app.sources.models import Remark, SourceText
from app.text.words import fold

Entry = dict[str, Any]
Key = tuple[str, int]
"""What an entry is made from: its `ref` and `at`."""
GAP, OURS = "¶", "‖"
"""Stand between words that do not follow each other, and before words that are ours. No word that
is looked for holds either."""


_BLANK: Entry = {
    **dict.fromkeys(("at", "place", "upto"), 0),
    **dict.fromkeys(("source_id", "debate_id", "stance", "answered", "asked", "resting"), ""),
}


def entry(kind: EntryKind, ref: str, words: str, **more: Any) -> Entry:
    return _BLANK | {"kind": kind.value, "ref": ref, "words": words, **more}


def folded(*parts: str) -> str:
    """The words of several texts as they are looked for, a gap between one text and the next."""
    return f" {GAP} ".join(" ".join(fold(part)) for part in parts if part)


def ids(found: Iterable[str]) -> str:
    """Ids as a column holds them: each between blanks."""
    joined = " ".join(found)
    return f" {joined} " if joined else ""


def debates_of(connection: sa.Connection, source_ids: Iterable[str]) -> dict[str, list[str]]:
    """The debates in which each source has a side, the oldest first. 1 query."""
    rows = connection.execute(_DEBATES, {"ids": sorted(set(source_ids))})
    found: dict[str, list[str]] = defaultdict(list)
    for source_id, debate_id in rows:
        found[source_id].append(debate_id)
    return found


_ids: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
_DEBATES = (
    sa.select(col(Side.source_id), col(Side.debate_id))
    .join(Debate, col(Debate.id) == Side.debate_id)
    .where(col(Side.source_id).in_(_ids))
    .order_by(col(Debate.created_at), col(Debate.id))
)
_CLAIMS = sa.select(
    col(Claim.id),
    col(Claim.source_id),
    col(Claim.place),
    col(Claim.stance),
    col(Claim.statement),
    is_answered(),
    col(Claim.debate_id),
    col(Claim.reference),
).where(col(Claim.id).in_(_ids))
_PASSAGES = (
    sa.select(col(ClaimPassage.claim_id), col(Passage.exact))
    .join(Passage, col(Passage.id) == ClaimPassage.passage_id)
    .where(col(ClaimPassage.claim_id).in_(_ids))
    .order_by(col(ClaimPassage.claim_id), col(ClaimPassage.position))
)
_ASKED = (
    sa.select(col(PositionClaim.claim_id), col(PositionClaim.question_id))
    .where(col(PositionClaim.claim_id).in_(_ids))
    .order_by(col(PositionClaim.claim_id), col(PositionClaim.question_id))
)


def claims(connection: sa.Connection, keys: Sequence[Key]) -> Iterator[Entry]:
    """3 queries."""
    given = {"ids": [ref for ref, _ in keys]}
    quoted, asked = (_gathered(connection, query, given) for query in (_PASSAGES, _ASKED))
    for (
        id,
        source_id,
        place,
        stance,
        statement,
        answered,
        debate_id,
        reference,
    ) in connection.execute(_CLAIMS, given):
        if debate_id:
            yield _brought(id, debate_id, place, statement, reference)
            continue
        yield entry(
            EntryKind.CLAIM,
            id,
            f"{folded(*quoted[id])} {OURS} {folded(statement)}",
            source_id=source_id,
            place=place,
            stance=stance.value,
            answered="yes" if answered else "no",
            asked=ids(asked[id]),
        )


def _brought(id: str, debate_id: str, place: int, statement: str, reference: str) -> Entry:
    """A claim from outside: nothing of it is a text's, no author takes a stance to it, and no text
    answers it."""
    words = f" {OURS} {folded(statement, reference)}"
    return entry(EntryKind.CLAIM, id, words, source_id=OUTSIDE, debate_id=debate_id, place=place)


def _gathered(
    connection: sa.Connection, query: sa.Executable, given: dict[str, Any]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for id, value in connection.execute(query, given):
        found[id].append(value)
    return found


_SUPPORTS = (
    sa.select(
        col(Support.id),
        col(Support.note),
        col(Claim.source_id),
        col(Claim.place),
        col(Claim.debate_id),
    )
    .join(Claim, col(Claim.id) == Support.conclusion_id)
    .where(col(Support.id).in_(_ids))
)
_REBUTTALS = (
    sa.select(
        col(Rebuttal.id),
        col(Rebuttal.note),
        col(Claim.source_id),
        col(Claim.place),
        col(Claim.debate_id),
    )
    .join(Claim, col(Claim.id) == Rebuttal.claim_id)
    .where(col(Rebuttal.id).in_(_ids))
)


def supports(connection: sa.Connection, keys: Sequence[Key]) -> Iterator[Entry]:
    """2 queries."""
    return _notes(connection, keys, EntryKind.SUPPORT, _SUPPORTS)


def rebuttals(connection: sa.Connection, keys: Sequence[Key]) -> Iterator[Entry]:
    """2 queries."""
    return _notes(connection, keys, EntryKind.REBUTTAL, _REBUTTALS)


def _notes(
    connection: sa.Connection, keys: Sequence[Key], kind: EntryKind, query: sa.Executable
) -> Iterator[Entry]:
    """A note is ours, not the source's: of the source only the debate is kept."""
    rows = connection.execute(query, {"ids": [ref for ref, _ in keys]}).all()
    debates = debates_of(connection, (row[2] for row in rows if row[2]))
    for id, note, source_id, place, brought_to in rows:
        found = debates.get(source_id, [])
        debate_id = brought_to or (found[0] if found else "")
        yield entry(kind, id, folded(note), place=place, debate_id=debate_id)


_QUESTIONS = sa.select(
    col(Question.id),
    col(Question.debate_id),
    col(Question.number),
    col(Question.text),
    col(Question.why),
).where(col(Question.id).in_(_ids))
_POSITIONS = (
    sa.select(col(Position.question_id), col(Position.statement))
    .where(col(Position.question_id).in_(_ids))
    .order_by(col(Position.question_id), col(Position.source_id))
)


def questions(connection: sa.Connection, keys: Sequence[Key]) -> Iterator[Entry]:
    """2 queries."""
    given = {"ids": [ref for ref, _ in keys]}
    held = _gathered(connection, _POSITIONS, given)
    for id, debate_id, number, text, why in connection.execute(_QUESTIONS, given):
        yield entry(
            EntryKind.QUESTION,
            id,
            folded(text, *held[id], why),
            debate_id=debate_id,
            place=number,
            asked=ids([id]),
        )


_OUTSIDE = sa.select(
    col(OutsideNote.id),
    col(OutsideNote.debate_id),
    col(OutsideNote.body),
    col(OutsideNote.reference),
).where(col(OutsideNote.id).in_(_ids))


def outside(connection: sa.Connection, keys: Sequence[Key]) -> Iterator[Entry]:
    """1 query."""
    rows = connection.execute(_OUTSIDE, {"ids": [ref for ref, _ in keys]})
    for id, debate_id, body, reference in rows:
        words = folded(body, reference)
        yield entry(EntryKind.OUTSIDE, id, words, debate_id=debate_id)


_Newer = aliased(SourceText)
_is_latest = ~sa.exists(
    sa.select(sa.literal(1)).where(
        col(_Newer.source_id) == SourceText.source_id, col(_Newer.number) > SourceText.number
    )
)


def of_texts(made: Any, *columns: Any) -> sa.Select[Any]:
    """Rows of the table `made` that belong to the texts `ids`, if these are the latest of their
    sources: their text's id, the columns, and the source's id."""
    return (
        sa.select(col(made.source_text_id), *columns, col(SourceText.source_id))
        .join(SourceText, col(SourceText.id) == made.source_text_id)
        .where(col(SourceText.id).in_(_ids), _is_latest)
    )


_REMARKS = of_texts(Remark, col(Remark.position), col(Remark.start), col(Remark.body))


def remarks(connection: sa.Connection, keys: Sequence[Key]) -> Iterator[Entry]:
    """1 query."""
    wanted = set(keys)
    for text_id, position, start, body, source_id in connection.execute(
        _REMARKS, {"ids": sorted({ref for ref, _ in keys})}
    ):
        if (text_id, position) in wanted:
            more = {"at": position, "place": start, "source_id": source_id}
            yield entry(EntryKind.REMARK, text_id, folded(body), **more)

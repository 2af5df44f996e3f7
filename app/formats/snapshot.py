"""From rows to a bundle: a debate as it stands in the database."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.arguments.models import Premise, Rebuttal, Support
from app.claims.models import Claim, ClaimPassage
from app.claims.queries import cards, outside_ids
from app.debates.models import (
    Debate,
    OutsideNote,
    OutsideNoteClaim,
    OutsideNoteQuestion,
    Position,
    PositionClaim,
    Question,
    Side,
)
from app.debates.voices import FROM_OUTSIDE
from app.formats.brought import brought_entries
from app.formats.bundle import (
    BlockEntry,
    Bundle,
    CallEntry,
    ClaimEntry,
    DebateEntry,
    Layout,
    OpeningEntry,
    OutsideEntry,
    PassageEntry,
    PositionEntry,
    QuestionEntry,
    RebuttalEntry,
    RemarkEntry,
    RepairEntry,
    SideEntry,
    SourceEntry,
    SourceFiles,
    SupportEntry,
)
from app.passages.models import Passage
from app.sources.models import Block, NoteCall, Remark, Repair, Source, SourceText
from app.text.anchoring import CONTEXT


def snapshot(db: Session, debate: Debate) -> Bundle:
    """The whole debate; links in the order in which they were made. 13 queries, and 6 more for
    each source. Raises LookupError for a source without a text."""
    sides = db.exec(
        select(Side, Source)
        .join(Source, col(Source.id) == Side.source_id)
        .where(Side.debate_id == debate.id)
        .order_by(col(Side.position))
    ).all()
    claims = db.exec(
        select(Claim)
        .where(col(Claim.source_id).in_([source.id for _, source in sides]))
        .order_by(col(Claim.place), col(Claim.number))
    ).all()
    letters = {source.id: side.letter for side, source in sides}
    slugs = {source.id: source.slug for _, source in sides}
    labels = {claim.id: f"{letters[claim.source_id or '']}{claim.number}" for claim in claims}
    outside = cards(db, outside_ids(db, debate.id))
    labels |= {id: f"{FROM_OUTSIDE.letter}{card.number}" for id, card in outside.items()}
    return Bundle(
        debate=_debate(debate, sides, labels),
        sources=[_source(db, source, claims, labels) for _, source in sides],
        brought=brought_entries(outside, labels),
        supports=_supports(db, labels),
        rebuttals=_rebuttals(db, labels),
        questions=_questions(db, debate, labels, slugs),
        outside=_outside(db, debate, labels),
    )


def _debate(
    debate: Debate, sides: Sequence[tuple[Side, Source]], labels: dict[str, str]
) -> DebateEntry:
    opening = None
    if debate.opening_question_id:
        opened = [labels[id] for id in debate.opening_claims]
        opening = OpeningEntry(question=debate.opening_question_id, claims=opened)
    return DebateEntry(
        id=debate.id,
        slug=debate.slug,
        title=debate.title,
        short_title=debate.short_title,
        description=debate.description,
        frame=debate.frame,
        method=debate.method,
        opening=opening,
        side=[
            SideEntry(source=source.slug, letter=side.letter, thesis=side.thesis)
            for side, source in sides
        ],
    )


def _source(
    db: Session, source: Source, claims: Sequence[Claim], labels: dict[str, str]
) -> SourceFiles:
    text = db.exec(
        select(SourceText)
        .where(SourceText.source_id == source.id)
        .order_by(col(SourceText.number).desc())
    ).first()
    if text is None:
        raise LookupError(f"The source {source.slug} has no text.")
    fields = source.model_dump(include=set(SourceEntry.model_fields))
    return SourceFiles(
        source=SourceEntry(**fields, given_file=text.given_name, given_sha256=text.given_sha256),
        text=text.text,
        layout=_layout(db, text),
        repairs=[
            RepairEntry(**row.model_dump(exclude={"source_text_id", "position"}))
            for row in db.exec(
                select(Repair)
                .where(Repair.source_text_id == text.id)
                .order_by(col(Repair.position))
            )
        ],
        remarks=_remarks(db, text),
        claims=_claims(db, source, claims, labels),
    )


def _layout(db: Session, text: SourceText) -> Layout:
    blocks = db.exec(
        select(Block).where(Block.source_text_id == text.id).order_by(col(Block.start))
    ).all()
    calls = db.exec(
        select(NoteCall).where(NoteCall.source_text_id == text.id).order_by(col(NoteCall.number))
    ).all()
    return Layout(
        blocks=[
            BlockEntry(**row.model_dump(exclude={"source_text_id", "words"})) for row in blocks
        ],
        calls=[CallEntry(number=row.number, at=row.at) for row in calls],
    )


def _remarks(db: Session, text: SourceText) -> list[RemarkEntry]:
    rows = db.exec(
        select(Remark).where(Remark.source_text_id == text.id).order_by(col(Remark.position))
    )
    return [RemarkEntry(**_context(text.text, row), body=row.body) for row in rows]


def _context(text: str, place: Remark | Passage) -> dict[str, str]:
    """The words, with their neighbourhood only where they occur more than once."""
    if text.count(place.exact) == 1:
        return {"exact": place.exact}
    if isinstance(place, Passage):
        return {"exact": place.exact, "prefix": place.prefix, "suffix": place.suffix}
    before = text[max(0, place.start - CONTEXT) : place.start]
    return {
        "exact": place.exact,
        "prefix": before,
        "suffix": text[place.end : place.end + CONTEXT],
    }


def _claims(
    db: Session, source: Source, claims: Sequence[Claim], labels: dict[str, str]
) -> list[ClaimEntry]:
    passages: dict[str, list[PassageEntry]] = defaultdict(list)
    for claim_id, passage, text in db.exec(
        select(ClaimPassage.claim_id, Passage, SourceText.text)
        .join(Passage, col(Passage.id) == ClaimPassage.passage_id)
        .join(SourceText, col(SourceText.id) == Passage.source_text_id)
        .where(SourceText.source_id == source.id)
        .order_by(col(ClaimPassage.position))
    ):
        passages[claim_id].append(PassageEntry(**_context(text, passage)))
    return [
        ClaimEntry(
            label=labels[claim.id],
            id=claim.id,
            statement=claim.statement,
            stance=claim.stance,
            attributed_to=claim.attributed_to,
            passage=passages[claim.id],
        )
        for claim in claims
        if claim.source_id == source.id
    ]


def _supports(db: Session, labels: dict[str, str]) -> list[SupportEntry]:
    premises: dict[str, list[str]] = defaultdict(list)
    for premise in db.exec(select(Premise).order_by(col(Premise.position))):
        if premise.claim_id in labels:
            premises[premise.support_id].append(labels[premise.claim_id])
    return [
        SupportEntry(
            id=row.id,
            premises=premises[row.id],
            conclusion=labels[row.conclusion_id],
            scheme=row.scheme,
            basis=row.basis,
            note=row.note,
        )
        for row in db.exec(select(Support).order_by(col(Support.created_at), col(Support.id)))
        if row.conclusion_id in labels and premises[row.id]
    ]


def _rebuttals(db: Session, labels: dict[str, str]) -> list[RebuttalEntry]:
    linked: set[frozenset[str]] = set()
    entries = []
    for row in db.exec(select(Rebuttal).order_by(col(Rebuttal.created_at), col(Rebuttal.id))):
        target = labels.get(row.target_claim_id or "") or row.target_support_id
        if row.claim_id not in labels or target is None:
            continue
        ends = frozenset({labels[row.claim_id], target})
        entry = RebuttalEntry(
            id=row.id,
            claim=labels[row.claim_id],
            move=row.move,
            target=target,
            mutual=row.mutual,
            rival=ends in linked,
            basis=row.basis,
            note=row.note,
        )
        linked.add(ends)
        entries.append(entry)
    return entries


def _questions(
    db: Session, debate: Debate, labels: dict[str, str], slugs: dict[str, str]
) -> list[QuestionEntry]:
    questions = db.exec(
        select(Question).where(Question.debate_id == debate.id).order_by(col(Question.number))
    ).all()
    ids = [question.id for question in questions]
    under: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in db.exec(
        select(PositionClaim)
        .where(col(PositionClaim.question_id).in_(ids))
        .order_by(col(PositionClaim.rank))
    ):
        under[row.question_id, row.source_id].append(labels[row.claim_id])
    held: dict[str, list[PositionEntry]] = defaultdict(list)
    order = list(slugs)
    positions = db.exec(select(Position).where(col(Position.question_id).in_(ids))).all()
    for position in sorted(positions, key=lambda row: order.index(row.source_id)):
        held[position.question_id].append(
            PositionEntry(
                source=slugs[position.source_id],
                statement=position.statement,
                silent=position.is_silent,
                claims=under[position.question_id, position.source_id],
            )
        )
    return [
        QuestionEntry(id=row.id, text=row.text, kind=row.kind, why=row.why, position=held[row.id])
        for row in questions
    ]


def _outside(db: Session, debate: Debate, labels: dict[str, str]) -> list[OutsideEntry]:
    notes = db.exec(
        select(OutsideNote)
        .where(OutsideNote.debate_id == debate.id)
        .order_by(col(OutsideNote.created_at), col(OutsideNote.id))
    ).all()
    ids = [note.id for note in notes]
    claims, questions = defaultdict(list), defaultdict(list)
    for beside in db.exec(
        select(OutsideNoteClaim).where(col(OutsideNoteClaim.outside_note_id).in_(ids))
    ):
        claims[beside.outside_note_id].append(labels[beside.claim_id])
    for row in db.exec(
        select(OutsideNoteQuestion).where(col(OutsideNoteQuestion.outside_note_id).in_(ids))
    ):
        questions[row.outside_note_id].append(row.question_id)
    return [
        OutsideEntry(
            id=note.id,
            body=note.body,
            reference=note.reference,
            url=note.url,
            claims=sorted(claims[note.id]),
            questions=sorted(questions[note.id]),
        )
        for note in notes
    ]

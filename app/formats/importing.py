"""From a bundle to rows: every rule is checked by the commands, and nothing is half done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.arguments.commands import give_reason, rebut
from app.arguments.labelling import relabel
from app.arguments.models import Move, Support
from app.claims.commands import bring_claim, make_claim
from app.claims.models import Claim
from app.debates.commands import ask, check_opening, hold, note_from_outside, take_side
from app.debates.models import Debate, Question
from app.debates.voices import FROM_OUTSIDE
from app.errors import Conflict, Invalid, Refusal
from app.formats.bundle import (
    BroughtEntry,
    Bundle,
    ClaimEntry,
    OutsideEntry,
    QuestionEntry,
    SourceFiles,
)
from app.formats.folder import line_of, load
from app.ids import derived_id
from app.passages.commands import anchor
from app.passages.models import Passage
from app.search.commands import index
from app.sources.commands import add_text, record_repairs, remark
from app.sources.models import Block, NoteCall, Repair, Source
from app.text.anchoring import Quote


def import_folder(db: Session, folder: Path) -> Debate:
    """Load the bundle in `folder`, without committing.

    Raises Invalid with file, line and reason, or Conflict if the debate is there already.
    """
    return Importer(db, load(folder), folder).run()


class Importer:
    """One import under way: what has been made so far, by slug, label and id."""

    def __init__(self, db: Session, bundle: Bundle, folder: Path | None = None) -> None:
        self.db, self.bundle, self.folder = db, bundle, folder
        self.sources: dict[str, Source] = {}
        self.claims: dict[str, Claim] = {}
        self.supports: dict[str, Support] = {}
        self.questions: dict[str, Question] = {}

    def run(self) -> Debate:
        slug = self.bundle.debate.slug
        if self.db.exec(select(Debate.id).where(Debate.slug == slug)).first():
            raise Conflict(f"The debate “{slug}” is in the database already.")
        letters = {side.source: side.letter for side in self.bundle.debate.side}
        with self._at("debate.toml", slug):
            debate = self._debate()
        for files in self.bundle.sources:
            self._source(files, letters[files.source.slug])
        self._sides(debate)
        for brought in self.bundle.brought:
            with self._at("brought.toml", brought.id):
                self._bring(debate, brought)
        self._supports()
        self._rebuttals()
        relabel(self.db, [claim.id for claim in self.claims.values()])
        for number, question in enumerate(self.bundle.questions, 1):
            with self._at("questions.toml", question.id):
                self._question(debate, number, question)
        for note in self.bundle.outside:
            with self._at("outside.toml", note.id):
                self._outside(debate, note)
        with self._at("debate.toml", "opening"):
            self._opening(debate)
        index(self.db)
        return debate

    def _debate(self) -> Debate:
        entry = self.bundle.debate
        debate = Debate(**entry.model_dump(exclude={"format", "side", "opening"}))
        self.db.add(debate)
        self.db.flush()
        return debate

    def _source(self, files: SourceFiles, letter: str) -> None:
        entry = files.source
        slug = entry.slug
        fields = entry.model_dump(exclude={"given_file", "given_sha256"})
        source = Source(id=derived_id(slug), **fields)
        with self._at(f"sources/{slug}.toml", "slug"):
            if self.db.exec(select(Source.id).where(Source.slug == slug)).first():
                raise Conflict(f"The source “{slug}” is in the database already")
            self.db.add(source)
            self.db.flush()
        self.sources[slug] = source
        blocks = [
            Block(words=files.text[row.start : row.end], **row.model_dump())
            for row in files.layout.blocks
        ]
        with self._at(f"sources/{slug}.blocks.json", ""):
            text = add_text(
                self.db,
                source=source,
                text=files.text,
                blocks=blocks,
                calls=[NoteCall(**row.model_dump()) for row in files.layout.calls],
                given_name=entry.given_file,
                given_sha256=entry.given_sha256,
            )
        record_repairs(self.db, text, [Repair(**row.model_dump()) for row in files.repairs])
        for position, row in enumerate(files.remarks):
            with self._at(f"sources/{slug}.remarks.toml", row.exact[:40]):
                quote = Quote(row.exact, row.prefix, row.suffix)
                remark(self.db, text=text, quote=quote, body=row.body, position=position)

        def passage_of(quote: Quote) -> Passage:
            return anchor(self.db, text=text, quote=quote, blocks=blocks)

        for claim in files.claims:
            with self._at(f"claims/{slug}.toml", claim.id):
                self._claim(source, letter, claim, passage_of)

    def _claim(
        self,
        source: Source,
        letter: str,
        entry: ClaimEntry,
        passage_of: Callable[[Quote], Passage],
    ) -> None:
        if entry.label[0] != letter or entry.label in self.claims:
            raise Invalid("label", f"The label {entry.label} is another's")
        self.claims[entry.label] = make_claim(
            self.db,
            source=source,
            number=int(entry.label[1:]),
            statement=entry.statement,
            stance=entry.stance,
            attributed_to=entry.attributed_to,
            passages=[passage_of(Quote(**row.model_dump())) for row in entry.passage],
            id=entry.id,
        )

    def _bring(self, debate: Debate, entry: BroughtEntry) -> None:
        if entry.label in self.claims:
            raise Invalid("label", f"The label {entry.label} is given twice")
        fields = entry.model_dump(exclude={"label"})
        number = int(entry.label.removeprefix(FROM_OUTSIDE.letter))
        self.claims[entry.label] = bring_claim(
            self.db, debate_id=debate.id, number=number, **fields
        )

    def _sides(self, debate: Debate) -> None:
        for position, side in enumerate(self.bundle.debate.side):
            take_side(
                self.db,
                debate=debate,
                source=self.sources[side.source],
                letter=side.letter,
                position=position,
                thesis=side.thesis,
            )

    def _supports(self) -> None:
        for entry in self.bundle.supports:
            with self._at("supports.toml", entry.id):
                self.supports[entry.id] = give_reason(
                    self.db,
                    premises=[self._labelled(label) for label in entry.premises],
                    conclusion=self._labelled(entry.conclusion),
                    scheme=entry.scheme,
                    basis=entry.basis,
                    note=entry.note,
                    id=entry.id,
                )

    def _rebuttals(self) -> None:
        for entry in self.bundle.rebuttals:
            with self._at("rebuttals.toml", entry.id):
                undercuts = entry.move == Move.UNDERCUTS
                rebut(
                    self.db,
                    claim=self._labelled(entry.claim),
                    move=entry.move,
                    target=self._supported(entry.target)
                    if undercuts
                    else self._labelled(entry.target),
                    mutual=entry.mutual,
                    rival=entry.rival,
                    basis=entry.basis,
                    note=entry.note,
                    id=entry.id,
                    labelled=False,
                )

    def _question(self, debate: Debate, number: int, entry: QuestionEntry) -> None:
        question = ask(
            self.db,
            debate=debate,
            number=number,
            text=entry.text,
            kind=entry.kind,
            why=entry.why,
            id=entry.id,
        )
        self.questions[entry.id] = question
        for row in entry.position:
            hold(
                self.db,
                question=question,
                source=self._source_called(row.source),
                statement=row.statement,
                claims=[self._labelled(label) for label in row.claims],
                is_silent=row.silent,
            )

    def _outside(self, debate: Debate, entry: OutsideEntry) -> None:
        unknown = [id for id in entry.questions if id not in self.questions]
        if unknown:
            raise Invalid("questions", f"There is no question {unknown[0]}")
        note_from_outside(
            self.db,
            debate=debate,
            body=entry.body,
            reference=entry.reference,
            url=entry.url,
            claims=[self._labelled(label) for label in entry.claims],
            questions=[self.questions[id] for id in entry.questions],
            id=entry.id,
        )

    def _opening(self, debate: Debate) -> None:
        opening = self.bundle.debate.opening
        if opening is None:
            return
        if opening.question not in self.questions:
            raise Invalid("opening", f"There is no question {opening.question}")
        debate.opening_question_id = opening.question
        claims = [self._labelled(label) for label in opening.claims]
        check_opening(claims)
        debate.opening_claims = [claim.id for claim in claims]
        self.db.add(debate)
        self.db.flush()

    def _labelled(self, label: str) -> Claim:
        if label not in self.claims:
            raise Invalid("claim", f"There is no claim {label}")
        return self.claims[label]

    def _supported(self, id: str) -> Support:
        if id not in self.supports:
            raise Invalid("target", f"There is no support {id} to undercut")
        return self.supports[id]

    def _source_called(self, slug: str) -> Source:
        if slug not in self.sources:
            raise Invalid("source", f"There is no source {slug}")
        return self.sources[slug]

    @contextmanager
    def _at(self, file: str, mark: str) -> Iterator[None]:
        """Give a refusal the file and the line that it is about."""
        try:
            yield
        except Refusal as error:
            raise self._refusal(file, mark, str(error)) from None
        except IntegrityError as error:
            reason = str(error.orig).partition("\n")[0]
            raise self._refusal(file, mark, f"the database refuses it: {reason}") from None

    def _refusal(self, file: str, mark: str, reason: str) -> Invalid:
        line = line_of(self.folder / file, mark) if self.folder else 1
        return Invalid("file", f"{file}, line {line}: {reason.rstrip('.')}.")

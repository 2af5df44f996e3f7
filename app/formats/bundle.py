"""The debate bundle: our own lossless format, a folder of TOML, text and JSON, as in seeds/.

    debate.toml                     the debate, its sides, the opening exchange
    sources/<slug>.toml             what the source is
    sources/<slug>.txt              its clean text; all offsets count its code points
    sources/<slug>.blocks.json      paragraphs, headings, footnotes and their calls
    sources/<slug>.repairs.json     what the cleaning changed
    sources/<slug>.remarks.toml     an editor's notes on places in the text
    claims/<slug>.toml              claims with their passages, in reading order
    brought.toml                    claims from outside: no text makes them
    supports.toml  rebuttals.toml  questions.toml  outside.toml

Claims are referred to by their labels (A12; Outside 3), supports by their ids.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.arguments.models import Basis, Move, Scheme
from app.claims.models import Stance
from app.debates.models import QuestionKind
from app.text.structure import BlockKind

Id = Field(pattern=r"^[0-9abcdefghjkmnpqrstvwxyz]{10}$")
Label = Field(pattern=r"^[A-Z][1-9][0-9]*$")


class Entry(BaseModel):
    """One entry of a file: unknown keys are refused, so that a slip of the pen is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BlockEntry(Entry):
    kind: BlockKind
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    number: int = Field(ge=1)
    speaker: str = ""


class CallEntry(Entry):
    number: int = Field(ge=1)
    at: int = Field(ge=0)


class RepairEntry(Entry):
    kind: str
    before: str
    after: str
    why: str
    at: int | None = None
    count: int = Field(default=1, ge=1)


class RemarkEntry(Entry):
    exact: str
    prefix: str = ""
    suffix: str = ""
    body: str


class SourceEntry(Entry):
    """sources/<slug>.toml, with the files beside it under their own names."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    short_name: str
    form: str
    authors: list[str] = []
    author_label: str
    author_note: str = ""
    venue: str = ""
    published: str = ""
    year: int
    language: str = "en"
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    licence: str = ""
    provenance: str = ""
    given_file: str = ""
    given_sha256: str = ""


class Layout(Entry):
    """sources/<slug>.blocks.json"""

    blocks: list[BlockEntry]
    calls: list[CallEntry] = []


class PassageEntry(Entry):
    exact: str
    prefix: str = ""
    suffix: str = ""


class ClaimEntry(Entry):
    label: str = Label
    id: str = Id
    statement: str
    stance: Stance
    attributed_to: str = ""
    passage: list[PassageEntry] = Field(min_length=1)


class BroughtEntry(Entry):
    """A claim from outside, in the words of whoever signs it."""

    label: str = Field(pattern=r"^Outside [1-9][0-9]*$")
    id: str = Id
    statement: str
    signed: str = Field(min_length=1)
    year: int
    reference: str = ""
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")


class SupportEntry(Entry):
    id: str = Id
    premises: list[str] = Field(min_length=1)
    conclusion: str
    scheme: Scheme | None = None
    basis: Basis
    note: str


class RebuttalEntry(Entry):
    """`rival`: another reading of two that are linked already, by somebody else."""

    id: str = Id
    claim: str
    move: Move
    target: str
    mutual: bool = False
    rival: bool = False
    basis: Basis
    note: str


class PositionEntry(Entry):
    source: str
    statement: str
    silent: bool = False
    claims: list[str] = []


class QuestionEntry(Entry):
    id: str = Id
    text: str
    kind: QuestionKind
    why: str
    position: list[PositionEntry]


class OutsideEntry(Entry):
    id: str = Id
    body: str
    reference: str
    url: str = ""
    claims: list[str] = []
    questions: list[str] = []


class SideEntry(Entry):
    source: str
    letter: str = Field(pattern=r"^[A-Z]$")
    thesis: str


class OpeningEntry(Entry):
    """The disagreement with which the front page opens: a question and one claim a side."""

    question: str = Id
    claims: list[str]


class DebateEntry(Entry):
    """debate.toml"""

    format: Literal[1] = 1
    id: str = Id
    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    short_title: str
    description: str
    frame: str
    method: str = ""
    opening: OpeningEntry | None = None
    side: list[SideEntry] = Field(min_length=1)


class SourceFiles(Entry):
    """One source with everything that hangs on it alone."""

    source: SourceEntry
    text: str
    layout: Layout
    repairs: list[RepairEntry] = []
    remarks: list[RemarkEntry] = []
    claims: list[ClaimEntry] = []


class Bundle(Entry):
    """A whole debate, in memory. Sources stand in the order of the debate's sides."""

    debate: DebateEntry
    sources: list[SourceFiles]
    brought: list[BroughtEntry] = []
    supports: list[SupportEntry] = []
    rebuttals: list[RebuttalEntry] = []
    questions: list[QuestionEntry] = []
    outside: list[OutsideEntry] = []

"""What is said of a text and of a debate, as fields of a form, and back."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlmodel import Session

from app.errors import Invalid
from app.history.states import State
from app.sources.queries import text_of
from app.text.pasting import places
from app.web.forms import FormModel, Line, Optional, Prose, Raw

Loose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
"""Some words, or none."""


class SourceWords(FormModel):
    title: Line
    short_name: Line
    form: Line
    author_label: Line
    author_note: Optional = ""
    venue: Optional = ""
    published: Optional = ""
    year: int
    language: Line
    url: Optional = ""
    licence: Loose = ""
    provenance: Loose = ""


SOURCE_LINES = tuple(SourceWords.model_fields)


def fill_source(state: State) -> Raw:
    """Authors one a line; each remark under the place at which it stands."""
    raw = {field: [str(state[field])] for field in SOURCE_LINES}
    remarks = {name_of(part): [part["body"]] for part in state["remarks"]}
    return raw | {"authors": ["\n".join(state["authors"])]} | remarks


def say_source(db: Session, value: SourceWords, raw: Raw, state: State) -> dict[str, Any]:
    """A remark that is left empty is taken away. 1 query if one is added. Raises Invalid."""
    lines = _typed(raw, "authors").split("\n")
    kept = [
        {**part, "body": body}
        for part in state["remarks"]
        if (body := _typed(raw, name_of(part)).strip())
    ]
    return {
        **{field: getattr(value, field) for field in SOURCE_LINES},
        "authors": [line.strip() for line in lines if line.strip()],
        "remarks": [*kept, *_added(db, raw, state)],
    }


def name_of(remark: State) -> str:
    """The field in which a remark stands."""
    return f"remark-{remark['start']}-{len(remark['exact'])}"


def _typed(raw: Raw, name: str) -> str:
    return (raw.get(name) or [""])[-1]


def _added(db: Session, raw: Raw, state: State) -> list[State]:
    """`state` has the id of its source as well, which a state of a source has not."""
    words, body = _typed(raw, "remark_words"), _typed(raw, "remark_body").strip()
    if not words.strip() and not body:
        return []
    text = text_of(db, state["id"]).text
    found = places(text, words)
    if len(found) != 1:
        told = "stand in several places: take more of them" if found else "do not stand in the text"
        raise Invalid("remark_words", f"These words {told}.")
    if not body:
        raise Invalid("remark_body", "Say what is to be known of these words.")
    start, end = found[0]
    return [{"exact": text[start:end], "start": start, "body": body}]


class DebateWords(FormModel):
    title: Line
    short_title: Line
    description: Prose
    frame: Prose
    method: Loose = ""
    opening_question_id: Optional = ""
    opening_claims: list[str] = Field(default_factory=list)


DEBATE_LINES = tuple(name for name in DebateWords.model_fields if name != "opening_claims")


def fill_debate(state: State) -> Raw:
    raw = {field: [str(state[field])] for field in DEBATE_LINES}
    theses = {f"thesis-{part['source_id']}": [part["thesis"]] for part in state["theses"]}
    return raw | {"opening_claims": list(state["opening_claims"])} | theses


def say_debate(_db: Session, value: DebateWords, raw: Raw, state: State) -> dict[str, Any]:
    """Raises Invalid for a text without a thesis."""
    ids = [part["source_id"] for part in state["theses"]]
    said = {id: _typed(raw, f"thesis-{id}").strip() for id in ids}
    for id, thesis in said.items():
        if not thesis:
            raise Invalid(f"thesis-{id}", "This cannot be left empty.")
    return {
        **{field: getattr(value, field) for field in DEBATE_LINES},
        "opening_claims": list(dict.fromkeys(value.opening_claims)),
        "theses": [{"source_id": id, "thesis": thesis} for id, thesis in said.items()],
    }

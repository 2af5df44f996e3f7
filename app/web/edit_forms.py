"""The forms in which what is there is said otherwise: from a state to what stands in the fields,
and from what was typed to what its command takes."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import Field
from sqlmodel import Session

from app.arguments.models import Basis
from app.claims.editing import is_outside
from app.claims.models import Stance
from app.debates.models import QuestionKind
from app.debates.queries import voices
from app.errors import Invalid
from app.history.models import Kind
from app.history.states import State
from app.web import edit_about, passages_typed
from app.web.edit_about import Loose
from app.web.forms import FormModel, Line, Optional, Prose, Raw
from app.web.moves import Said, rebuttal_fields
from app.web.outside_words import OutsideWords, outside_fields


class Edit(FormModel):
    """`reason`: why it is said otherwise; `seen`: the last revision that the form showed."""

    reason: Loose = ""
    seen: Optional = ""
    key: Line


class ClaimEdit(Edit):
    statement: Prose
    stance: Stance
    attributed_to: Optional = ""


class SupportEdit(Edit):
    premises: list[str] = Field(default_factory=list)
    scheme: Optional = ""
    basis: Basis
    note: Prose


class RebuttalEdit(Edit):
    move: Said
    basis: Basis
    note: Prose


class QuestionEdit(Edit):
    """What each text holds stands in fields of its own: see `held_in`."""

    text: Prose
    kind: QuestionKind
    why: Prose


class NoteEdit(Edit):
    body: Prose
    reference: Prose
    url: Optional = ""
    claims: list[str] = Field(default_factory=list)
    questions: list[str] = Field(default_factory=list)


class Editable(NamedTuple):
    """`fill` puts a state into fields; `say` reads fields, which `form` has checked, into what
    the command takes, and raises Invalid."""

    form: type[Edit]
    fill: Callable[[State], Raw]
    say: Callable[[Session, Any, Raw, State], dict[str, Any]]


def _fill_claim(state: State) -> Raw:
    ids = [part["id"] for part in state["passages"]]
    return _lines(state, "statement", "stance", "attributed_to") | {"passages": ids}


def _say_claim(db: Session, value: ClaimEdit, raw: Raw, state: State) -> dict[str, Any]:
    tokens = raw.get("passages", [])
    return {
        "statement": value.statement,
        "stance": value.stance.value,
        "attributed_to": value.attributed_to,
        "passages": passages_typed.anchored(db, state["source_id"], tokens),
    }


class OutsideEdit(Edit, OutsideWords):
    pass


def _fill_outside(state: State) -> Raw:
    return _lines(state, "statement", "year", "reference", "url")


def _say_outside(_db: Session, value: OutsideEdit, _raw: Raw, _state: State) -> dict[str, Any]:
    return outside_fields(value)


def _fill_support(state: State) -> Raw:
    given = {"premises": list(state["premise_ids"]), "scheme": [state["scheme"] or ""]}
    return _lines(state, "basis", "note") | given


def _say_support(_db: Session, value: SupportEdit, _raw: Raw, _state: State) -> dict[str, Any]:
    return {
        "premise_ids": list(dict.fromkeys(value.premises)),
        "scheme": value.scheme or None,
        "basis": value.basis.value,
        "note": value.note,
    }


def _fill_rebuttal(state: State) -> Raw:
    said = Said.MUTUAL if state["mutual"] else Said(state["move"])
    return _lines(state, "basis", "note") | {"move": [said.value]}


def _say_rebuttal(_db: Session, value: RebuttalEdit, _raw: Raw, _state: State) -> dict[str, Any]:
    ends = rebuttal_fields("", "", value.move, "")
    own = {field: ends[field] for field in ("move", "mutual")}
    return own | {"basis": value.basis.value, "note": value.note}


def _fill_question(state: State) -> Raw:
    raw = _lines(state, "text", "kind", "why")
    for held in state["positions"]:
        id = held["source_id"]
        raw[f"statement-{id}"] = [held["statement"]]
        raw[f"silent-{id}"] = ["yes"] if held["is_silent"] else []
        raw[f"claims-{id}"] = list(held["claim_ids"])
    return raw


def _say_question(db: Session, value: QuestionEdit, raw: Raw, state: State) -> dict[str, Any]:
    sources = {*voices(db, state["debate_id"]), *(held["source_id"] for held in state["positions"])}
    every = [held_in(raw, id) for id in sorted(sources)]
    return {
        "text": value.text,
        "kind": value.kind.value,
        "why": value.why,
        "positions": [held for held in every if held],
    }


def held_in(raw: Raw, id: str) -> State | None:
    """What a source holds on a question, as typed; None if nothing is said of it. Raises Invalid
    for what is neither a position nor a silence."""
    statement = (raw.get(f"statement-{id}") or [""])[-1].strip()
    claims = list(dict.fromkeys(raw.get(f"claims-{id}", [])))
    is_silent = bool(raw.get(f"silent-{id}"))
    if not statement and not claims and not is_silent:
        return None
    if not statement:
        raise Invalid(f"statement-{id}", "Say in one sentence what it holds, or that it is silent.")
    if is_silent and claims:
        raise Invalid(f"claims-{id}", "A text that is silent has no claims here: untick them.")
    if not is_silent and not claims:
        raise Invalid(f"claims-{id}", "Tick a claim of this text that says so, or its silence.")
    return {
        "source_id": id,
        "statement": statement,
        "is_silent": is_silent,
        "claim_ids": claims,
    }


def _fill_note(state: State) -> Raw:
    beside = {"claims": list(state["claim_ids"]), "questions": list(state["question_ids"])}
    return _lines(state, "body", "reference", "url") | beside


def _say_note(_db: Session, value: NoteEdit, _raw: Raw, _state: State) -> dict[str, Any]:
    return {
        "body": value.body,
        "reference": value.reference,
        "url": value.url,
        "claim_ids": sorted(set(value.claims)),
        "question_ids": sorted(set(value.questions)),
    }


def _lines(state: State, *fields: str) -> Raw:
    return {field: [str(state[field])] for field in fields}


class SourceEdit(Edit, edit_about.SourceWords):
    pass


class DebateEdit(Edit, edit_about.DebateWords):
    pass


EDITABLE: Mapping[Kind, Editable] = {
    Kind.CLAIM: Editable(ClaimEdit, _fill_claim, _say_claim),
    Kind.SUPPORT: Editable(SupportEdit, _fill_support, _say_support),
    Kind.REBUTTAL: Editable(RebuttalEdit, _fill_rebuttal, _say_rebuttal),
    Kind.QUESTION: Editable(QuestionEdit, _fill_question, _say_question),
    Kind.NOTE: Editable(NoteEdit, _fill_note, _say_note),
    Kind.SOURCE: Editable(SourceEdit, edit_about.fill_source, edit_about.say_source),
    Kind.DEBATE: Editable(DebateEdit, edit_about.fill_debate, edit_about.say_debate),
}


_OUTSIDE = Editable(OutsideEdit, _fill_outside, _say_outside)


def editable(kind: Kind, state: State) -> Editable:
    """The form of a thing of which this is the state: a claim from outside has one of its own."""
    return _OUTSIDE if kind == Kind.CLAIM and is_outside(state) else EDITABLE[kind]


def of_a_text(kind: Kind, state: State) -> bool:
    """Whether it is a claim with passages of a text."""
    return kind == Kind.CLAIM and not is_outside(state)


def otherwise(fields: Mapping[str, Any], state: State) -> dict[str, Any]:
    """What of these is not said already, blanks at the ends apart."""
    return {name: said for name, said in fields.items() if not _is_same(said, state.get(name))}


def _is_same(one: object, other: object) -> bool:
    return _plain(one) == _plain(other)


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value.strip() if isinstance(value, str) else value

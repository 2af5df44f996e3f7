"""How a page tells what a thing said, and what became of it, field by field. Pure."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from app.claims.editing import is_outside
from app.history.models import Action, Kind, Revision
from app.history.queries import Entry
from app.history.states import State
from app.text.diff import Piece, difference

Names = Mapping[str, str]
Told = dict[str, str]


class Field(NamedTuple):
    """One thing that is said of a thing: before and after, as pieces."""

    label: str
    pieces: list[Piece]

    @property
    def changed(self) -> bool:
        return any(piece.what != "same" for piece in self.pieces)


def changed(revision: Revision) -> list[Field]:
    """What of the thing is otherwise since this revision."""
    every = compared(revision.kind, revision.before, revision.after, revision.names)
    return [field for field in every if field.changed]


def as_it_was(revision: Revision) -> list[Field]:
    """All that the thing said at this revision, and what of it was otherwise before; of what came
    or went with it, what it said."""
    if revision.before is None or revision.after is None:
        return plainly(revision)
    return compared(revision.kind, revision.before, revision.after, revision.names)


def plainly(revision: Revision) -> list[Field]:
    """What the thing said, without what it had said before."""
    state = revision.after or revision.before
    return compared(revision.kind, state, state, revision.names)


def compared(kind: Kind, before: State | None, after: State | None, names: Names) -> list[Field]:
    old = told(kind, before, names) if before else {}
    new = told(kind, after, names) if after else {}
    labels = list(dict.fromkeys([*new, *old]))
    return [
        Field(label, pieces)
        for label in labels
        if (pieces := difference(old.get(label, ""), new.get(label, "")))
    ]


def told(kind: Kind, state: State, names: Names) -> Told:
    """What a state says, in words, by label and in reading order."""
    return _TELL[kind](state, names)


def _claim(state: State, names: Names) -> Told:
    if is_outside(state):
        return {
            "Statement": state["statement"],
            "Text": "none: it comes from outside",
            "Year": str(state["year"]),
            "Reference": state["reference"],
            "Address": state["url"],
            "Signed": state["signed"],
        }
    return {
        "Statement": state["statement"],
        "Text": _name(state["source_id"], names),
        "The author": state["stance"],
        "Held by": state["attributed_to"],
        "Passages": _lines(f"“{part['exact']}”" for part in state["passages"]),
    }


def _support(state: State, names: Names) -> Told:
    return {
        "Because": _list(state["premise_ids"], names),
        "Therefore": _name(state["conclusion_id"], names),
        "Kind of argument": state["scheme"] or "",
        "Basis": state["basis"],
        "Why": state["note"],
    }


def _rebuttal(state: State, names: Names) -> Told:
    step = state["target_support_id"]
    return {
        "Claim": _name(state["claim_id"], names),
        "Move": f"{state['move']}{', mutual' if state['mutual'] else ''}",
        "A reason for" if step else "Against": _name(step or state["target_claim_id"], names),
        "Basis": state["basis"],
        "Why": state["note"],
    }


def _question(state: State, names: Names) -> Told:
    positions: Told = {}
    for held in state["positions"]:
        who = _name(held["source_id"], names)
        positions[who] = f"{held['statement']}{' (Silent.)' if held['is_silent'] else ''}"
        positions[f"{who}: claims"] = _list(held["claim_ids"], names)
    return {"Question": state["text"], "Kind": state["kind"], "Why": state["why"], **positions}


def _note(state: State, names: Names) -> Told:
    return {
        "From outside": state["body"],
        "Reference": state["reference"],
        "Address": state["url"],
        "Beside": _list([*state["claim_ids"], *state["question_ids"]], names),
    }


def _source(state: State, _names: Names) -> Told:
    own = {
        _SOURCE[field]: str(state[field])
        for field in _SOURCE
        if field not in ("authors", "remarks")
    }
    remarks = _lines(f"“{part['exact']}”: {part['body']}" for part in state["remarks"])
    return {**own, "Authors": ", ".join(state["authors"]), "Remarks": remarks}


_SOURCE = {
    "title": "Title",
    "slug": "Address",
    "short_name": "Called here",
    "form": "Kind of text",
    "author_label": "Speaker",
    "author_note": "Of the speaker",
    "venue": "Published in",
    "published": "Published on",
    "year": "Year",
    "language": "Language",
    "url": "Original",
    "licence": "Licence",
    "provenance": "Where it is from",
}


def _debate(state: State, names: Names) -> Told:
    theses = {f"Thesis of {_name(p['source_id'], names)}": p["thesis"] for p in state["theses"]}
    return {
        "Title": state["title"],
        "Short title": state["short_title"],
        "Address": state["slug"],
        "Description": state["description"],
        "Frame": state["frame"],
        "Method": state["method"],
        "Opens with": _list(
            [state["opening_question_id"], *state["opening_claims"]]
            if state["opening_claims"]
            else [],
            names,
        ),
        **theses,
    }


_TELL: dict[Kind, Callable[[State, Names], Told]] = {
    Kind.CLAIM: _claim,
    Kind.SUPPORT: _support,
    Kind.REBUTTAL: _rebuttal,
    Kind.QUESTION: _question,
    Kind.NOTE: _note,
    Kind.SOURCE: _source,
    Kind.DEBATE: _debate,
}


def _name(id: str, names: Names) -> str:
    return names.get(id, id)


def _list(ids: list[str], names: Names) -> str:
    return _lines(_name(id, names) for id in ids)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


class Done(NamedTuple):
    """What somebody did in one act: the thing that it was about, and what else it changed."""

    about: Entry
    others: list[Entry]
    is_last: bool
    """Whether no later act of the list changed any of it."""


def acts(entries: Iterable[Entry]) -> list[Done]:
    """Revisions, the latest first, as the acts that they are part of. Of an act the revision that
    was made first tells what it was about."""
    together = groupby(entries, key=lambda entry: entry.change_id)
    found: list[Done] = []
    later: set[str] = set()
    for _, part in together:
        first, *others = list(part)[::-1]
        ids = {entry.entity_id for entry in (first, *others)}
        found.append(Done(first, others, later.isdisjoint(ids)))
        later |= ids
    return found


def act(entry: Entry) -> str:
    """What somebody did to one thing, in a word or two: “edited”, “brought back”."""
    return _act(entry.action, is_new=entry.is_new, is_gone=entry.is_gone)


def told_act(revision: Revision) -> str:
    """The same of a whole revision."""
    return _act(revision.action, is_new=revision.before is None, is_gone=revision.after is None)


def _act(action: Action, *, is_new: bool, is_gone: bool) -> str:
    if action == Action.CREATED:
        return "made"
    if is_gone:
        return "merged" if action == Action.MERGED else "retired"
    return "brought back" if is_new else _ACTS.get(action, "changed")


_ACTS = {
    Action.EDITED: "edited",
    Action.RENAMED: "renamed",
    Action.RESTORED: "restored",
    Action.UNDID: "changed back",
    Action.REVERTED: "changed back",
}

"""Changes to what bears on what."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, col, select

from app.arguments.labelling import age_pages, relabel
from app.arguments.models import Basis, Move, Premise, Rebuttal, Scheme, Support
from app.claims.commands import raise_versions
from app.claims.models import Claim
from app.db import Model
from app.errors import Conflict, Invalid
from app.history.commands import publish
from app.ids import new_id
from app.text.normalize import check_storable


def give_reason(
    db: Session,
    *,
    premises: Sequence[Claim],
    conclusion: Claim,
    basis: Basis,
    note: str,
    scheme: Scheme | None = None,
    by_id: str | None = None,
    id: str | None = None,
) -> Support:
    """Record that `premises`, taken together, are given for `conclusion`.

    Raises Invalid if there is no premise, one is named twice, or a claim supports itself.
    """
    ids = [premise.id for premise in premises]
    check_support(ids, conclusion.id, note)
    support = Support(
        id=id or new_id(),
        conclusion_id=conclusion.id,
        scheme=scheme,
        basis=basis,
        note=note,
        by_id=by_id,
    )
    db.add(support)
    db.flush()
    db.add_all(
        Premise(support_id=support.id, claim_id=claim_id, position=position)
        for position, claim_id in enumerate(ids)
    )
    raise_versions(db, [*ids, conclusion.id])
    db.flush()
    return support


def check_support(premise_ids: Sequence[str], conclusion_id: str, note: str) -> None:
    """Raise Invalid for what no support may be."""
    if not premise_ids:
        raise Invalid("premises", "A support has at least one premise.")
    if len(set(premise_ids)) < len(premise_ids):
        raise Invalid("premises", "A premise is named twice.")
    if conclusion_id in premise_ids:
        raise Invalid("premises", "A claim cannot be a reason for itself.")
    _check_note(note)


def rebut(
    db: Session,
    *,
    claim: Claim,
    move: Move,
    target: Claim | Support,
    basis: Basis,
    note: str,
    mutual: bool = False,
    by_id: str | None = None,
    rival: bool = False,
    id: str | None = None,
    labelled: bool = True,
) -> Rebuttal:
    """Record that `claim` goes against `target`, and what stands because of it.

    `labelled=False`: the caller labels all that it has changed at the end, as an import does.
    `rival`: whoever says so, whom we do not know, is another than whoever linked the two before.

    Raises Invalid if move and target do not agree (an undercut goes against a support, every
    other move against a claim), if a rebuttal other than a contradiction is called mutual, or
    if a claim is set against itself; Conflict if the same person has linked the two already, or
    another with the same note.
    """
    _check_move(claim, move, target, mutual=mutual)
    _check_note(note)
    _check_new(db, claim, target, lambda said, by: said == note or (by == by_id and not rival))
    rebuttal = Rebuttal(
        id=id or new_id(),
        claim_id=claim.id,
        move=move,
        target_claim_id=target.id if isinstance(target, Claim) else None,
        target_support_id=target.id if isinstance(target, Support) else None,
        mutual=mutual,
        basis=basis,
        note=note,
        by_id=by_id,
    )
    _insert(db, rebuttal)
    _follow(db, rebuttal, _ends(db, claim, target), labelled=labelled)
    return rebuttal


def _check_move(claim: Claim, move: Move, target: Claim | Support, *, mutual: bool) -> None:
    if (move == Move.UNDERCUTS) != isinstance(target, Support):
        raise Invalid("target", "An undercut goes against a support; other moves, a claim.")
    if mutual and move != Move.CONTRADICTS:
        raise Invalid("mutual", "Only a contradiction between two claims is mutual.")
    if target.id == claim.id:
        raise Invalid("claim", "A claim cannot go against itself.")


def _insert(db: Session, rebuttal: Rebuttal) -> None:
    """Store the row, and have the session hold it as one that it has read: what `add` and `flush`
    do, in a third of the time, which is a quarter of what the whole command takes."""
    db.connection().execute(_ROW, rebuttal.model_dump())
    make_transient_to_detached(rebuttal)
    db.add(rebuttal)


_ROW = sa.insert(Model.metadata.tables["rebuttal"])


def withdraw_rebuttal(db: Session, *, rebuttal: Rebuttal) -> None:
    """Take a rebuttal back, and what followed from it for what stands."""
    support = db.get(Support, rebuttal.target_support_id) if rebuttal.target_support_id else None
    shown = _of_support(db, support) if support else [rebuttal.target_claim_id or ""]
    db.delete(rebuttal)
    db.flush()
    _follow(db, rebuttal, [rebuttal.claim_id, *shown], labelled=True)


def withdraw_support(db: Session, *, support: Support) -> None:
    """Take a support back. Raises Conflict while a rebuttal goes against it."""
    if db.exec(select(Rebuttal.id).where(Rebuttal.target_support_id == support.id)).first():
        raise Conflict("A rebuttal goes against this support: withdraw that first.")
    shown = _of_support(db, support)
    db.execute(sa.delete(Premise).where(col(Premise.support_id) == support.id))
    db.delete(support)
    raise_versions(db, shown)


def _follow(db: Session, rebuttal: Rebuttal, shown: Sequence[str], *, labelled: bool) -> None:
    """Label anew what a rebuttal that has come or gone touches, and age the pages that tell of it.

    Publishing comes first: it holds the edition's row, so that of two writers on PostgreSQL the
    second reads the labels that the first has left. An undercut labels nothing anew: it goes
    against a support, and a support's label is read off those of its claims.
    """
    publish(db)
    touched = _touched(rebuttal)
    changed = relabel(db, touched) if labelled else set()
    age_pages(db, shown, touched, changed)


def _touched(rebuttal: Rebuttal) -> list[str]:
    """The claims that have one attacker more or less."""
    if rebuttal.move != Move.CONTRADICTS or rebuttal.target_claim_id is None:
        return []
    return [rebuttal.target_claim_id, *([rebuttal.claim_id] if rebuttal.mutual else [])]


def _check_note(note: str) -> None:
    if not note.strip():
        raise Invalid("note", "Say in one to three sentences why the one bears on the other.")
    check_storable("note", note)


_one: sa.BindParameter[str] = sa.bindparam("one")
_other: sa.BindParameter[str] = sa.bindparam("other")
_SAID = sa.select(col(Rebuttal.note), col(Rebuttal.by_id))
_BETWEEN = sa.union_all(
    _SAID.where(col(Rebuttal.claim_id) == _one, col(Rebuttal.target_claim_id) == _other),
    _SAID.where(col(Rebuttal.claim_id) == _one, col(Rebuttal.target_support_id) == _other),
    _SAID.where(col(Rebuttal.claim_id) == _other, col(Rebuttal.target_claim_id) == _one),
)


def _check_new(
    db: Session, claim: Claim, target: Claim | Support, is_same: Callable[[str, str | None], bool]
) -> None:
    """Refuse a second rebuttal between the same two that says the same, whichever way it goes: two
    contradictions against each other are one that is mutual."""
    db.flush()
    ends = {"one": claim.id, "other": target.id}
    if any(is_same(note, by_id) for note, by_id in db.connection().execute(_BETWEEN, ends)):
        raise Conflict("These two are linked by a rebuttal already.")


def _ends(db: Session, claim: Claim, target: Claim | Support) -> list[str]:
    """The claims whose pages show a rebuttal."""
    shown = [target.id] if isinstance(target, Claim) else _of_support(db, target)
    return [claim.id, *shown]


def _of_support(db: Session, support: Support) -> list[str]:
    premises = db.exec(select(Premise.claim_id).where(Premise.support_id == support.id))
    return [support.conclusion_id, *premises]

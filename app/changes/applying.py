"""Doing what a plan says, and writing it down: the one way in which a person changes anything."""

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session, col, select

from app.accounts.models import User
from app.changes.aging import age, outlive, pages_showing, versions_now
from app.changes.naming import debates_with, known_in
from app.changes.nouns import NOUNS, Key, put_all, states_at
from app.changes.plans import Plan
from app.changes.resting import check_free
from app.db import batched
from app.errors import Invalid
from app.history.commands import Step, publish, record
from app.history.models import Kind, Retirement, Revision
from app.history.states import State
from app.text.normalize import check_storable


def apply(db: Session, plan: Plan, *, by: User, why: str = "") -> str:
    """Make everything what the plan says; the id of the change. About 40 queries, and those of the
    commands that make what is made anew.

    Raises Invalid if nothing is changed by it, and whatever refuses one of the states: then the
    caller must roll back.
    """
    publish(db)
    check_storable("why", why)
    before = states_at(db, plan.targets)
    wanted = {key: state for key, state in plan.targets.items() if before.get(key) != state}
    check_free(db, plan.targets)
    # A text does not name itself in its state.
    named = {"own": [id for _, id in wanted], "into": list(plan.into.values())}
    known = known_in(db, [*before.values(), *wanted.values(), named])
    debates = known.debates | debates_with(db, known.sources)
    pages = pages_showing(db, before, debates)
    versions = versions_now(db, [id for _, id in wanted])
    put_all(db, wanted)
    db.flush()
    after = states_at(db, wanted)
    steps = _steps(wanted, before, after, plan.into)
    known |= known_in(db, after.values())
    debates |= known.debates | debates_with(db, known.sources)
    age(db, pages | pages_showing(db, after, debates), debates)
    made = record(
        db, by=by, action=plan.action, why=why, steps=steps, names=known.names, debates=debates
    )
    _keep_track(db, made, versions)
    return made[0].change_id


def _steps(
    keys: Iterable[Key],
    before: Mapping[Key, State],
    after: Mapping[Key, State],
    into: Mapping[str, str],
) -> list[Step]:
    """What became of each of these. Raises Invalid if nothing did."""
    steps = [
        Step(*key, _called(key, before, after), before.get(key), after.get(key), into.get(key[1]))
        for key in keys
        if before.get(key) != after.get(key)
    ]
    if not steps:
        raise Invalid("", "Nothing is changed by this.")
    return steps


def _called(key: Key, before: Mapping[Key, State], after: Mapping[Key, State]) -> str:
    return str((after.get(key) or before[key])[NOUNS[key[0]].called])


def _keep_track(db: Session, made: Sequence[Revision], versions: Mapping[str, int]) -> None:
    """Note what is gone, and strike out what is there again."""
    for some in batched([revision.entity_id for revision in made if revision.after is not None]):
        back = db.exec(select(Retirement).where(col(Retirement.id).in_(some))).all()
        outlive(db, back)
        for retirement in back:
            db.delete(retirement)
    db.add_all(_retirement(revision, versions) for revision in made if revision.after is None)
    db.flush()


def _retirement(revision: Revision, versions: Mapping[str, int]) -> Retirement:
    state = revision.before or {}
    numbered = revision.kind in (Kind.CLAIM, Kind.QUESTION)
    scope = state.get("source_id") or state.get("debate_id") if numbered else None
    return Retirement(
        id=revision.entity_id,
        kind=revision.kind,
        revision_id=revision.id,
        scope_id=str(scope) if scope else "",
        number=state["number"] if scope else 0,
        version=versions.get(revision.entity_id, 0),
    )

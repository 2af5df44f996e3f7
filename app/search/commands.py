"""Keeping the index current. Triggers note what has changed; `index` sees to it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.history.models import Edition
from app.search import entries, postgres, sentences, sqlite
from app.search.entries import GAP, OURS, Entry, Key
from app.search.models import EntryKind, SearchDue, SearchEntry, SearchWord

BATCH = 2_000
"""How many changes are seen to at a time; bounds the memory, not what is done."""
_MADE: dict[str, Callable[[sa.Connection, Sequence[Key]], Iterable[Entry]]] = {
    "claim": entries.claims,
    "block": sentences.blocks,
    "remark": entries.remarks,
    "support": entries.supports,
    "rebuttal": entries.rebuttals,
    "question": entries.questions,
    "outside": entries.outside,
}
_KINDS = {"block": (EntryKind.SENTENCE, EntryKind.FOOTNOTE)}
_due: tuple[Any, ...] = (col(SearchDue.kind), col(SearchDue.ref), col(SearchDue.at))
# Words of the texts last, since what was written last is what is looked at where there is too much.
_DUE = sa.select(*_due).order_by(_due[0].desc(), *_due[1:]).limit(sa.bindparam("most"))
_its = [sa.bindparam(f"its_{column.key}", type_=column.type) for column in _due]
_BEYOND = (
    sa.select(*_due)
    .where(_due[0] == _its[0], sa.tuple_(*_due[1:]) > sa.tuple_(*_its[1:]))
    .order_by(*_due[1:])
    .limit(sa.bindparam("most"))
)
_LOWER = sa.select(sa.func.max(_due[0])).where(_due[0] < _its[0])
_OLD = sa.select(
    col(SearchEntry.ref), col(SearchEntry.at), col(SearchEntry.number), col(SearchEntry.words)
).where(
    col(SearchEntry.ref).in_(sa.bindparam("refs", expanding=True)),
    col(SearchEntry.at).between(sa.bindparam("low"), sa.bindparam("high")),
    col(SearchEntry.kind).in_(sa.bindparam("kinds", expanding=True)),
)
_LOCK = sa.select(col(Edition.number)).with_for_update()
_LAST = sa.select(sa.func.coalesce(sa.func.max(SearchEntry.number), 0))
_GONE = sa.delete(SearchEntry).where(col(SearchEntry.number) == sa.bindparam("its_number"))
_row = itemgetter(*SearchEntry.model_fields)
_NEW = sa.insert(SearchWord)
_COUNT = (
    sa.update(SearchWord)
    .where(col(SearchWord.word) == sa.bindparam("its_word"))
    .values(entries=SearchWord.entries + sa.bindparam("more"))
)
_words: sa.BindParameter[list[str]] = sa.bindparam("words", expanding=True)
_KNOWN = sa.select(col(SearchWord.word)).where(col(SearchWord.word).in_(_words))
_UNUSED = sa.select(col(SearchWord.word)).where(
    col(SearchWord.word).in_(_words), col(SearchWord.entries) == 0
)
_FORGET = sa.delete(SearchWord).where(col(SearchWord.word).in_(_words))


def index(db: Session) -> int:
    """Bring the index up to what this transaction has changed; how many changes there were.

    Whoever is about to commit a change calls it. 1 query where there is nothing to do; for a
    changed claim about 20 statements, of which none reads more than the claim and its paragraph.
    Of however much, BATCH at a time is in memory; 0.3 ms for each claim with its links and
    sentences. The index is the same whether changes are seen to one by one or together.
    """
    db.flush()
    connection = db.connection()
    seen = 0
    for due in _all_due(connection):
        if not seen:
            # Two processes must not give one number twice: the second waits here for the first.
            connection.execute(_LOCK).all()
        keys: dict[str, list[Key]] = {}
        for kind, ref, at in due:
            keys.setdefault(kind, []).append((ref, at))
        _replace(connection, keys)
        _engine(connection).settle(connection, map(tuple, due))
        seen += len(due)
    return seen


def count_due(db: Session) -> int:
    """How many changes the index has not seen yet. 1 query."""
    return int(db.execute(sa.select(sa.func.count()).select_from(SearchDue)).scalar_one())


def _all_due(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    """What is due, in the order in which it gets its numbers. Where it is much, all but the first
    is read in steps of an index, kind after kind: to sort it anew for each batch, or to step over
    what is done, would take the longer the more there is."""
    found = connection.execute(_DUE, {"most": BATCH}).all()
    if found:
        yield found
    at: tuple[Any, ...] | None = tuple(found[-1]) if len(found) == BATCH else None
    while at:
        given = {its.key: value for its, value in zip(_its, at, strict=True)}
        if found := connection.execute(_BEYOND, given | {"most": BATCH}).all():
            yield found
            at = tuple(found[-1])
        else:
            lower = connection.execute(_LOWER, {_its[0].key: at[0]}).scalar()
            at = (lower, "", -1) if lower else None


def _engine(connection: sa.Connection) -> ModuleType:
    return sqlite if connection.dialect.name == "sqlite" else postgres


def _replace(connection: sa.Connection, keys: dict[str, list[Key]]) -> None:
    engine = _engine(connection)
    last = connection.execute(_LAST).scalar_one()
    words: Counter[str] = Counter()
    if last:
        _drop(connection, keys, engine, words)
    made: list[Entry] = []
    for kind, own in keys.items():
        # In one order on either database, since of too many hits the last written are shown.
        made += sorted(_MADE[kind](connection, own), key=_place)
    made = [entry for entry in made if entry["words"].strip(f" {GAP}{OURS}")]
    if made:
        _add(connection, made, last, engine, words)
    _count(connection, words)


def _place(entry: Entry) -> tuple[object, ...]:
    return entry["ref"], entry["at"], entry["place"]


def _drop(
    connection: sa.Connection, keys: dict[str, list[Key]], engine: ModuleType, words: Counter[str]
) -> None:
    old = dict(_old(connection, keys))
    if old:
        engine.drop(connection, list(old))
        connection.execute(_GONE, [{"its_number": number} for number in old])
        for said in old.values():
            words.subtract(set(said.split()))


def _old(connection: sa.Connection, keys: dict[str, list[Key]]) -> Iterator[tuple[int, str]]:
    for kind, own in keys.items():
        wanted, places = set(own), [at for _, at in own]
        given = {
            "refs": sorted({ref for ref, _ in own}),
            "low": min(places),
            "high": max(places),
            "kinds": _KINDS.get(kind) or (EntryKind(kind),),
        }
        for ref, at, number, words in connection.execute(_OLD, given):
            if (ref, at) in wanted:
                yield number, words


def _add(
    connection: sa.Connection,
    made: list[Entry],
    last: int,
    engine: ModuleType,
    words: Counter[str],
) -> None:
    debates = entries.debates_of(connection, (entry["source_id"] for entry in made))
    told: list[tuple[int, str]] = []
    for number, entry in enumerate(made, last + 1):
        around = debates.get(entry["source_id"]) or [entry["debate_id"]]
        entry.update(number=number, debate_id=around[0])
        told.append((number, engine.tokens(entry["words"], marks(entry, around))))
        words.update(set(entry["words"].split()))
    engine.put(connection, [_row(entry) for entry in made], told)


def marks(entry: Entry, debates: Iterable[str]) -> list[str]:
    """What hits are narrowed by, as words of the index that nobody can type."""
    found = [entry["kind"], entry["source_id"], entry["stance"], *debates, *entry["asked"].split()]
    answered = entry["answered"] and f"answered{entry['answered']}"
    return [mark(value) for value in dict.fromkeys([*found, answered]) if value]


def mark(value: str) -> str:
    return f"§{value}"


def _count(connection: sa.Connection, words: Counter[str]) -> None:
    """Keep count of the entries in which each word occurs."""
    changed = {word: n for word, n in words.items() if n and word not in (GAP, OURS)}
    if not changed:
        return
    named = sorted(changed)
    known = {word for (word,) in connection.execute(_KNOWN, {"words": named})}
    new = [{"word": word, "entries": changed[word]} for word in named if word not in known]
    if new:
        connection.execute(_NEW, new)
    if known:
        more = [{"its_word": word, "more": changed[word]} for word in sorted(known)]
        connection.execute(_COUNT, more)
        unused = [word for (word,) in connection.execute(_UNUSED, {"words": named})]
        connection.execute(_FORGET, {"words": unused})

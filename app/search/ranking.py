"""Which hits there are, in what order, and how many each filter would leave. Pure, and so the
same whichever database has looked: it is given what was found, at most a bounded number."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from app.claims.models import Stance
from app.search.asked import Asked, is_held, padded
from app.search.entries import OURS
from app.search.models import EntryKind

KINDS = {
    "claims": (EntryKind.CLAIM,),
    "texts": (EntryKind.SENTENCE, EntryKind.FOOTNOTE),
    "questions": (EntryKind.QUESTION,),
    "notes": (EntryKind.REBUTTAL, EntryKind.SUPPORT, EntryKind.OUTSIDE, EntryKind.REMARK),
}
"""What hits can be narrowed to, by the word in the address."""
_GROUP: dict[str, str] = {kind: group for group, kinds in KINDS.items() for kind in kinds}
_ORDER: dict[str, int] = {
    EntryKind.QUESTION: 0,
    EntryKind.CLAIM: 1,
    EntryKind.SENTENCE: 1,
    EntryKind.FOOTNOTE: 2,
}


ANY = "any"
"""Under which all are counted whom a filter would let through if it were taken off."""


class Filters(NamedTuple):
    """What a search is narrowed to; "" and None leave it wide. `debate`, `source` and `question`
    are ids, `kind` is one of KINDS."""

    debate: str = ""
    source: str = ""
    stance: Stance | None = None
    kind: str = ""
    question: str = ""
    answered: bool | None = None


class Hit(NamedTuple):
    """What was found: see SearchEntry."""

    number: int
    kind: str
    ref: str
    at: int
    place: int
    upto: int
    source_id: str
    debate_id: str
    stance: str
    answered: str
    asked: str
    resting: str
    words: str

    @property
    def name(self) -> str:
        """What an address calls it, which a change elsewhere leaves as it is."""
        return f"{self.kind}-{self.ref}-{self.place}"


def once(found: Sequence[Hit], asked: Asked) -> list[Hit]:
    """Without the sentences in which words of a passage stand that were found with its claim."""
    claims = {hit.ref: hit for hit in found if hit.kind == EntryKind.CLAIM}

    def is_told(hit: Hit) -> bool:
        return any(
            id in claims and asked.is_in(claims[id].words.partition(OURS)[0].strip())
            for id in hit.resting.split()
        )

    return [hit for hit in found if not hit.resting or not is_told(hit)]


def chosen(found: Iterable[Hit], filters: Filters) -> tuple[list[Hit], dict[str, Counter[str]]]:
    """The hits that the filters let through; and for each filter, how many hits each of its
    choices would leave while the others stay. A debate is no matter here: within it was looked."""
    wanted = _wanted(filters)
    through: list[Hit] = []
    only: dict[str, list[Hit]] = {name: [] for name in _VALUE}
    for hit in found:
        failed = [name for name, value in wanted.items() if not _has(hit, name, value)]
        if not failed:
            through.append(hit)
        elif len(failed) == 1:
            only[failed[0]].append(hit)
    return through, {name: _counted(name, through + only[name]) for name in _VALUE}


def _has(hit: Hit, name: str, value: str) -> bool:
    told: str = _VALUE[name](hit)
    return value in told.split() if name == "question" else value == told


def _counted(name: str, hits: list[Hit]) -> Counter[str]:
    told = map(_VALUE[name], hits)
    counts = Counter(" ".join(told).split() if name == "question" else told)
    counts[ANY] = len(hits)
    return counts


_VALUE: dict[str, Callable[[Hit], str]] = {
    "debate": attrgetter("debate_id"),
    "source": attrgetter("source_id"),
    "stance": attrgetter("stance"),
    "kind": lambda hit: _GROUP[hit.kind],
    "question": attrgetter("asked"),
    "answered": attrgetter("answered"),
}
"""What of a hit each filter looks at: one value, or of questions their ids between blanks."""


def _wanted(filters: Filters) -> dict[str, str]:
    answered = (
        {True: "yes", False: "no"}.get(filters.answered, "") if filters.answered is not None else ""
    )
    wanted = filters._asdict() | {"answered": answered, "debate": ""}
    return {name: str(value) for name, value in wanted.items() if value}


def ranked(hits: Iterable[Hit], asked: Asked) -> list[Hit]:
    """Best first: words one after the other as they were typed, then all as typed, then in other
    numbers; in the author's words before ours; then in the order of the texts. Each text, the
    questions and the notes take turns, so that no text hides the other."""

    together = [[[[padded(each) for each in asked.spellings]]]]
    as_typed = [[[[padded((word,))] for word in each] for each in asked.spellings]]
    needles = asked.needles()

    def key(hit: Hit) -> tuple[object, ...]:
        words = f" {hit.words} "
        apart = not is_held(together, words)
        other = apart and not is_held(as_typed, words)
        ours = hit.kind == EntryKind.CLAIM and not is_held(needles, words.partition(OURS)[0])
        order = _ORDER.get(hit.kind, 3)
        return apart, other, order, ours, hit.place, hit.kind, hit.ref

    turns: Counter[str] = Counter()
    placed = []
    for hit in sorted(hits, key=key):
        turn = _ours(hit) or hit.source_id
        placed.append((turns[turn], hit))
        turns[turn] += 1
    return [hit for _, hit in sorted(placed, key=lambda pair: pair[0])]


def _ours(hit: Hit) -> str:
    """Which words of ours a hit is: "questions", "notes", or "" for words of a text."""
    group = _GROUP[hit.kind]
    return group if group in ("questions", "notes") else ""

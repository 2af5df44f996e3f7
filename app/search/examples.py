"""What to look for in a debate, for those who have not typed anything yet."""

from collections import Counter
from itertools import pairwise

from sqlmodel import Session

from app.debates.queries import questions_of, voices
from app.search.queries import search
from app.search.ranking import Filters
from app.text.words import fold

SHOWN = 5
TRIED = 10
LONG = 8
"""Letters of a word that is likely to mean something by itself."""
LONG_IN_PAIR = 5


def examples(db: Session, debate_id: str) -> list[str]:
    """Words of the debate's questions that stand in each of its texts: two that follow each other
    first, then single ones, the commonest first. At most 3 queries for each of 10, and 3."""
    texts = set(voices(db, debate_id))
    found: list[str] = []
    for text in _candidates([question.text for question in questions_of(db, debate_id)]):
        counts = search(db, text, Filters(debate=debate_id)).counts
        if texts <= counts.get("source", {}).keys():
            found.append(text)
        if len(found) == SHOWN:
            break
    return found


def _candidates(questions: list[str]) -> list[str]:
    pairs: Counter[tuple[str, str]] = Counter()
    words: Counter[str] = Counter()
    for question in questions:
        folded = fold(question)
        words.update({word for word in folded if len(word) >= LONG})
        pairs.update(
            pair
            for pair in set(pairwise(folded))
            if all(len(word) >= LONG_IN_PAIR for word in pair)
        )
    best = [pair for pair, _ in sorted(pairs.items(), key=_commonest)[:2]]
    single = [word for word, _ in sorted(words.items(), key=_commonest)]
    return [*(f"“{one} {other}”" for one, other in best), *single][:TRIED]


def _commonest(counted: tuple[object, int]) -> tuple[int, object]:
    return -counted[1], counted[0]

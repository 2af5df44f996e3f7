"""What to look for in a debate, for those who have not typed anything yet."""

from collections import Counter
from itertools import pairwise

from sqlmodel import Session

from app.debates.queries import questions_of, voices
from app.search.queries import search
from app.search.ranking import Filters
from app.text.words import words_in

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
    """As they are written where they occur first."""
    pairs: Counter[str] = Counter()
    words: Counter[str] = Counter()
    written: dict[str, str] = {}
    for question in questions:
        found = words_in(question)
        for word in found:
            written.setdefault(word.folded, question[word.start : word.end])
        words.update({word.folded for word in found if len(word.folded) >= LONG})
        pairs.update(
            f"{one.folded} {other.folded}"
            for one, other in pairwise(found)
            if min(len(one.folded), len(other.folded)) >= LONG_IN_PAIR
        )
    chosen = [*_commonest(pairs)[:2], *_commonest(words)][:TRIED]
    return [" ".join(written[word] for word in text.split()) for text in chosen]


def _commonest(counted: Counter[str]) -> list[str]:
    return sorted(counted, key=lambda text: (-counted[text], text))

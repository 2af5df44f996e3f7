"""How alike words are, by how much each tells; and several orders made one. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.search.entries import GAP, OURS
from app.text.stems import stem

K1, B = 1.2, 0.75
"""How soon more of a word tells no more, and how far long texts are held to more. Both are those
that the authors of BM25 recommend for texts of any kind."""
K = 60
"""How little it matters whether something is first or second in one order."""


def stems(words: str) -> Counter[str]:
    """The stems of folded words."""
    return Counter(stem(word) for word in words.split() if word not in (GAP, OURS))


def tells(count: int, every: int) -> float:
    """How much a word tells that stands in `count` of `every` texts."""
    return math.log(1 + (max(every - count, 0) + 0.5) / (count + 0.5))


def by_words(texts: Mapping[str, str], weights: Mapping[str, float]) -> list[str]:
    """Of the texts, their folded words by name, those with one of the stems, the best first.

    BM25; a stem that is looked for counts once. Source: Robertson and Zaragoza, The Probabilistic
    Relevance Framework: BM25 and Beyond, 2009. O(all their words).
    """
    counted = {name: stems(words) for name, words in texts.items()}
    usual = sum(each.total() for each in counted.values()) / max(1, len(counted))
    scores = {name: _bm25(each, weights, usual) for name, each in counted.items()}
    found = [name for name, score in scores.items() if score > 0]
    return sorted(found, key=lambda name: (-scores[name], name))


def _bm25(counted: Counter[str], weights: Mapping[str, float], usual: float) -> float:
    slow = K1 * (1 - B + B * counted.total() / (usual or 1))
    return sum(
        weight * counted[stem] * (K1 + 1) / (counted[stem] + slow)
        for stem, weight in weights.items()
        if stem in counted
    )


def share(one: Iterable[str], other: Iterable[str], weights: Mapping[str, float]) -> float:
    """What the stems of two statements have in common of all that they tell, from 0 to 1."""
    mine, theirs = set(one), set(other)
    both = sum(weights.get(stem, 0.0) for stem in mine & theirs)
    every = sum(weights.get(stem, 0.0) for stem in mine | theirs)
    return both / every if every else 0.0


def fused(*orders: Sequence[str]) -> list[str]:
    """Several orders of the same things made one; who is in one only is not left out.

    Source: Cormack, Clarke and Büttcher, Reciprocal Rank Fusion, 2009.
    """
    scores: Counter[str] = Counter()
    for order in orders:
        for rank, name in enumerate(order, 1):
            scores[name] += 1 / (K + rank)  # type: ignore[assignment]
    return sorted(scores, key=lambda name: (-scores[name], name))

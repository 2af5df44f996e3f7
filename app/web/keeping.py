"""What is dear to make from the database, kept in memory while nothing changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The few things last asked for, each as of one edition. Shared among threads: what is kept
    is only read."""

    def __init__(self, limit: int = 8) -> None:
        self._limit = limit
        self._kept: OrderedDict[str, tuple[int, T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, edition: int, build: Callable[[], T]) -> T:
        """What is kept at `key`, or else what `build` makes."""
        with self._lock:
            kept = self._kept.get(key)
            if kept and kept[0] == edition:
                self._kept.move_to_end(key)
                return kept[1]
        found = build()
        with self._lock:
            self._kept[key] = (edition, found)
            self._kept.move_to_end(key)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return found

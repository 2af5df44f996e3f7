"""How often one may try: counted in memory, by account, by address, and altogether."""

import ipaddress
import threading
import time
from collections import defaultdict, deque

WINDOW_SECONDS = 300
EACH, ALL = 10, 1000
"""Attempts that failed, or are being looked at, in a window: by account and by address; in all."""
MOST_FAILURES = 100
"""Wrong passwords in a row after which an account's password is no longer looked at, until an
admin's reset link."""


class Attempts:
    """Attempts of the last five minutes: 10 by account, 10 by address, 1000 altogether. Those that
    went well are forgiven: a class signs in from one address at the beginning of the hour.

    Each process counts for itself. Whether an account exists makes no difference. Safe among
    threads; holds as many times as there may be attempts in all.
    """

    def __init__(self) -> None:
        self._times: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def admit(self, name: str, address: str) -> int:
        """0 if one may try now, and then it counts; else the seconds to wait, at least 1."""
        now = time.monotonic()
        with self._lock:
            self._forget(now - WINDOW_SECONDS)
            limits = _limits(name, address)
            full = [self._times[key] for key, most in limits if len(self._times[key]) >= most]
            if full:
                return max(int(times[0] + WINDOW_SECONDS - now) + 1 for times in full)
            for key, _ in limits:
                self._times[key].append(now)
        return 0

    def forgive(self, name: str, address: str) -> None:
        """The latest attempt that was admitted was none to keep anybody from."""
        with self._lock:
            for key, _ in _limits(name, address):
                if self._times[key]:
                    self._times[key].pop()

    def _forget(self, before: float) -> None:
        for key, times in list(self._times.items()):
            while times and times[0] <= before:
                times.popleft()
            if not times:
                del self._times[key]


def _limits(name: str, address: str) -> tuple[tuple[str, int], ...]:
    return (f"name {name}", EACH), (f"address {network(address)}", EACH), ("", ALL)


def network(address: str) -> str:
    """Whose an address is: an IPv6 customer has a /64, and could try from each of its addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return address

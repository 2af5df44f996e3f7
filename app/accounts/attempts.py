"""How often one may try: counted in memory, by account, by address, and altogether."""

import ipaddress
import time
from typing import NamedTuple

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

EACH = RateLimitItemPerMinute(10, 5, namespace="each")
ALL = RateLimitItemPerMinute(1000, 5, namespace="all")
MOST_FAILURES = 100
"""Wrong passwords in a row after which an account's password is no longer looked at, until an
admin's reset link."""


class _Counted(NamedTuple):
    limit: RateLimitItem
    key: str


class Attempts:
    """Attempts of the last five minutes: 10 by account, 10 by address, 1000 altogether.

    Each process counts for itself. Whether an account exists makes no difference.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def admit(self, name: str, address: str) -> int:
        """0 if one may try now, and then it counts; else the seconds to wait, at least 1."""
        counted = (
            _Counted(EACH, f"name {name}"),
            _Counted(EACH, f"address {network(address)}"),
            _Counted(ALL, ""),
        )
        waits = [self._wait(*each) for each in counted]
        if any(waits):
            return max(waits)
        for each in counted:
            self._limiter.hit(each.limit, each.key)
        return 0

    def _wait(self, limit: RateLimitItem, key: str) -> int:
        if self._limiter.test(limit, key):
            return 0
        return max(1, int(self._limiter.get_window_stats(limit, key).reset_time - time.time()) + 1)


def network(address: str) -> str:
    """Whose an address is: an IPv6 customer has a /64, and could try from each of its addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return address

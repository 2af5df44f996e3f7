"""Which passwords will do, and how they are kept: argon2id, at most two at a time."""

import asyncio
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from app.errors import Invalid

SHORTEST, LONGEST = 15, 1024
"""Characters. No password is cut: longer ones are refused."""
AT_ONCE = 2
"""A hash takes 64 MiB and a quarter of a second of a core: more at once would starve readers."""
_LOOKED_AT = 72
"""Characters that `zxcvbn` is shown: its work grows with the square of them."""
_WEAK = 3
_T = TypeVar("_T")


def check_password(password: str, context: Sequence[str] = ()) -> None:
    """Raise Invalid("password") for one that is too short or among the first to be guessed.

    Any characters will do. Guessing is judged by zxcvbn, whose 30,000 common passwords, names,
    English words and keyboard walks come with it; `context` are words close at hand, such as
    the name of the account. Some milliseconds, a tenth of a second for a long one.

    Source: Wheeler, zxcvbn: Low-Budget Password Strength Estimation, USENIX Security 2016.
    """
    if len(password) < SHORTEST:
        raise Invalid("password", f"Take {SHORTEST} characters or more: a few words will do.")
    if len(password) > LONGEST:
        raise Invalid("password", f"Take at most {LONGEST} characters.")
    from zxcvbn import zxcvbn  # it reads its lists when it is imported: a tenth of a second

    close = ["counterpoint", *(word for given in context for word in (given, *given.split()))]
    if int(zxcvbn(password[:_LOOKED_AT], user_inputs=close)["score"]) < _WEAK:
        raise Invalid("password", "This one is among the first to be guessed. Take other words.")


class Passwords:
    """Makes and checks hashes in two threads of its own."""

    def __init__(self, *, kibibytes: int = 65536, rounds: int = 3) -> None:
        argon2 = Argon2Hasher(time_cost=rounds, memory_cost=kibibytes, parallelism=1)
        self._scheme = PasswordHash((argon2,))
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._nobody = ""

    def hashed(self, password: str) -> str:
        """The hash to be stored. The same characters typed otherwise (NFC, NFD) are the same."""
        return self._scheme.hash(_normal(password))

    def matches(self, password: str, stored: str) -> bool:
        """Whether the password is the stored one. Takes as long where there is none to compare
        with, so that nobody can tell from the time which accounts there are."""
        if not self._nobody:
            self._nobody = self.hashed("nobody has this password")
        try:
            right = self._scheme.verify(_normal(password), stored or self._nobody)
        except PwdlibError:  # a hash of an unknown kind: nobody's password
            right = False
        return right and bool(stored)

    async def run(self, work: Callable[..., _T], *given: object) -> _T:
        """What `work` returns, done in the pool; whoever waits for it holds no other thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)

    def close(self) -> None:
        self._pool.shutdown()


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)

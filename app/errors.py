"""How an operation can be refused. Raised by the domain; `web/errors.py` makes it HTTP."""

from typing import Any


class Refusal(Exception):
    """Base of every error that is the caller's to mend, not a bug of ours."""


class NotFound(Refusal):
    """Nothing is, or ever was, at this key."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"There is no {kind} “{key}”.")
        self.kind, self.key = kind, key


class Invalid(Refusal):
    """A value breaks a rule. `field` names the input to mark; "" means the form as a whole."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class Conflict(Refusal):
    """The request is well formed but the stored state already says otherwise."""


class Stale(Conflict):
    """Somebody else came first. `current` is what is there now, as its state, or None if it is
    gone; `seen` is what the next try must say that it has seen."""

    def __init__(self, reason: str, current: dict[str, Any] | None, seen: str) -> None:
        super().__init__(reason)
        self.current, self.seen = current, seen


class Forbidden(Refusal):
    """Whoever is signed in may not do this."""


class TooOften(Refusal):
    """This was done as often as it may be for now. `wait`: the seconds until it may be again."""

    def __init__(self, wait: int) -> None:
        minutes = -(-wait // 60)
        unit = "minute" if minutes == 1 else "minutes"
        super().__init__(f"This was done very often just now. Try again in {minutes} {unit}.")
        self.wait = wait


class SignInNeeded(Refusal):
    """Nobody is signed in, and this is not for nobody."""

    def __init__(self) -> None:
        super().__init__("Sign in first.")


class Expired(Refusal):
    """A link that worked once or for a while, and does no longer."""


class Unvouched(Refusal):
    """Another site did not say who somebody is, or not so that it can be believed."""


class Unusable(Refusal):
    """The installation cannot start: the sentence says what to mend. The command exits with 2."""

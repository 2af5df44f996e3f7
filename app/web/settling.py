"""Two people say one thing otherwise: what of both can stand together, field by field. Pure."""

from typing import NamedTuple

from app.web.forms import Raw


class Settled(NamedTuple):
    """`raw`: what stands in the form. `taken`: fields that only the other has changed; `open`:
    fields that both have changed, each in another way, in which stands what was typed."""

    raw: Raw
    taken: frozenset[str]
    open: frozenset[str]


def settle(base: Raw, mine: Raw, theirs: Raw) -> Settled:
    """A merge of three: what both began with, what is typed, what is there now. A field is one
    thing here: nothing is mixed within it unasked."""
    names = dict.fromkeys([*mine, *theirs, *base])
    raw, taken, unsettled = {}, set(), set()
    for name in names:
        was, typed, now = (_plain(each.get(name)) for each in (base, mine, theirs))
        if typed == was != now:
            taken.add(name)
            raw[name] = theirs.get(name, [])
            continue
        if was not in (typed, now) and typed != now:
            unsettled.add(name)
        raw[name] = mine.get(name, [])
    return Settled(raw, frozenset(taken), frozenset(unsettled))


def _plain(values: list[str] | None) -> list[str]:
    return [value.strip() for value in values or [] if value.strip()]


TAKE = "take-"
"""Before the name of a field, what says whose words it shall have: “theirs” or “mine”."""


def is_decided(raw: Raw) -> bool:
    """Whether somebody was asked whose words to take."""
    return any(name.startswith(TAKE) for name in raw)


def decided(raw: Raw, theirs: Raw) -> Raw:
    """What is typed, but for fields in which the other’s words were chosen."""
    taken = [
        name[len(TAKE) :]
        for name, chosen in raw.items()
        if name.startswith(TAKE) and chosen[-1:] == ["theirs"]
    ]
    return raw | {name: theirs.get(name, []) for name in taken}

"""Moments and browsers in words. Pure."""

import re
from datetime import datetime

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
)


def moment(at: datetime) -> str:
    """Such as “3 March 2026, 14:05 UTC”."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def browser(agent: str) -> str:
    """What a browser says of itself, in few words: “Firefox on Linux”. They say it differently
    every year, so this is a hint and no more."""
    named = next((name for mark, name in _BROWSERS if f"{mark}/" in agent), "")
    if not named and "Safari/" in agent:
        named = "Safari"
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    if named and system:
        return f"{named} on {system}"
    return named or re.split(r"[/ ]", agent)[0][:30] or "A browser"

"""Moments, browsers and the acts of editors and admins, in words. Pure."""

import re
from datetime import datetime

from app.logbook.models import Duty

DUTIES: dict[Duty, tuple[str, str]] = {
    Duty.ADDED: ("made the account of", "as"),
    Duty.INVITED: ("made an invitation", "as"),
    Duty.ROLE: ("changed the role of", "from"),
    Duty.SUSPENDED: ("suspended", ""),
    Duty.READMITTED: ("ended the suspension of", ""),
    Duty.RESET: ("made a link for a new password of", ""),
    Duty.SIGN_IN: ("made a link that signs in", ""),
    Duty.ERASED: ("erased the account of", ""),
    Duty.APPOINTED: ("appointed", "an editor of"),
    Duty.DISMISSED: ("dismissed", "as an editor of"),
    Duty.PUBLISHED: ("published a proposal", "in"),
    Duty.RETURNED: ("returned a proposal", "in"),
    Duty.DECLINED: ("declined a proposal", "in"),
    Duty.HANDLED: ("dealt with what a reader said is wrong", "in"),
}
"""What somebody did as an editor or admin: the words before whom it was about, and after."""
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

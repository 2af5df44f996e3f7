"""The addresses at which one signs in, keeps an account, and looks after those of others."""

import re
from urllib.parse import unquote

from app.web.urls import Identified, filtered


def sign_in(onward: str = "") -> str:
    """`onward`: the path to go on to afterwards."""
    return filtered("/sign-in", {"next": onward})


def sign_in_link(token: str = "") -> str:
    return filtered("/sign-in/link", {"token": token})


def elsewhere() -> str:
    """Where one is sent on to another site, to say there who one is."""
    return "/sign-in/elsewhere"


def sign_out() -> str:
    return "/sign-out"


def sign_up() -> str:
    return "/sign-up"


def invitation(token: str = "") -> str:
    return filtered("/join", {"token": token})


def forgotten() -> str:
    return "/forgotten"


def reset(token: str = "") -> str:
    return filtered("/reset", {"token": token})


def account(part: str = "") -> str:
    """`part`: "password", or "others" for all sessions but this."""
    return f"/account/{part}" if part else "/account"


def session_end(session: Identified) -> str:
    return f"/account/sessions/{session.id}/removal"


def users(part: str = "") -> str:
    return f"/users/{part}" if part else "/users"


def user(user: Identified, part: str = "") -> str:
    return f"/users/{user.id}/{part}" if part else f"/users/{user.id}"


def log(below: int | None = None) -> str:
    """What editors and admins did, before number `below`."""
    return filtered("/log", {"below": str(below or "")})


def reversal(name: str, hours: str = "", names: str = "") -> str:
    """Where all that somebody did of late is taken back; `name`: that by which they sign in."""
    return filtered(f"/users/{name}/reversal", {"hours": hours, "names": names})


def here_or_home(text: str) -> str:
    """The path of this site that `text` is, "/" for anything that a browser could take for an
    address elsewhere: as it is, and as it is decoded once more."""
    return text if all(_PATH.fullmatch(each) for each in (text, unquote(text))) else "/"


_PATH = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f\\]*")

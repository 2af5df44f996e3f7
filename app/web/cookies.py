"""The cookie that signs in: what it is called, and where it comes from."""

import ipaddress
import re

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.accounts.policy import ABSOLUTE_SECONDS

NAME = "counterpoint"


def cookie_name(request: HTTPConnection) -> str:
    """Over https it is of this host alone, whatever other hosts of the domain would like. On
    plain http the port belongs to the name: a host's ports share their cookies."""
    if is_encrypted(request):
        return f"__Host-{NAME}"
    port = _host(request).rpartition(":")[2]
    return f"{NAME}-{port if port.isascii() and port.isdigit() else 80}"


def token_of(request: HTTPConnection) -> str:
    """What the cookie says, "" without one."""
    if "cookie" not in request.headers:
        return ""
    return request.cookies.get(cookie_name(request), "")


def set_cookie(request: HTTPConnection, response: Response, token: str) -> None:
    """Sent along to this site only, and never to its scripts."""
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=ABSOLUTE_SECONDS,
        secure=is_encrypted(request),
        httponly=True,
        samesite="lax",
    )


def drop_cookie(request: HTTPConnection, response: Response) -> None:
    secure = is_encrypted(request)
    response.delete_cookie(cookie_name(request), secure=secure, httponly=True, samesite="lax")


def is_at_home(request: HTTPConnection) -> bool:
    """Whether the browser is on the machine that serves, and speaks to it by plain http."""
    host = re.sub(r":\d*$", "", _host(request)).strip("[]")
    near = request.client is not None and _is_loopback(request.client.host)
    return near and _is_loopback(host) and not is_encrypted(request)


def is_encrypted(request: HTTPConnection) -> bool:
    return bool(request.scope["scheme"] == "https")


def _host(request: HTTPConnection) -> str:
    return request.headers.get("host", "")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""Listening, and serving what listens."""

import errno
import gc
import socket
from typing import Any

import typer
import uvicorn

from app.errors import Unusable
from app.main import create_app
from app.settings import Settings

HIGHEST_PORT = 65_535


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, 0 for any free port. Raises Unusable if it is taken."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return _bound(socket.socket(family, kind), address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < HIGHEST_PORT else 0
            raise Unusable(
                f"Port {port} is in use on {host}. Choose another: python3 -m app --port {other}"
            ) from None
        reason = error.strerror or str(error)
        raise Unusable(f"Cannot listen on {host}, port {port}: {reason}.") from None


def _bound(made: socket.socket, address: Any) -> socket.socket:
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(2048)
    except OSError:
        made.close()
        raise
    return made


class _Server(uvicorn.Server):
    """Says where it is, once it answers, and by which path whoever started it may sign in."""

    door = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = (sockets or [])[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        typer.echo(f"Counterpoint is at http://{shown}:{port}/ (Ctrl+C stops it)")
        if self.door:
            typer.echo(f"To edit, open http://{shown}:{port}{self.door} (once, within 10 minutes)")


def run(settings: Settings, listening: socket.socket, door: str = "") -> None:
    """Serve until interrupted. `door`: a path that signs in once, to be said aloud."""
    config = uvicorn.Config(
        create_app(settings),
        loop="auto",
        http="httptools",
        access_log=False,
        log_level="warning",
        server_header=False,
    )
    # What is there by now stays: the collector need not look at it again with every few pages.
    gc.collect()
    gc.freeze()
    server = _Server(config)
    server.door = door
    server.run(sockets=[listening])

"""The reference “const”: a bare ASGI application that answers a constant page of 10 KB.

`python -m bench.constant` serves it as `counterpoint serve` serves, and prints the address.
"""

import socket

import uvicorn
from starlette.types import Receive, Scope, Send

BODY = b"<!doctype html><title>A constant page</title>".ljust(10_240, b".")
HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-length", str(len(BODY)).encode()),
]


async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})


def main() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listening:
        print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
        config = uvicorn.Config(
            application,
            loop="uvloop",
            http="httptools",
            lifespan="off",
            access_log=False,
            log_level="warning",
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()

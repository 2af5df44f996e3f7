"""One connection that is kept alive: a client which costs less than what it measures."""

import socket
import time
from typing import NamedTuple


class Answer(NamedTuple):
    """`seconds` from the request's first byte out to the answer's last byte in."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Client:
    """Asks a server on this machine, one request after the other."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._host = f"127.0.0.1:{port}"

    def close(self) -> None:
        self._socket.close()

    def get(self, path: str, **headers: str) -> Answer:
        """The whole answer. Raises ConnectionError if the server breaks off."""
        told = {"Host": self._host, "Accept": "text/html", "Accept-Encoding": "br", **headers}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
        request = "\r\n".join([*lines, "", ""]).encode()
        began = time.perf_counter()
        self._socket.sendall(request)
        head, body = self._head()
        status, names = _parsed(head)
        if "chunked" in names.get("transfer-encoding", ""):
            body = self._chunks(body)
        elif status != 304:
            body = self._more(body, int(names["content-length"]))
        return Answer(status, names, body, time.perf_counter() - began)

    def _head(self) -> tuple[bytes, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, body = received.partition(b"\r\n\r\n")
        return head, body

    def _more(self, body: bytes, length: int) -> bytes:
        while len(body) < length:
            body += self._receive()
        return body

    def _chunks(self, received: bytes) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in received:
                received += self._receive()
            size, _, received = received.partition(b"\r\n")
            received = self._more(received, int(size, 16) + 2)
            if not int(size, 16):
                return body
            body, received = body + received[: int(size, 16)], received[int(size, 16) + 2 :]

    def _receive(self) -> bytes:
        received = self._socket.recv(262_144)
        if not received:
            raise ConnectionError("The server broke off.")
        return received


def _parsed(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return int(first.split(" ", 2)[1]), {name.lower(): value for name, _, value in pairs}

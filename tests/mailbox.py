"""A mail server on this machine that takes letters and keeps them."""

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage

from pydantic import SecretStr

from app.mail import Mail
from app.settings import Settings


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as `smtplib` speaks without encryption or a password."""

    server: "_Server"

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip().upper():
            if line == "QUIT":
                break
            if line == "DATA":
                self._say("354 go on")
                self.server.letters.append(self._letter())
            self._say("250 well")
        self._say("221 bye")

    def _letter(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        text = b"".join(lines).replace(b"\r\n", b"\n")
        return email.message_from_bytes(text, policy=email.policy.default)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[EmailMessage] = []


class Mailbox:
    """`with Mailbox() as box: box.mail("from@…").send(…)`; then `box.letters`."""

    def __init__(self) -> None:
        self._server = _Server()

    @property
    def letters(self) -> list[EmailMessage]:
        return self._server.letters

    def mail(self, sender: str) -> Mail:
        port = self._server.server_address[1]
        smtp = SecretStr(f"smtp://127.0.0.1:{port}")
        return Mail(Settings(smtp=smtp, mail_from=sender))

    def __enter__(self) -> "Mailbox":
        threading.Thread(target=self._server.serve_forever, args=(0.01,)).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

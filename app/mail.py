"""Mail, where the installation is told of a server that takes it."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from app.errors import Unusable
from app.settings import Settings

PATIENCE_SECONDS = 10


class Mail:
    """Sends plain letters over SMTP: encrypted from the start (smtps://), or from the moment
    that both agree to be (smtp://), which is demanded before a password is given."""

    def __init__(self, settings: Settings) -> None:
        """Raises Unusable if the address of the server is none."""
        self._sender = settings.mail_from
        self._server = urlsplit(settings.smtp.get_secret_value())
        known = self._server.scheme in ("smtp", "smtps") and self._server.hostname
        if settings.smtp.get_secret_value() and not known:
            raise Unusable("COUNTERPOINT_SMTP must be smtp://user:password@host:port or smtps://….")

    @property
    def is_sent(self) -> bool:
        return bool(self._server.hostname)

    def send(self, to: str, subject: str, text: str) -> None:
        """Raises OSError, of which smtplib's errors are a kind, if the letter is not taken."""
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self._sender, to, subject
        letter.set_content(text)
        context = ssl.create_default_context()
        with self._opened(context) as server:
            self._enter(server, context)
            server.send_message(letter)

    def _opened(self, context: ssl.SSLContext) -> smtplib.SMTP:
        host, port = str(self._server.hostname), self._server.port
        if self._server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE_SECONDS, context=context)
        return smtplib.SMTP(host, port or 587, timeout=PATIENCE_SECONDS)

    def _enter(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        name, password = self._server.username, self._server.password
        server.ehlo()
        if self._server.scheme == "smtp" and (name or server.has_extn("starttls")):
            server.starttls(context=context)
        if name:
            server.login(unquote(name), unquote(password or ""))

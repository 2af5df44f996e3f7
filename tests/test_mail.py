"""Letters go out as they should, or not at all."""

import smtplib

import pytest
from pydantic import SecretStr

from app.errors import Unusable
from app.mail import Mail
from app.settings import Settings
from tests.mailbox import Mailbox


def settings(smtp: str) -> Settings:
    return Settings(smtp=SecretStr(smtp), mail_from="site@example.org")


def test_a_letter_arrives_as_it_was_written():
    with Mailbox() as box:
        box.mail("site@example.org").send("ada@example.org", "Hé", ".one\n“two”\n")
    (letter,) = box.letters
    assert (letter["From"], letter["To"]) == ("site@example.org", "ada@example.org")
    assert (letter["Subject"], letter.get_content()) == ("Hé", ".one\n“two”\n")


def test_a_password_is_not_told_to_a_server_that_does_not_encrypt():
    with Mailbox() as box:
        port = box.mail("x")._server.port
        mail = Mail(settings(f"smtp://name:canary@127.0.0.1:{port}"))
        with pytest.raises(smtplib.SMTPNotSupportedError):
            mail.send("ada@example.org", "x", "x")
    assert box.letters == []


@pytest.mark.parametrize("address", ["mail.example.org", "http://x", "smtp://", "smtp:///x"])
def test_an_address_that_is_none_is_said_at_the_start(address):
    with pytest.raises(Unusable, match="COUNTERPOINT_SMTP"):
        Mail(settings(address))


def test_without_a_server_nothing_is_sent():
    assert not Mail(settings("")).is_sent
    assert Mail(settings("smtps://mail.example.org")).is_sent


def test_the_password_of_the_server_is_not_shown():
    assert "canary" not in repr(settings("smtp://name:canary@mail.example.org"))

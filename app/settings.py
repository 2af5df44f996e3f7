"""What differs from one installation to the next."""

import enum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class SignUp(enum.StrEnum):
    """Who may make an account: nobody, whoever has an invitation, anybody."""

    CLOSED = "closed"
    INVITATION = "invitation"
    OPEN = "open"


class Settings(BaseSettings):
    """Read from the environment (`COUNTERPOINT_DATABASE_URL=…`), once a command."""

    model_config = SettingsConfigDict(env_prefix="COUNTERPOINT_", env_file=".env", extra="ignore")

    database_url: str = f"sqlite:///{ROOT / 'data' / 'counterpoint.db'}"
    threads: int = Field(default=10, ge=1, le=200)
    """How many handlers may run at once; each holds one database connection."""
    body_limit: int = Field(default=1_000_000, ge=1)
    """Bytes of a request's body above which the answer is 413."""
    cache_bytes: int = Field(default=64_000_000, ge=0)
    """Bytes of rendered pages kept in memory."""
    sign_up: SignUp = SignUp.CLOSED
    site: str = "http://127.0.0.1:8000"
    """Where readers find this installation: links that are printed or mailed begin so."""
    smtp: SecretStr = SecretStr("")
    """smtp://user:password@host:587, or smtps://…; "" where no mail is sent."""
    mail_from: str = "counterpoint@localhost"
    oidc_issuer: str = ""
    """The site that says who somebody is, by OpenID Connect; "" for none."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = "another account"
    """What that site is called: “Sign in with …”."""
    suggest_by_meaning: bool = True
    """Whether claims near in meaning are suggested too, where the extra `semantic` is installed."""
    log_json: bool = False
    """Whether the log is a line of JSON an event, for machines, or plain words."""

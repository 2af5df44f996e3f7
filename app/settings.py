"""What differs from one installation to the next."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Read from the environment (`COUNTERPOINT_DATABASE_URL=…`) once, in `create_app()`."""

    model_config = SettingsConfigDict(env_prefix="COUNTERPOINT_", env_file=".env", extra="ignore")

    database_url: str = f"sqlite:///{ROOT / 'data' / 'counterpoint.db'}"
    threads: int = 10
    """How many handlers may run at once; each holds one database connection."""
    body_limit: int = 1_000_000
    """Bytes of a request's body above which the answer is 413."""
    cache_bytes: int = 64_000_000
    """Bytes of rendered pages kept in memory."""
    log_json: bool = False

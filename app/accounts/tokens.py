"""Secrets that a browser or a link carries: 256 random bits, of which only the hash is stored."""

import hashlib
import secrets


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """64 hexadecimal digits of SHA-256. A secret of 256 random bits needs no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

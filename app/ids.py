"""Public ids: short, opaque, fixed at creation; the primary key and the permalink at once."""

import hashlib
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def new_id() -> str:
    """Return 10 random characters of Crockford's base 32 in lower case: 50 bits.

    Source: Douglas Crockford, Base 32, https://www.crockford.com/base32.html
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def derived_id(*parts: object) -> str:
    """The id that always belongs to these parts: 50 bits of their SHA-256.

    For what is named by its content, such as a stretch of a text: it keeps its address when a
    database is made anew.
    """
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    number = int.from_bytes(digest[:8], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))


def is_id(text: str) -> bool:
    """Whether `text` has the shape of an id; it may still belong to nothing."""
    return len(text) == LENGTH and all(letter in ALPHABET for letter in text)

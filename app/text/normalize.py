"""What a text may be made of, before it is hashed and anchored to. Pure."""

import functools
import hashlib
import re
import unicodedata

from app.errors import Invalid

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def normalize(text: str) -> str:
    """NFC with "\\n" line ends. Raises Invalid for NUL and lone surrogates: PostgreSQL refuses
    the one and UTF-8 the other."""
    check_storable("text", text)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def check_storable(field: str, text: str) -> None:
    """Raise Invalid, naming the field, for what no database here can hold and give back."""
    if _UNSTORABLE.search(text):
        raise Invalid(field, "The text contains NUL or half a surrogate pair.")


def sha256(text: str) -> str:
    """The SHA-256 of the text's UTF-8 form, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@functools.lru_cache(4096)
def slug(text: str, length: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, whole words only, at most `length` long."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word
        if len(longer) > length:
            break
        result = longer
    return result or (words[0][:length] if words else "untitled")

"""English words without their endings. Pure."""

import threading
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_ALONE = threading.Lock()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What a folded word shares with its relatives: “decoupl” of “decoupling” and “decoupled”.

    Source: M. F. Porter, An algorithm for suffix stripping, 1980, in its later form, Snowball's
    English. A word with a letter outside ASCII is its own stem.
    """
    if not (word.isascii() and word.isalpha()):
        return word
    with _ALONE:  # the stemmer keeps the word that it is at
        return str(_STEMMER.stemWord(word))

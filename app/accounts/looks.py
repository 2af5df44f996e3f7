"""Whether a name could be taken for another by the look of it. Pure.

Source: Unicode Technical Standard 39, Unicode Security Mechanisms, sections 4 and 5.
"""

import unicodedata
from functools import cache

_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s"})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def is_mixed(text: str) -> bool:
    """Whether a word has letters of several scripts of which one looks like a Latin one: “Аnn”,
    of which the first letter is Cyrillic. Names wholly in one script are none, in whichever."""
    from confusable_homoglyphs.confusables import is_dangerous

    return any(is_dangerous(word, preferred_aliases=["latin"]) for word in text.split())


def look(text: str) -> str:
    """What is the same for two names that look the same, letter by letter; no name by itself."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(_plain(letter) for letter in plain if letter.isalnum() or letter == "|")
    alike = letters.translate(_ALIKE)
    for pair, one in _PAIRS:
        alike = alike.replace(pair, one)
    return alike


@cache
def _plain(letter: str) -> str:
    """The ASCII letter that it looks like, or itself."""
    from confusable_homoglyphs.confusables import confusables_data

    if letter.isascii():
        return letter
    like = [each["c"].lower() for each in confusables_data.get(letter, ())]
    return next((each for each in like if len(each) == 1 and each.isascii()), letter)

"""The sources of the first debate as they stand in its folder, and what they should hold.

What the clean texts should hold is worked out here from the given files in a second way, with
nothing of the cleaning's own code.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from .article_footnotes import FOOTNOTES

DEBATE = Path(__file__).parents[2] / "seeds" / "china-cyber-espionage"
OP_ED, ARTICLE = "akoto-2025", "alternative-roles-2016"
SLUGS = [OP_ED, ARTICLE]

PULL_QUOTES = [
    "It is presumed that China has both the incentive and capabilities to conduct ECE activities.",
    (
        "Evidence provided by the U.S. intelligence-complex may be misleading due to its own "
        "vested interests and dubious research methods."
    ),
    (
        "ECE accusations against China have greatly harmed China’s image and its overseas "
        "investment potential."
    ),
    "China itself has long been a victim of international ECE.",
    (
        "Major cyber powers should work together to lead international efforts to counter "
        "economic cyber espionage."
    ),
]
LOST_SIGNS = {"IBM �86": "IBM x86", "M-Trendsr": "M-Trends"}  # letters that the extraction changed


class Committed(NamedTuple):
    """What stands in the folder for one source."""

    text: str
    blocks: list[dict[str, Any]]
    calls: list[dict[str, int]]
    repairs: list[dict[str, Any]]
    about: dict[str, Any]
    remarks: list[dict[str, str]]

    def words_of(self, kind: str) -> list[str]:
        return [self.text[b["start"] : b["end"]] for b in self.blocks if b["kind"] == kind]

    @property
    def body(self) -> str:
        notes: list[int] = [b["start"] for b in self.blocks if b["kind"] == "note"]
        return self.text[: min(notes, default=len(self.text))]


def committed(slug: str) -> Committed:
    base = DEBATE / "sources"
    structure = json.loads((base / f"{slug}.blocks.json").read_bytes())
    return Committed(
        text=(base / f"{slug}.txt").read_bytes().decode(),
        blocks=structure["blocks"],
        calls=structure["calls"],
        repairs=json.loads((base / f"{slug}.repairs.json").read_bytes()),
        about=tomllib.loads((base / f"{slug}.toml").read_text("utf-8")),
        remarks=tomllib.loads((base / f"{slug}.remarks.toml").read_text("utf-8"))["remark"],
    )


def given(slug: str) -> str:
    path: Path = DEBATE / "given" / committed(slug).about["given_file"]
    return path.read_bytes().decode()


def letters(text: str) -> str:
    """The letters and digits alone: what no mending of hyphens, spaces and lines may change."""
    return "".join(character for character in text if character.isalnum())


def once(text: str, pattern: str) -> re.Match[str]:
    """The only match of `pattern`."""
    matches = list(re.finditer(pattern, text, re.DOTALL | re.MULTILINE))
    assert len(matches) == 1, (pattern, len(matches))
    return matches[0]


def loosely(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def op_ed_as_given() -> str:
    return given(OP_ED).split("\nHashtags\n")[0]


def article_as_given() -> tuple[str, list[str]]:
    """The body without pull quotes, notes and markers, and the notes without their numbers."""
    text = given(ARTICLE)
    for wrong, right in LOST_SIGNS.items():
        text = text.replace(wrong, right)
    for quote in PULL_QUOTES:
        match = once(text, rf"^{loosely(quote)}$")
        text = text[: match.start()] + text[match.end() :]
    notes = []
    for number, (_, first, last) in enumerate(FOOTNOTES, 1):
        match = once(text, rf"^{number}{re.escape(first)}.*?{re.escape(last)}$")
        notes.append(match[0].removeprefix(str(number)))
        text = text[: match.start()] + text[match.end() :]
    for number, (before, _, _) in enumerate(FOOTNOTES, 1):
        match = once(text, rf"{re.escape(before)}{number}(?!\d)")
        text = text[: match.end() - len(str(number))] + text[match.end() :]
    return text, notes

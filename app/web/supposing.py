"""Suppositions as they stand in an address: `?without=<id>&without=<id>&given=<id>`.

`without`: a claim that is not accepted, or a rebuttal that is set aside. `given`: a claim that is
accepted whatever goes against it; of a rebuttal, the claim that makes it. All is worked out anew
for whoever opens the address, and nothing is stored.
"""

from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import Request
from sqlmodel import Session

from app.arguments.queries import Attack, attacks_by_id
from app.arguments.standing import Supposed
from app.claims.queries import Card, cards
from app.debates.voices import Voices
from app.ids import is_id

MOST = 20
"""Suppositions that one address may hold; those after are passed over."""


class Written(NamedTuple):
    """An address's suppositions as they are written: well-formed ids, each once."""

    without: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    odd: int = 0
    """How many more there are, which are no ids, stand there twice or are too many."""

    @property
    def ids(self) -> tuple[str, ...]:
        return self.without + self.given

    def also(self, path: str, *, without: str = "", given: str = "") -> str:
        """The address of `path` with one supposition more; for a claim the last one counts."""
        rest = self._less(without or given)
        return _address(
            path,
            (*rest.without, *([without] if without else [])),
            (*rest.given, *([given] if given else [])),
        )

    def less(self, path: str, id: str) -> str:
        """The address of `path` without what is supposed of this id."""
        rest = self._less(id)
        return _address(path, rest.without, rest.given)

    def at(self, path: str) -> str:
        """The address of `path` with all that is supposed."""
        return _address(path, self.without, self.given)

    def _less(self, id: str) -> "Written":
        without = tuple(one for one in self.without if one != id)
        return Written(without, tuple(one for one in self.given if one != id))


class Supposition(NamedTuple):
    """What a page supposes: the claims and rebuttals that an address names."""

    written: Written
    claims: dict[str, Card]
    attacks: dict[str, Attack]
    unknown: int
    """How many ids name nothing that can be supposed."""

    @property
    def supposed(self) -> Supposed:
        """As `arguments.standing` takes it; what is both set aside and given is set aside."""
        without = {id for id in self.written.without if id in self.claims or id in self.attacks}
        named = {self.attacks[id].claim_id if id in self.attacks else id for id in self.named()}
        return Supposed(frozenset(without), frozenset((named & self.claims.keys()) - without))

    def named(self) -> list[str]:
        """The ids of `given` that name a claim or a rebuttal."""
        return [id for id in self.written.given if id in self.claims or id in self.attacks]

    def ends(self) -> set[str]:
        """Every claim that a page needs in order to name what is supposed."""
        found = set(self.claims)
        for attack in self.attacks.values():
            found.update(id for id in (attack.claim_id, attack.target_claim_id) if id)
        return found


def is_supposing(request: Request) -> bool:
    """Whether the address supposes anything, be it nonsense: a matter of its words alone, so that
    such a page and the plain one never share a version."""
    asked = request.query_params
    return "without" in asked or "given" in asked


def written_in(request: Request) -> Written:
    """The suppositions of an address. Never refuses: what has not the shape of an id is counted."""
    asked = request.query_params
    without, given = asked.getlist("without"), asked.getlist("given")
    first = list(dict.fromkeys(filter(is_id, without)))[:MOST]
    second = [id for id in dict.fromkeys(filter(is_id, given)) if id not in first]
    second = second[: MOST - len(first)]
    odd = len(without) + len(given) - len(first) - len(second)
    return Written(tuple(first), tuple(second), odd)


def supposition(db: Session, written: Written, speakers: Voices) -> Supposition:
    """What the ids of an address name among the claims of the debate that the page is of; anything
    else is unknown to it. 2 queries at most."""
    attacks = {attack.id: attack for attack in attacks_by_id(db, written.ids)}
    ends = {id for one in attacks.values() for id in (one.claim_id, one.target_claim_id) if id}
    found = cards(db, {*written.ids, *ends})
    known = {id: card for id, card in found.items() if speakers.hears(card)}
    attacks = {
        id: attack
        for id, attack in attacks.items()
        if attack.claim_id in known and (attack.target_claim_id or attack.claim_id) in known
    }
    makers = [attacks[id].claim_id for id in written.given if id in attacks]
    claims = {id: known[id] for id in (*written.ids, *makers) if id in known}
    named = sum(id in attacks or id in claims for id in written.ids)
    return Supposition(written, claims, attacks, written.odd + len(written.ids) - named)


def _address(path: str, without: tuple[str, ...], given: tuple[str, ...]) -> str:
    pairs = [("without", id) for id in without] + [("given", id) for id in given]
    if not pairs:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode(pairs)}"

"""Changes to claims."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session

from app.claims.models import Claim, ClaimPassage, Stance
from app.claims.queries import neighbour_ids
from app.db import now
from app.errors import Invalid
from app.history.commands import publish
from app.ids import new_id
from app.passages.models import Passage
from app.sources.models import Source
from app.text.normalize import check_storable


def make_claim(
    db: Session,
    *,
    source: Source,
    number: int,
    statement: str,
    stance: Stance,
    passages: Sequence[Passage],
    attributed_to: str = "",
    by_id: str | None = None,
    id: str | None = None,
) -> Claim:
    """Record that `passages` of `source` state something, in our words.

    Raises Invalid if there is no passage or no statement, if one passage is named twice, or if
    a view that the author reports or rejects is nobody's.
    """
    check_claim(passages, statement, stance, attributed_to)
    claim = Claim(
        id=id or new_id(),
        source_id=source.id,
        number=number,
        statement=statement,
        stance=stance,
        attributed_to=attributed_to,
        place=min(passage.start for passage in passages),
        by_id=by_id,
    )
    db.add(claim)
    db.flush()
    db.add_all(
        ClaimPassage(claim_id=claim.id, passage_id=passage.id, position=position)
        for position, passage in enumerate(passages)
    )
    db.flush()
    near = neighbour_ids(db, claim.id)
    raise_versions(db, [id for id in near if id])
    return claim


def bring_claim(
    db: Session,
    *,
    debate_id: str,
    number: int,
    statement: str,
    year: int,
    reference: str = "",
    url: str = "",
    signed: str = "",
    by_id: str | None = None,
    id: str | None = None,
) -> Claim:
    """Record what neither text says, in the words of whoever brings it to a debate and signs it:
    an account by `by_id`, or a name that was imported.

    Raises Invalid for what no claim from outside may say.
    """
    check_outside_claim(statement, year, reference, url)
    if by_id is None and not signed.strip():
        raise Invalid("signed", "A claim from outside is signed by whoever brings it.")
    check_storable("signed", signed)
    claim = Claim(
        id=id or new_id(),
        debate_id=debate_id,
        number=number,
        statement=statement,
        stance=Stance.ASSERTS,
        place=number,
        year=year,
        reference=reference,
        url=url,
        signed=signed,
        by_id=by_id,
    )
    db.add(claim)
    db.flush()
    raise_versions(db, [claim.id])
    return claim


YEARS = range(-4000, 3001)
QUOTED = ("“", "”", '"', "„", "«", "»")


def check_outside_claim(statement: str, year: int, reference: str, url: str) -> None:
    """Raise Invalid for what no claim from outside may say."""
    if not statement.strip():
        raise Invalid("statement", "Say in your own words what is claimed.")
    if statement.strip().startswith(QUOTED) and statement.strip().endswith(QUOTED):
        raise Invalid("statement", "Say it in your own words, without quotation marks around it.")
    if year not in YEARS:
        raise Invalid("year", "Give the year in which it was said, such as 2024.")
    if year > now().year:
        raise Invalid("year", f"The year {year} is yet to come.")
    if url and not _WEB.fullmatch(url):
        raise Invalid("url", "The address must begin with https:// or http://.")
    for field, text in (("statement", statement), ("reference", reference), ("url", url)):
        check_storable(field, text)


_WEB = re.compile(r"https?://[^\s<>\"]+")


def check_claim(
    passages: Sequence[Passage], statement: str, stance: Stance, attributed_to: str
) -> None:
    """Raise Invalid for what no claim may say."""
    if not passages:
        raise Invalid("passages", "A claim of a source rests on at least one passage.")
    if len({passage.id for passage in passages}) < len(passages):
        raise Invalid("passages", "A claim names the same passage twice.")
    if not statement.strip():
        raise Invalid("statement", "Say in your own words what the passage states.")
    if stance in (Stance.REPORTS, Stance.REJECTS) and not attributed_to:
        raise Invalid("attributed_to", "Say who holds a view that the author only reports.")
    check_storable("statement", statement)
    check_storable("attributed_to", attributed_to)


def raise_versions(db: Session, claim_ids: Sequence[str]) -> None:
    """Say that what the pages of these claims show has changed, and with them the edition.
    2 statements. Rows that the session holds keep the version with which they were loaded."""
    publish(db)
    if claim_ids:
        db.connection().execute(_RAISE, {"ids": sorted(set(claim_ids))})


_RAISE = (
    sa.update(sa.table("claim", sa.column("id"), sa.column("version")))
    .where(sa.column("id").in_(sa.bindparam("ids", expanding=True)))
    .values(version=sa.column("version") + 1)
)

"""What somebody is called, on pages that name them: changed, or taken out for good."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.commands import suspend
from app.accounts.models import Identity, Role, User
from app.arguments.models import Premise, Rebuttal, Support
from app.arguments.queries import links_of
from app.claims.commands import raise_versions
from app.claims.models import Claim
from app.db import batched
from app.logbook.commands import note
from app.logbook.models import Duty

ERASED = "Someone who has left"


def erase_person(db: Session, *, by: User | None, user: User) -> None:
    """Forget name, address, password, browsers and identities elsewhere of an account, for good.
    Their revisions stay, under a name that says nothing; nobody signs in to it again. What they
    wrote stays as written: words about themselves have to be edited out one by one. `by`: None
    for the command line. Raises Conflict for the last admin.
    """
    suspend(db, user=user)
    user.name, user.display = f"gone-{user.id}", ERASED
    user.email = user.password_hash = ""
    user.role = Role.READER
    db.execute(sa.delete(Identity).where(col(Identity.user_id) == user.id))
    note(db, by=by, duty=Duty.ERASED, about=user)
    age_signed(db, user=user)


def age_signed(db: Session, *, user: User) -> None:
    """Say that the pages which name somebody are others now: after each change of their name.
    2 queries, 2 statements for every few thousand claims; where they brought claims from outside,
    4 queries more."""
    mine = sa.select(col(Support.id)).where(col(Support.by_id) == user.id)
    against = sa.select(col(Rebuttal.target_support_id)).where(col(Rebuttal.by_id) == user.id)
    steps: sa.CompoundSelect[Any] = sa.union(mine, against)
    shown: sa.CompoundSelect[Any] = sa.union(
        sa.select(col(Rebuttal.claim_id)).where(col(Rebuttal.by_id) == user.id),
        sa.select(col(Rebuttal.target_claim_id)).where(col(Rebuttal.by_id) == user.id),
        sa.select(col(Support.conclusion_id)).where(col(Support.id).in_(steps)),
        sa.select(col(Premise.claim_id)).where(col(Premise.support_id).in_(steps)),
    )
    named = {id for id in db.scalars(shown) if id} | _told_of_brought(db, user)
    for ids in [*batched(sorted(named))] or [[]]:
        raise_versions(db, ids)


def _told_of_brought(db: Session, user: User) -> set[str]:
    """The claims that somebody brought from outside, and those whose pages quote these: linked
    with them, or with what is linked with them."""
    brought = sa.select(col(Claim.id)).where(
        col(Claim.by_id) == user.id, col(Claim.debate_id).is_not(None)
    )
    found = set(db.scalars(brought))
    for _ in range(2 if found else 0):
        for some in batched(sorted(found)):
            found |= links_of(db, some).claim_ids()
    return found

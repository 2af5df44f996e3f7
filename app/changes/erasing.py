"""What somebody is called, on pages that name them: changed, or taken out for good."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.commands import suspend
from app.accounts.models import Identity, Role, User
from app.arguments.models import Premise, Rebuttal, Support
from app.claims.commands import raise_versions
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
    1 query, 2 statements for every few thousand claims."""
    mine = sa.select(col(Support.id)).where(col(Support.by_id) == user.id)
    against = sa.select(col(Rebuttal.target_support_id)).where(col(Rebuttal.by_id) == user.id)
    steps: sa.CompoundSelect[Any] = sa.union(mine, against)
    shown: sa.CompoundSelect[Any] = sa.union(
        sa.select(col(Rebuttal.claim_id)).where(col(Rebuttal.by_id) == user.id),
        sa.select(col(Rebuttal.target_claim_id)).where(col(Rebuttal.by_id) == user.id),
        sa.select(col(Support.conclusion_id)).where(col(Support.id).in_(steps)),
        sa.select(col(Premise.claim_id)).where(col(Premise.support_id).in_(steps)),
    )
    for ids in [*batched([id for id in db.scalars(shown) if id])] or [[]]:
        raise_versions(db, ids)

"""What admins do to accounts, each act written down. `by`: None for a command on the machine."""

from sqlmodel import Session

from app.accounts import commands, links
from app.accounts.models import LinkKind, Role, User
from app.logbook.commands import note
from app.logbook.models import Duty


def add_account(
    db: Session, *, by: User | None, name: str, role: Role, display: str = "", email: str = ""
) -> User:
    """As `accounts.commands.add_user`."""
    user = commands.add_user(db, name=name, display=display, role=role, email=email)
    note(db, by=by, duty=Duty.ADDED, about=user, detail=role)
    return user


def change_role(db: Session, *, by: User | None, user: User, role: Role) -> None:
    """As `accounts.commands.set_role`. Nothing is written down where nothing changes."""
    before = user.role
    commands.set_role(db, user=user, role=role)
    if before != role:
        note(db, by=by, duty=Duty.ROLE, about=user, detail=f"{before} to {role}")


def suspend_account(db: Session, *, by: User | None, user: User) -> None:
    """As `accounts.commands.suspend`."""
    commands.suspend(db, user=user)
    note(db, by=by, duty=Duty.SUSPENDED, about=user)


def readmit_account(db: Session, *, by: User | None, user: User) -> None:
    """As `accounts.commands.readmit`."""
    commands.readmit(db, user=user)
    note(db, by=by, duty=Duty.READMITTED, about=user)


def issue_reset(db: Session, *, by: User | None, user: User) -> str:
    """A link by which somebody chooses a new password; its token, which is stored nowhere."""
    note(db, by=by, duty=Duty.RESET, about=user)
    return links.let_in(db, user=user, kind=LinkKind.RESET)


def issue_sign_in(db: Session, *, by: User | None, user: User) -> str:
    """A link that signs somebody in; its token, which is stored nowhere."""
    note(db, by=by, duty=Duty.SIGN_IN, about=user)
    return links.let_in(db, user=user, kind=LinkKind.SIGN_IN)


def issue_invitation(db: Session, *, by: User | None, role: Role) -> str:
    """A link that makes one account with this role; its token, which is stored nowhere."""
    note(db, by=by, duty=Duty.INVITED, detail=role)
    return links.invite(db, role=role)

"""The commands `counterpoint user …`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer
from sqlmodel import Session

from app.accounts import commands
from app.accounts.links import let_in
from app.accounts.models import LinkKind, Role, User
from app.accounts.queries import every_user, has_admin_with_password, user_by_name
from app.changes.erasing import erase_person
from app.changes.reverting import revert_users
from app.db import now
from app.debates.editors import appoint, dismiss, slugs_edited
from app.debates.queries import debate_by_slug
from app.installation import Database, opened, settings_with
from app.logbook import office
from app.proposals.commands import decline_all
from app.schema import upgrade
from app.web import doors

cli = typer.Typer(no_args_is_help=True, help="Who has an account, and what they may do.")
Undo = Annotated[bool, typer.Option("--undo", help="The other way round.")]
Debate = Annotated[str, typer.Option(help="An editor of this debate alone.", show_default=False)]


@cli.command()
def add(
    name: str,
    role: Role = Role.CONTRIBUTOR,
    display: str = "",
    email: str = "",
    database: Database = "",
) -> None:
    """Make an account; prints an address at which its owner chooses a password."""
    with _database(database) as db:
        user = office.add_account(db, by=None, name=name, display=display, role=role, email=email)
        _print_link(database, doors.reset(let_in(db, user=user, kind=LinkKind.RESET)))


@cli.command()
def role(
    name: str,
    role: Annotated[Role | None, typer.Argument()] = None,
    debate: Debate = "",
    undo: Undo = False,
    database: Database = "",
) -> None:
    """Say what somebody may do: NAME ROLE, or NAME --debate SLUG [--undo]."""
    with _database(database) as db:
        user = user_by_name(db, name)
        if role is not None:
            office.change_role(db, by=None, user=user, role=role)
        if debate:
            change = dismiss if undo else appoint
            change(db, by=None, user=user, debate=debate_by_slug(db, debate))
        _print(db, [user])


@cli.command()
def reset(name: str, database: Database = "") -> None:
    """Print an address at which somebody chooses a new password, once, within a day."""
    with _database(database) as db:
        token = office.issue_reset(db, by=None, user=user_by_name(db, name))
        _print_link(database, doors.reset(token))


@cli.command()
def signin(
    name: Annotated[str, typer.Argument()] = commands.OWNER, database: Database = ""
) -> None:
    """Print an address that signs in once, within ten minutes: you, or whoever has NAME."""
    with _database(database) as db:
        own = name == commands.OWNER
        user = commands.owner(db) if own else user_by_name(db, name)
        token = office.issue_sign_in(db, by=None, user=user)
        _print_link(database, doors.sign_in_link(token))


@cli.command("list")
def list_(database: Database = "") -> None:
    """Print everybody with an account."""
    with _database(database) as db:
        _print(db, every_user(db))


@cli.command()
def suspend(name: str, undo: Undo = False, database: Database = "") -> None:
    """Sign somebody out everywhere, and let them in no more."""
    with _database(database) as db:
        change = office.readmit_account if undo else office.suspend_account
        change(db, by=None, user=user_by_name(db, name))


@cli.command()
def forget(name: str, database: Database = "") -> None:
    """Erase somebody’s name, address and password. What they wrote stays. There is no way back."""
    with _database(database) as db:
        erase_person(db, by=None, user=user_by_name(db, name))


@cli.command()
def revert(
    names: list[str],
    hours: Annotated[float, typer.Option(help="Going back how far.", min=0)] = 24,
    why: str = "These were not made in good faith.",
    database: Database = "",
) -> None:
    """Take back all that NAMES did in the last hours, in one act, and decline what they propose.

    What others have changed since is left, and counted."""
    with _database(database) as db:
        by, users = commands.owner(db), [user_by_name(db, name) for name in names]
        since = now() - timedelta(hours=hours)
        done = revert_users(db, by=by, users=users, since=since, why=why)
        declined = decline_all(db, by=by, users=users, remark=why)
    number = len(done.back)
    typer.echo(
        f"Taken back: {number}. Left, since others came after: {len(done.left)}. "
        f"Proposals declined: {declined}."
    )


@contextmanager
def _database(database: str) -> Iterator[Session]:
    url = settings_with(database).database_url
    upgrade(url)
    with opened(url) as engines, Session(engines.write) as db:
        yield db
        db.commit()


def _print_link(database: str, path: str) -> None:
    typer.echo(settings_with(database).site.rstrip("/") + path)


def _print(db: Session, users: Iterable[User]) -> None:
    """A line each: the name to sign in by, the role, the debates edited, the name shown."""
    edited = slugs_edited(db)
    for user in users:
        debates = "".join(f", editor of {slug}" for slug in edited.get(user.id, []))
        suspended = ", suspended" if user.suspended_at else ""
        typer.echo(f"{user.name}: {user.role}{debates}{suspended} ({user.display})")


def door(db: Session) -> str:
    """The path by which whoever starts the server signs in as its owner. "" once an admin has a
    password: such a site’s log is no place for it."""
    if has_admin_with_password(db):
        return ""
    return doors.sign_in_link(let_in(db, user=commands.owner(db), kind=LinkKind.SIGN_IN))

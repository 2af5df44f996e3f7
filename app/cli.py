"""The command `counterpoint`. Every refusal is one line on standard error and exit code 2;
what falls short of a check, exit code 1."""

import os
import sys
import tomllib
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlmodel import Session, select
from typer.exceptions import TyperException

from app.cli_users import cli as users
from app.cli_users import door
from app.db import Engines
from app.debates.models import Debate
from app.debates.queries import debate_by_slug
from app.errors import Refusal, Unusable
from app.installation import Database, opened, settings_with
from app.schema import upgrade
from app.settings import ROOT

SEEDS = ROOT / "seeds"
cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.add_typer(users, name="user")


@cli.callback()
def about() -> None:
    """Counterpoint, an argument explorer: sources, claims and rebuttals, by permalink."""


@cli.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    host: str = "127.0.0.1",
    database: Database = "",
) -> None:
    """Make or bring up to date the database, load seeds/ into an empty one, and serve it."""
    from app.serving import listen, run

    settings = settings_with(database)
    with listen(host, port) as socket:
        upgrade(settings.database_url, tell=typer.echo)
        _seed(settings.database_url)
        with opened(settings.database_url) as engines, Session(engines.write) as db:
            path = door(db)
            db.commit()
        run(settings, socket, path)


@cli.command()
def seed(database: Database = "") -> None:
    """Load the debates in seeds/ into an empty database."""
    url = settings_with(database).database_url
    upgrade(url)
    if not _seed(url):
        raise Unusable("The database holds a debate already; nothing was loaded.")


@cli.command("import")
def import_(folder: Path, database: Database = "") -> None:
    """Load the debate in FOLDER: all of it, or nothing."""
    from app.formats.folder import load

    load(folder)  # what cannot be read is refused before a database is made for it
    url = settings_with(database).database_url
    upgrade(url)
    with opened(url) as engines:
        _load(engines, folder)


@cli.command()
def export(slug: str, folder: Path, database: Database = "") -> None:
    """Write the debate SLUG into FOLDER, in the form of seeds/."""
    from app.formats.folder import dump
    from app.formats.snapshot import snapshot

    url = settings_with(database).database_url
    upgrade(url)
    with opened(url) as engines, Session(engines.read) as db:
        dump(snapshot(db, debate_by_slug(db, slug)), folder)
    typer.echo(f"Wrote {slug} to {folder}.")


@cli.command()
def check(folder: Annotated[Path | None, typer.Argument()] = None) -> None:
    """Verify every quotation, link and cover of the debate in FOLDER, or of all in seeds/."""
    from app.formats.checking import report

    folders = [folder] if folder else _debates()
    passed = [report(each, typer.echo) for each in folders]
    raise typer.Exit(0 if all(passed) else 1)


@cli.command()
def clean(folder: Path) -> None:
    """Make the clean texts of FOLDER anew from the files as they were given."""
    from app.sources.reading import rebuild

    if not (folder / "sources").is_dir():
        raise Unusable(f"There is no debate in {folder}.")
    try:
        changed = rebuild(folder)
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"A recipe in {folder} is no TOML: {error}.") from None
    for path in changed:
        typer.echo(f"Wrote {path}.")
    if not changed:
        typer.echo("Nothing has changed.")


@cli.command("verify-history")
def verify_history(
    head: Annotated[str, typer.Option(help="one that was kept: NUMBER:HASH")] = "",
    log: Annotated[str, typer.Option(help="the same, of the log of editors and admins")] = "",
    database: Database = "",
) -> None:
    """Verify that no revision and no entry of the log was changed, left out or added by other
    hands; prints the heads of both."""
    from app.changes.verifying import verify
    from app.history.chain import EMPTY, head_in
    from app.history.queries import head as last
    from app.logbook.queries import log_head
    from app.logbook.verifying import verify_log

    url = settings_with(database).database_url
    upgrade(url)
    with opened(url) as engines, Session(engines.read) as db:
        kept = [head_in(each) if each else EMPTY for each in (head, log)]
        found = [*verify(db, kept[0]), *verify_log(db, kept[1])]
        for fault in found:
            typer.echo(fault)
        typer.echo(f"Head: {last(db)}")
        typer.echo(f"Log: {log_head(db)}")
    raise typer.Exit(1 if found else 0)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. Never returns: exits with 0, 1, 2, or 130 when
    interrupted, and never with a traceback."""
    try:
        sys.exit(cli(arguments, standalone_mode=False))
    except Refusal as error:
        _fail(str(error))
    except TyperException as error:
        _fail(getattr(error, "format_message", error.__str__)())
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:
        if os.environ.get("COUNTERPOINT_DEBUG"):
            raise
        _fail(f"Something broke here ({type(error).__name__}). COUNTERPOINT_DEBUG=1 shows where.")


def _fail(reason: str) -> NoReturn:
    print(" ".join(reason.split()), file=sys.stderr)
    sys.exit(2)


def _debates() -> list[Path]:
    return sorted(file.parent for file in SEEDS.glob("*/debate.toml"))


def _seed(url: str) -> bool:
    """Load seeds/ if the database has no debate; whether it did."""
    with opened(url) as engines:
        with Session(engines.read) as db:
            if db.exec(select(Debate.id).limit(1)).first():
                return False
        for folder in _debates():
            _load(engines, folder)
    return True


def _load(engines: Engines, folder: Path) -> None:
    from app.formats.importing import import_folder

    with Session(engines.write) as db:
        debate = import_folder(db, folder)
        db.commit()
        typer.echo(f"Loaded the debate “{debate.title}”.")

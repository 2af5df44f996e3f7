"""`python3 -m app [options]` serves; `python3 -m app COMMAND …` is any command of the CLI."""

import os
import sys

from app import _bootstrap

EXTRAS = ("semantic", "oidc")


def main() -> None:
    _bootstrap.enter("app", ("postgres", *wanted(os.environ)), sys.argv[1:])
    from app import cli

    cli.main(command_line(sys.argv[1:]))


def wanted(environ: "os._Environ[str] | dict[str, str]") -> "tuple[str, ...]":
    """What is to be installed besides: `COUNTERPOINT_WITH=semantic,oidc`, once; it stays."""
    named = environ.get("COUNTERPOINT_WITH", "").replace(",", " ").split()
    return tuple(extra for extra in EXTRAS if extra in named)


def command_line(arguments: "list[str]") -> "list[str]":
    """What the CLI is to be told: options alone, or nothing, mean `serve`."""
    if arguments and not arguments[0].startswith("-"):
        return arguments
    return ["serve", *arguments]


if __name__ == "__main__":
    main()

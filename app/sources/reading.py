"""Reading the cleaning of a debate's sources from its folder, and writing what comes of it.

The folder holds `given/` (files as they were given) and `sources/<slug>.cleaning.toml`. Beside
each recipe stand its results: `<slug>.txt`, `<slug>.blocks.json` and `<slug>.repairs.json`.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.text.cleaning import Cleaned, clean
from app.text.cleaning_recipe import Recipe, read_recipe

RECIPE = ".cleaning.toml"


def recipes(folder: Path) -> Iterator[tuple[str, Recipe]]:
    """The slug and recipe of every source of the debate in `folder` that has one, by slug.

    Raises RecipeMisfit if one cannot be read, tomllib.TOMLDecodeError if it is no TOML.
    """
    for path in sorted((folder / "sources").glob(f"*{RECIPE}")):
        yield path.name.removesuffix(RECIPE), read_recipe(tomllib.loads(path.read_text("utf-8")))


def cleaned(folder: Path, recipe: Recipe) -> Cleaned:
    """The clean text of the given file that `recipe` names. Raises RecipeMisfit, OSError."""
    given = (folder / "given" / recipe.given).read_bytes().decode("utf-8")
    return clean(given, recipe)


def files(slug: str, result: Cleaned) -> dict[str, bytes]:
    """What a cleaning leaves in `sources/`: the content of each file by its name."""
    structure = {
        "blocks": [_without_empty(block._asdict()) for block in result.blocks],
        "calls": [call._asdict() for call in result.calls],
    }
    return {
        f"{slug}.txt": result.text.encode("utf-8"),
        f"{slug}.blocks.json": _json(structure),
        f"{slug}.repairs.json": _json([_told(asdict(repair)) for repair in result.repairs]),
    }


def rebuild(folder: Path) -> list[Path]:
    """Clean every source of the debate in `folder` again; return the files that have changed."""
    changed = []
    for slug, recipe in recipes(folder):
        for name, content in files(slug, cleaned(folder, recipe)).items():
            path = folder / "sources" / name
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
                changed.append(path)
    return changed


def _without_empty(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value != ""}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if (key, value) != ("count", 1)}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

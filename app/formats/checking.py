"""Whether a bundle keeps its promises: every quotation, link and cover, before it is loaded.

What is wrong by rule falls short; what only an editor can judge is listed beside it.
"""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from app.errors import Refusal
from app.formats import checking_links as links
from app.formats import checking_sources as sources
from app.formats.bundle import Bundle, SourceFiles
from app.formats.folder import load
from app.sources.reading import cleaned, recipes
from app.sources.reading import files as files_of


class Checked(NamedTuple):
    """What falls short, what is for a person to judge, and how much there is of everything."""

    short: list[str]
    to_judge: list[str]
    counts: dict[str, int]


def report(folder: Path, say: Callable[[str], None]) -> bool:
    """Print what `check` finds in the bundle at `folder`; whether nothing falls short."""
    try:
        bundle = load(folder)
    except Refusal as error:
        say(f"{folder.name}: {error}")
        return False
    found = check(bundle)
    found.short.extend(_not_as_cleaned(folder))
    say(f"{bundle.debate.slug}: " + ", ".join(f"{n} {noun}" for noun, n in found.counts.items()))
    for line in found.to_judge:
        say(f"  to judge: {line}")
    for line in found.short:
        say(f"  falls short: {line}")
    say(f"  {len(found.short)} fall short, {len(found.to_judge)} for a person to judge.")
    return not found.short


def _not_as_cleaned(folder: Path) -> Iterator[str]:
    """Texts, blocks and repairs that are not what their recipe makes of the given file."""
    try:
        for slug, recipe in recipes(folder):
            for name, content in files_of(slug, cleaned(folder, recipe)).items():
                if (folder / "sources" / name).read_bytes() != content:
                    yield f"sources/{name} is not what its recipe makes; run `counterpoint clean`"
    except (Refusal, OSError, tomllib.TOMLDecodeError) as error:
        yield f"cleaning: {error}"


def check(bundle: Bundle) -> Checked:
    """Check a bundle as a whole. Linear in its size, but for the search of each quotation."""
    short: list[str] = []
    for files in bundle.sources:
        short += sources.texts(files)
        short += sources.claims(files, _letter(bundle, files))
        short += sources.cover(files)
    short += [
        *links.ids(bundle),
        *links.brought(bundle),
        *links.supports(bundle),
        *links.rebuttals(bundle),
        *links.questions(bundle),
    ]
    short += [*links.notes(bundle), *links.opening(bundle), *links.outside(bundle)]
    hedges = [line for files in bundle.sources for line in sources.hedges(files)]
    return Checked(short, hedges, _counts(bundle))


def _letter(bundle: Bundle, files: SourceFiles) -> str:
    return next(s.letter for s in bundle.debate.side if s.source == files.source.slug)


def _counts(bundle: Bundle) -> dict[str, int]:
    known = links.by_label(bundle)
    ends = {s.id: s.conclusion for s in bundle.supports}

    def across(one: str, other: str) -> bool:
        other = ends.get(other, other)
        return one[:1] != other[:1] and one in known and other in known

    crossing = [s for s in bundle.supports if any(across(p, s.conclusion) for p in s.premises)]
    return {
        **{f"claims {_letter(bundle, f)}": len(f.claims) for f in bundle.sources},
        "supports": len(bundle.supports),
        "of them across": len(crossing),
        "rebuttals": len(bundle.rebuttals),
        "across": sum(across(r.claim, r.target) for r in bundle.rebuttals),
        "questions": len(bundle.questions),
        "outside notes": len(bundle.outside),
        **({"claims from outside": len(bundle.brought)} if bundle.brought else {}),
    }

"""A bundle as a folder on disk. Every refusal names the file, the line and the reason."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import tomli_w
from pydantic import BaseModel, TypeAdapter, ValidationError

from app.errors import Invalid
from app.formats.bundle import (
    BroughtEntry,
    Bundle,
    ClaimEntry,
    DebateEntry,
    Layout,
    OutsideEntry,
    QuestionEntry,
    RebuttalEntry,
    RemarkEntry,
    RepairEntry,
    SourceEntry,
    SourceFiles,
    SupportEntry,
)

_T = TypeVar("_T", bound=BaseModel)
PARTS = ("sources", "claims")
LISTS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "brought": ("claim", BroughtEntry),
    "supports": ("support", SupportEntry),
    "rebuttals": ("rebuttal", RebuttalEntry),
    "questions": ("question", QuestionEntry),
    "outside": ("outside", OutsideEntry),
}


def load(folder: Path) -> Bundle:
    """Read the bundle in `folder`. Raises Invalid: “file, line N: reason”."""
    if not folder.is_dir():
        raise Invalid("folder", f"There is no folder {folder}.")
    debate = _checked(DebateEntry, folder / "debate.toml", _toml(folder / "debate.toml"))
    lists = {
        name: _entries(folder / f"{name}.toml", key, kind) for name, (key, kind) in LISTS.items()
    }
    sources = [_load_source(folder, side.source) for side in debate.side]
    return Bundle.model_validate({"debate": debate, "sources": sources, **lists})


def _load_source(folder: Path, slug: str) -> SourceFiles:
    base = folder / "sources"
    about = base / f"{slug}.toml"
    blocks = base / f"{slug}.blocks.json"
    repairs = base / f"{slug}.repairs.json"
    source = _checked(SourceEntry, about, _toml(about))
    if source.slug != slug:
        raise _refusal(about, line_of(about, source.slug), f"the slug must be {slug}")
    return SourceFiles(
        source=source,
        text=_read(base / f"{slug}.txt"),
        layout=_checked(Layout, blocks, _json(blocks)),
        repairs=[_checked(RepairEntry, repairs, row) for row in _json(repairs)],
        remarks=_entries(base / f"{slug}.remarks.toml", "remark", RemarkEntry),
        claims=_entries(folder / "claims" / f"{slug}.toml", "claim", ClaimEntry),
    )


def dump(bundle: Bundle, folder: Path) -> None:
    """Write the bundle into `folder`, which must be empty or new. Raises Invalid if it is not,
    or cannot be written to."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid("folder", f"{folder} is not an empty folder.")
    _write(folder / "debate.toml", tomli_w.dumps(_plain(bundle.debate)))
    for name, (key, _) in LISTS.items():
        _write_entries(folder / f"{name}.toml", key, getattr(bundle, name))
    for files in bundle.sources:
        _dump_source(files, folder)


def _dump_source(files: SourceFiles, folder: Path) -> None:
    slug, base = files.source.slug, folder / "sources"
    _write(base / f"{slug}.toml", tomli_w.dumps(_plain(files.source)))
    _write(base / f"{slug}.txt", files.text)
    _write(base / f"{slug}.blocks.json", _dumps(_plain(files.layout)))
    _write(base / f"{slug}.repairs.json", _dumps([_plain(row) for row in files.repairs]))
    _write_entries(base / f"{slug}.remarks.toml", "remark", files.remarks)
    _write_entries(folder / "claims" / f"{slug}.toml", "claim", files.claims)


def line_of(path: Path, words: str) -> int:
    """The first line, from 1, on which `words` stand; 1 where they do not."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return next((n for n, line in enumerate(lines, 1) if words and words in line), 1)


def _entries(path: Path, key: str, kind: type[_T]) -> list[_T]:
    content = _toml(path) if path.exists() else {}
    if unknown := set(content) - {key}:
        raise _refusal(path, line_of(path, str(min(unknown))), f"“{min(unknown)}” is not known")
    return [_checked(kind, path, row) for row in content.get(key, [])]


def _checked(kind: type[_T], path: Path, row: Any) -> _T:
    try:
        return TypeAdapter(kind).validate_python(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "entry"
        raise _refusal(
            path, _line_of_slip(path, row, first), f"{where}: {_reason(first)}"
        ) from None


def _reason(slip: Any) -> str:
    plain = {"extra_forbidden": "there is no such key", "missing": "this key is missing"}
    return plain.get(slip["type"], str(slip["msg"]))


def _line_of_slip(path: Path, row: Any, slip: Any) -> int:
    """The line of the value that is wrong where it can be found, else that of its entry."""
    wrong = str(slip["loc"][-1]) if slip["type"] == "extra_forbidden" else slip["input"]
    line = line_of(path, wrong) if isinstance(wrong, str) else 1
    mark = row.get("id") or row.get("slug") if isinstance(row, dict) else ""
    return line if line > 1 else line_of(path, str(mark or ""))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        reason = str(error).split(" (at ")[0]
        raise _refusal(path, int(line[1]) if line else 1, reason) from None


def _json(path: Path) -> Any:
    try:
        return json.loads(_read(path))
    except json.JSONDecodeError as error:
        raise _refusal(path, error.lineno, error.msg) from None


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise _refusal(path, 1, "the file is missing") from None
    except OSError as error:
        raise _refusal(path, 1, error.strerror or "cannot be read") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _refusal(path, line, "is not UTF-8") from None


def _refusal(path: Path, line: int, reason: str) -> Invalid:
    name = f"{path.parent.name}/{path.name}" if path.parent.name in PARTS else path.name
    return Invalid("file", f"{name}, line {line}: {reason}.")


def _write_entries(path: Path, key: str, rows: Iterable[BaseModel]) -> None:
    _write(path, tomli_w.dumps({key: [_plain(row) for row in rows]}))


def _plain(row: BaseModel) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude_defaults=True)


def _dumps(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8"))
    except OSError as error:
        reason = error.strerror or "an error"
        raise Invalid(
            "folder", f"The folder {path.parent} cannot be written to: {reason}."
        ) from None

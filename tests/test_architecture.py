"""Imports run one way: only from the rows above."""

import ast
import re
from pathlib import Path

import app
from app import web

APP = Path(app.__path__[0])
LAYERS = (
    {"errors", "settings", "ids", "logs"},
    {"db", "mail", "vouching", "text", "semantics", "prepared"},
    {"accounts"},
    {"history"},
    {"logbook"},
    {"sources"},
    {"passages"},
    {"claims"},
    {"arguments"},
    {"debates"},
    {"search"},
    {"mapping"},
    {"changes"},
    {"proposals"},
    {"formats"},
    {"tables"},
    {"schema", "installation"},
    {"web"},
    {"main"},
    {"serving"},
    {"cli_users"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
STANDARD = {"_bootstrap", "_install"}
"""What runs before anything is installed: it may import nothing of ours but itself."""


def imports(source: str) -> set[str]:
    """Names of the app packages that a module's source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = node.module == "app"
            names = [f"app.{a.name}" for a in node.names] if whole else [node.module]
        found |= {name.split(".")[1] for name in names if name.startswith("app.")}
    return found


def against_the_arrow(own: str, source: str) -> list[str]:
    others = imports(source) - {own} - STANDARD
    if own in STANDARD:
        return sorted(others)
    return sorted(other for other in others if RANK[other] >= RANK[own])


def test_imports_run_one_way():
    wrong = [
        f"{path.relative_to(APP)} imports app.{other}"
        for path in APP.rglob("*.py")
        if (own := path.relative_to(APP).with_suffix("").parts[0]) != "__init__"
        for other in against_the_arrow(own, path.read_text("utf-8"))
    ]
    assert wrong == []


def test_an_import_against_the_arrow_is_seen():
    assert against_the_arrow("text", "from app.claims.models import Claim") == ["claims"]
    assert against_the_arrow("sources", "from app import web") == ["web"]


def test_the_domain_knows_no_request_and_no_template():
    web = {"web", "main", "serving", "cli", "cli_users", "__main__"}
    for path in APP.rglob("*.py"):
        if path.relative_to(APP).with_suffix("").parts[0] not in web:
            source = path.read_text("utf-8")
            assert "fastapi" not in source, path
            assert "starlette" not in source, path
            assert "jinja2" not in source, path


def test_the_map_of_the_web_names_each_of_its_modules():
    told = set(re.findall(r"`(\w+)`", web.__doc__ or ""))
    modules = {file.stem for file in (APP / "web").glob("*.py")} - {"__init__"}
    assert told == modules

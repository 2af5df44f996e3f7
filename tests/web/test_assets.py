"""Static files: addresses that change with their content, answered for a year."""

import hashlib
import re

import pytest

from app.settings import ROOT
from app.web.assets import IMMUTABLE, SCRIPT, STYLESHEET, Assets


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets(ROOT / "static")


def test_an_asset_is_kept_for_a_year_under_the_hash_of_its_content(client, assets):
    path = assets.address(STYLESHEET)
    answer = client.get(path, headers={"Accept-Encoding": "identity"})
    assert answer.headers["cache-control"] == IMMUTABLE
    assert answer.headers["content-type"].startswith("text/css")
    assert path.split("/")[2] == hashlib.sha256(answer.content).hexdigest()[:12]


def test_compressed_and_plain_are_the_same(client, assets):
    for name in (STYLESHEET, SCRIPT):
        plain = client.get(assets.address(name), headers={"Accept-Encoding": "identity"})
        packed = client.get(assets.address(name), headers={"Accept-Encoding": "br"})
        assert packed.headers["content-encoding"] == "br"
        assert packed.content == plain.content


def test_a_browser_that_looks_for_an_icon_unasked_is_led_to_it(client, assets):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["location"]) == (302, assets.address("icon.svg"))


def test_an_old_hash_is_not_found(client):
    answer = client.get(f"/static/000000000000/{STYLESHEET}")
    assert (answer.status_code, answer.text) == (404, "There is no such file.\n")


def test_the_stylesheet_refers_to_nothing_that_is_not_served(client, assets):
    css = client.get(assets.address(STYLESHEET)).text
    targets = re.findall(r'url\("([^"]+)"\)', css)
    assert len(targets) >= 3
    for target in targets:
        assert client.get(target).status_code == 200, target
    assert "@import" not in css


def test_every_style_sheet_and_module_is_in_its_order():
    for folder, ending in (("css", ".css"), ("js", ".js")):
        base = ROOT / "static" / folder
        listed = (base / "ORDER").read_text("utf-8").split()
        there = {file.relative_to(base).as_posix() for file in base.rglob(f"*{ending}")}
        there = {name for name in there if not name.startswith("places/")}
        assert set(listed) == there
        assert len(listed) == len(there)


@pytest.fixture
def placed(tmp_path) -> Assets:
    """A folder of static files with a place that has a style sheet and two modules."""
    for name, content in {
        "fonts/a.woff2": "font",
        "css/ORDER": "all.css",
        "css/all.css": "a { color: red }",
        "css/places/map/map.css": '/* why */ b { src: url("../fonts/a.woff2") }',
        "js/ORDER": "all.js",
        "js/all.js": "export function told() {}",
        "js/places/map/one.js": '// why\nimport { told } from "./counterpoint.js";',
        "js/places/map/two.js": "told();",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return Assets(tmp_path)


def body_of(assets: Assets, name: str) -> str:
    found = assets.find(assets.address(name).split("/")[2], name)
    assert found is not None
    return found.body.decode()


def test_what_a_place_alone_needs_is_fetched_there_alone(placed):
    assert "b {" not in body_of(placed, STYLESHEET)
    assert (
        body_of(placed, "map.css").strip()
        == f'b {{ src: url("{placed.address("fonts/a.woff2")}") }}'
    )


def test_the_modules_of_a_place_import_the_common_one_by_its_address(placed):
    imported = f'import {{ told }} from "{placed.address(SCRIPT)}";'
    assert body_of(placed, "map.js") == f"{imported}\ntold();"


def test_the_vendored_files_are_the_ones_that_were_pinned():
    for readme in (
        ROOT / "static" / "vendor" / "README.md",
        ROOT / "static" / "fonts" / "README.md",
    ):
        text = readme.read_text("utf-8")
        for file in [*readme.parent.glob("*.js"), *readme.parent.glob("*.woff2")]:
            assert hashlib.sha256(file.read_bytes()).hexdigest() in text, file.name


@pytest.mark.parametrize(("name", "most"), [(SCRIPT, 9_000), ("side-by-side.js", 12_288)])
def test_the_scripts_of_ours_stay_small(assets, name, most):
    assert len(body_of(assets, name)) < most

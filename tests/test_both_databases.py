"""SQLite and PostgreSQL serve the same bytes, so what is true of a page of one is of both.

Each text is compared whole, and at one of twenty of its places: the rest differ in a mark. Of
SQLite itself, made twice, a few pages show that nothing depends on when it was made.
"""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.db import open_engines
from app.formats.importing import import_folder
from app.main import create_app
from app.schema import upgrade
from app.settings import Settings
from tests.conftest import SEED
from tests.web.crawling import links
from tests.web.test_permalinks import PLACE

SEARCHES = ("billion", "cyber+espionage", "the", "espoinage", "%E2%80%9CChina%27s%E2%80%9D", "econ")


@pytest.fixture
def on_sqlite(tmp_path):
    """The same application over a SQLite database of its own."""
    url = f"sqlite:///{tmp_path}/twin.db"
    upgrade(url)
    engines = open_engines(url)
    with Session(engines.write) as db:
        import_folder(db, SEED)
        db.commit()
    engines.read.dispose()
    with TestClient(create_app(Settings(database_url=url)), follow_redirects=False) as client:
        yield client


def test_a_database_made_anew_of_either_kind_serves_the_same_pages(databases, client, on_sqlite):
    front = "/debates/china-cyber-espionage"
    paths = {front}
    for path in (front, f"{front}/claims", f"{front}/rebuttals", "/sources/alternative-roles-2016"):
        paths |= links(client.get(path).text, path).paths
    places = sorted(path for path in paths if PLACE.match(path))
    step = 1 if databases.kind == "postgresql" else 10
    searches = [f"/search?q={words}" for words in SEARCHES]
    for path in searches + (sorted(paths - set(places)) + places[::20])[::step]:
        one, other = client.get(path), on_sqlite.get(path)
        assert one.status_code == other.status_code, path
        assert one.content == other.content, path
    assert len(paths) > 300

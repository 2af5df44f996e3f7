"""SQLite and PostgreSQL serve the same bytes, so what is true of a page of one is of both.

Of SQLite itself, made twice, a few pages show that nothing depends on when it was made.
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
from tests.web.crawling import FRONT, PLACE, crawled, links

SEARCHES = ("billion", "cyber+espionage", "the", "espoinage", "%E2%80%9CChina%27s%E2%80%9D", "econ")


@pytest.fixture
def made_anew(tmp_path):
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


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_database_made_anew_serves_the_same_pages(client, made_anew):
    paths = {FRONT}
    for path in (FRONT, f"{FRONT}/claims", f"{FRONT}/rebuttals"):
        paths |= links(client.get(path).text, path).paths
    for path in sorted(paths)[::10]:
        assert_same(path, client.get(path), made_anew.get(path))


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_both_databases_serve_the_same_pages_and_no_link_of_them_leads_nowhere(client, made_anew):
    """From the front page, every link that stays here is followed. Of the hundreds of places in
    the two texts only the paragraph is asked for, as htmx does, and of each twentieth the page:
    the rest differ in a mark."""
    for words in SEARCHES:
        path = f"/search?q={words}"
        assert_same(path, client.get(path), made_anew.get(path))
    seen = places = 0
    for path, headers, answer, found in crawled(made_anew):
        assert answer.status_code == 200, path
        assert headers or found.missing == set(), path
        assert_same(path, client.get(path, headers=headers, follow_redirects=True), answer)
        if PLACE.match(path):
            places += 1
            if places % 20 == 0:
                assert_same(path, client.get(path), made_anew.get(path))
        seen += 1
    assert seen > 600
    assert places > 200


def assert_same(path, one, other):
    assert one.status_code == other.status_code, path
    assert one.content == other.content, path

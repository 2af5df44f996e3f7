"""ETags, 304s, the cache of rendered pages, and that no reader sees a stale one."""

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.arguments.commands import rebut
from app.arguments.models import Basis, Move
from app.claims.models import Claim, Stance
from app.main import create_app
from app.settings import Settings
from app.web.caching import PageCache, Stored

PAGES = [
    "/debates/china-cyber-espionage",
    "/debates/china-cyber-espionage/claims",
    "/debates/china-cyber-espionage/questions",
    "/debates/china-cyber-espionage/rebuttals",
    "/debates/china-cyber-espionage/about",
    "/debates/china-cyber-espionage.json",
    "/sources/akoto-2025",
    "/sources/akoto-2025.txt",
    "/sources/akoto-2025/repairs",
]
NOUNS = ("claims", "supports", "rebuttals", "questions")


@pytest.fixture
def pages(client):
    data = client.get("/debates/china-cyber-espionage.json").json()
    found = [client.get(f"/{noun}/{data[noun][0]['id']}").headers["location"] for noun in NOUNS]
    return PAGES + found


def test_every_public_page_has_an_etag_and_answers_304_to_it(client, pages):
    for path in pages:
        first = client.get(path)
        assert first.status_code == 200, path
        etag = first.headers["etag"]
        again = client.get(path, headers={"If-None-Match": f'"other", {etag}'})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == etag
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_unchanged_page_costs_one_query_and_a_304_no_more(client, pages, count_queries):
    for path in pages:
        etag = client.get(path).headers["etag"]
        for headers in ({}, {"If-None-Match": etag}):
            with count_queries() as seen:
                client.get(path, headers=headers)
            assert len(seen) <= 2, (path, seen)


def test_the_compressed_page_is_the_page(client, pages):
    for path in pages:
        plain = client.get(path, headers={"Accept-Encoding": "identity"})
        packed = client.get(path, headers={"Accept-Encoding": "br"})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "br"
        assert packed.text == plain.text
        assert "Accept-Encoding" in plain.headers["vary"]


ASKED = [
    ("br", True),
    ("gzip, br", True),
    ("gzip;q=0.5,BR ; q=0.1 , zstd", True),
    ("br;q=1.0", True),
    ("", False),
    ("gzip", False),
    ("br;q=0", False),
    ("gzip, br; q=0.000, zstd", False),
    ("vbr, brotli", False),
]


@pytest.mark.parametrize(("asked", "given"), ASKED)
def test_brotli_goes_only_to_those_who_take_it(client, asked, given):
    for path in ("/debates/china-cyber-espionage", "/sources/akoto-2025.txt"):
        answer = client.get(path, headers={"Accept-Encoding": asked})
        assert (answer.headers.get("content-encoding") == "br") == given


def test_head_is_answered_like_get_without_a_body(client):
    answer = client.head("/debates/china-cyber-espionage")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_new_rebuttal_is_at_once_on_the_pages_of_its_ends_and_no_other_changes(
    databases, seeded_model
):
    url = databases.new(seeded_model)
    app = create_app(Settings(database_url=url))
    with TestClient(app) as client, Session(app.state.engines.write) as db:
        ids = db.exec(select(Claim.id).order_by(col(Claim.place)).limit(3)).all()
        before = {
            id: client.get(f"/claims/{id}", follow_redirects=True).headers["etag"] for id in ids
        }
        note = "A note that no other link has."
        one, other = (db.get(Claim, id) for id in ids[:2])
        assert one is not None
        assert other is not None
        try:
            made = rebut(
                db,
                claim=one,
                move=Move.QUALIFIES,
                target=other,
                basis=Basis.EDITORIAL,
                note=note,
            )
        finally:
            db.commit()
        for id in ids[:2]:
            page = client.get(
                f"/claims/{id}", headers={"If-None-Match": before[id]}, follow_redirects=True
            )
            assert page.status_code == 200
            assert note in page.text
        assert client.get(f"/claims/{ids[2]}").headers["etag"] == before[ids[2]]
        assert note in client.get("/debates/china-cyber-espionage/rebuttals").text
        assert client.get(f"/rebuttals/{made.id}", follow_redirects=True).status_code == 200


def test_a_get_cannot_write(application):
    with (
        Session(application.state.engines.read) as db,
        pytest.raises(Exception, match=r"read.?only|readonly"),
    ):
        db.add(Claim(source_id="x", number=1, statement="x", stance=Stance.ASSERTS, place=0))
        db.flush()


def test_the_cache_keeps_to_its_limit_and_drops_the_oldest():
    cache = PageCache(limit=100)
    for name in "abc":
        cache.put(name, Stored("v1", b"x" * 30, {}, b"y" * 10))
    assert cache.get("a", "v1") is None
    assert cache.get("c", "v1") is not None
    assert cache.get("c", "v2") is None

"""Claims' pages that have not changed are answered before FastAPI is asked."""

import pytest
import sqlalchemy as sa

from app.db import open_engines
from app.web.unchanged import Versions


@pytest.fixture
def path(client):
    data = client.get("/debates/china-cyber-espionage.json").json()
    location: str = client.get(f"/claims/{data['claims'][0]['id']}").headers["location"]
    return location


def test_a_page_in_memory_and_a_known_one_need_no_session(client, path, count_queries, databases):
    first = client.get(path)
    for headers in ({}, {"If-None-Match": first.headers["etag"]}):
        with count_queries() as seen:
            answer = client.get(path, headers=headers)
        assert answer.status_code == (304 if headers else 200)
        assert answer.headers["etag"] == first.headers["etag"]
        assert answer.headers["content-security-policy"]
        assert len(seen) == (0 if databases.kind == "sqlite" else 1)


def test_it_is_the_same_page_whoever_answers(client, path):
    made, kept = client.get(f"{path}?fresh"), client.get(f"{path}?fresh")
    assert kept.text == made.text
    assert dict(kept.headers).keys() <= dict(made.headers).keys()
    assert client.head(path).status_code == 200


def test_what_is_no_claim_is_left_to_the_routes(client):
    for path in ("/claims/0000000000/none", "/claims/0000000000", "/claims/short/none"):
        assert client.get(path).status_code == 404


def test_versions_are_those_of_the_last_commit(databases, seeded_model):
    url = databases.new(seeded_model)
    engines = open_engines(url)
    versions = Versions(engines.read)
    with engines.write.begin() as writing:
        id, version = writing.execute(sa.text("SELECT id, version FROM claim LIMIT 1")).one()
        before = versions.of(id)
        raised = sa.text("UPDATE claim SET version = version + 1 WHERE id = :id")
        writing.execute(raised, {"id": id})
        assert versions.of(id) == before
    expected = (version, version + 1) if databases.kind == "sqlite" else (None, None)
    assert (before, versions.of(id)) == expected
    assert versions.of("0000000000") is None
    versions.close()
    engines.read.dispose()

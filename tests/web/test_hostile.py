"""What no parser likes is answered with a sentence, and never with a 500."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.web.headers import HEADERS

BIG = 2**63
PATHS = [
    "/claims/%00",
    "/claims/%ED%A0%80",
    "/claims/0000000000%00",
    f"/sources/akoto-2025/paragraphs/{BIG}",
    "/sources/akoto-2025/paragraphs/-1",
    "/sources/akoto-2025/paragraphs/0",
    "/sources/akoto-2025/paragraphs/1e3",
    "/sources/akoto-2025/paragraphs/%D9%A3",
    "/sources/akoto-2025/passages/" + "x" * 5000,
    "/debates/NaN",
    "/debates/china-cyber-espionage/claims/x",
    "/questions/..%2f..%2fetc%2fpasswd",
    "/static/0/../../app/main.py",
    "/%2e%2e/pyproject.toml",
    "/nonsense",
    "/CLAIMS",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_strange_address_gets_a_page_that_helps(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    if not path.startswith("/static"):
        assert "Nothing is at this address" in answer.text
        assert "/debates/china-cyber-espionage" in answer.text


QUERIES = [
    "source=%00",
    "source=%ED%A0%80",
    "stance=NaN",
    f"after={BIG}",
    "after=%00",
    "question=" + "9" * 10_000,
    "answered=maybe&answered=no&answered=",
    "relations=NaN&across=2&steps=9&source=%00",
    "coverage=%00&against=%ED%A0%80&first=" + "9" * 10_000,
    "=&&&=;",
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("noun", ["claims", "rebuttals", "questions", "coverage", "map"])
def test_a_strange_filter_is_no_filter(client, noun, query):
    answer = client.get(f"/debates/china-cyber-espionage/{noun}?{query}")
    assert answer.status_code == 200, answer.text[:300]


BODIES = [
    (b'{"n": NaN}', "application/json"),
    (b'{"s": "\\ud800"}', "application/json"),
    (b"n=" + str(BIG).encode(), "application/x-www-form-urlencoded"),
    (b"\xff\xfe", "text/plain"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
]


@pytest.mark.parametrize(("body", "kind"), BODIES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_where_one_can_only_read_is_refused_in_a_sentence(client, method, body, kind):
    url = "/debates/china-cyber-espionage"
    answer = client.request(method, url, content=body, headers={"content-type": kind})
    assert answer.status_code == 405
    assert "read" in answer.text


def test_a_body_of_ten_megabytes_is_refused(client):
    for path in ("/debates/china-cyber-espionage", "/claims/7sq2g5jcdb", "/nonsense"):
        answer = client.post(path, content=b"x" * 10_000_000)
        assert answer.status_code == 413
        assert "longer than this site takes at once" in answer.text
        assert "<html" in answer.text
        assert answer.headers["x-request-id"]


@pytest.mark.parametrize("length", ["", "x", "-1", "1e3", "\u0663".encode()])
def test_a_length_that_is_no_number_is_not_stumbled_over(client, length):
    answer = client.get("/debates/china-cyber-espionage", headers={"Content-Length": length})
    assert answer.status_code == 200


@given(st.text(max_size=40))
@settings(max_examples=25, deadline=None)
def test_no_id_breaks_a_page(client, id):
    for noun in ("claims", "rebuttals", "supports", "questions", "sources", "debates"):
        answer = client.get(f"/{noun}/{id}" if id.isprintable() else f"/{noun}/{id!r}")
        assert answer.status_code in (200, 301, 302, 307, 404)


@pytest.mark.parametrize("path", ["/debates/china-cyber-espionage", "/nonsense", "/static/0/x.css"])
def test_every_answer_has_the_security_headers(client, path):
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["x-request-id"]


def test_a_broken_handler_says_so_and_shows_no_trace(client, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr("app.web.claims.claim_version", broken)
    answer = client.get("/claims/0000000000")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    for name, value in HEADERS.items():
        assert answer.headers[name] == value

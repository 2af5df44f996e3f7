"""The contract between a page and the piece of it that htmx swaps in."""

import re

import pytest

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
DEBATE = "/debates/china-cyber-espionage"


@pytest.fixture(scope="module")
def opened(client) -> str:
    """The address of a claim opened in its text."""
    data = client.get(f"{DEBATE}.json").json()
    claim = next(c for c in data["claims"] if "leapfrog" in c["passages"][0]["exact"])
    return f"/sources/{claim['source']}/claims/{claim['id']}"


def untitled(fragment: str) -> tuple[str, str]:
    """The title that a fragment brings, and the rest of it."""
    title = re.match(r"\s*<title>(.*?)</title>", fragment, re.DOTALL)
    assert title is not None
    return title[1].strip(), fragment[title.end() :].strip()


LISTS = ("claims?stance=rejects", "rebuttals?move=undercuts", "questions?kind=silence", "map")


@pytest.mark.parametrize("path", LISTS)
def test_a_visit_gets_the_page_and_htmx_gets_the_list(client, path):
    page = client.get(f"{DEBATE}/{path}")
    fragment = client.get(f"{DEBATE}/{path}", headers=HTMX)
    title, results = untitled(fragment.text)
    assert page.text.lstrip().startswith("<!doctype html>")
    assert "<html" not in fragment.text
    assert f"<title>{title}</title>" in re.sub(r"\s*(</?title>)\s*", r"\1", page.text)
    assert squeezed(results) in squeezed(page.text)


def test_a_visit_gets_the_text_and_htmx_gets_the_paragraph_with_the_claim_open(client, opened):
    page, fragment = client.get(opened), client.get(opened, headers=HTMX)
    title, block = untitled(fragment.text)
    assert "China was building" in title
    assert re.match(r'<\w+[^>]* id="paragraph-\d+"', block)
    assert 'class="counterpart"' in block
    assert squeezed(block) in squeezed(page.text)
    assert len(fragment.text) < len(page.text) / 3


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Request-Type": "full"},
        {"HX-Request": "true", "HX-History-Restore-Request": "true"},
        {"HX-Request": "true", "HX-Boosted": "true"},
        {"HX-History-Restore-Request": "true", "HX-Request-Type": "full"},
        {"HX-Request": "yes"},
    ],
)
def test_a_step_back_or_a_visit_by_htmx_gets_the_whole_page(client, opened, headers):
    answer = client.get(opened, headers=headers)
    assert answer.text.lstrip().startswith("<!doctype html>")


def test_no_cache_may_take_the_one_for_the_other(client, opened):
    page, fragment = client.get(opened), client.get(opened, headers=HTMX)
    for answer in (page, fragment):
        assert "HX-Request" in answer.headers["vary"]
        assert answer.headers["cache-control"] == "no-cache"
    assert page.headers["etag"] != fragment.headers["etag"]


def test_htmx_is_told_of_an_error_by_its_status_and_by_a_piece(client):
    answer = client.get("/sources/akoto-2025/claims/0000000000", headers=HTMX)
    assert answer.status_code == 404
    assert "<html" not in answer.text


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html)

"""/search: every hit with its sentence, its speaker and its way to the place; any input, a page."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.crawling import links
from tests.web.test_fragments import HTMX, squeezed, untitled

DEBATE = "/debates/china-cyber-espionage"


def hits(html: str) -> list[str]:
    return re.findall(r"<li>\s*(<figure.*?</figure>)", html, re.DOTALL)


def plain(html: str) -> str:
    return squeezed(re.sub(r"<.*?>", "", html))


def test_a_number_is_found_in_both_texts_with_sentence_speaker_and_year(client):
    html = client.get("/search?q=billion").text
    found = [plain(hit) for hit in hits(html)]
    for words, speaker in (
        ("hundreds of billions of dollars per year", "William Akoto, op-ed, 2025, reports"),
        ("modified the number to $100 billion", "The article’s author, journal article, 2016, ass"),
        ("tens of billions of dollars a year", "2016, reports the view of Cai Mingzhao"),
        ("Huawei’s $35 billion sales revenue", "The article’s author, journal article, 2016, ass"),
    ):
        hit = next(hit for hit in found if words in hit)
        assert speaker in hit
        assert hit.index(speaker) < hit.index(words)
    assert "9 found for “billion”: 1 in the op-ed, 4 in the article, 4" in plain(html)
    assert "How large are the losses" in html


def test_the_words_found_are_marked_whole(client):
    marks = set(re.findall("<mark>(.*?)</mark>", client.get("/search?q=cyberespionage").text))
    assert {"cyberespionage", "cyber espionage"} <= marks
    assert all(re.fullmatch(r"[\w\s-]+", mark) for mark in marks)
    assert "<mark>billions</mark>" in client.get("/search?q=billion").text


@pytest.mark.parametrize("words", ["a robber acting like a cop", "China’s"])
def test_straight_and_curly_marks_are_alike(client, words):
    curly = client.get("/search", params={"q": f"“{words}”"}).text
    straight = client.get("/search", params={"q": '"{}"'.format(words.replace("’", "'"))}).text
    assert [plain(hit) for hit in hits(curly)] == [plain(hit) for hit in hits(straight)] != []


def test_every_way_from_a_hit_leads_somewhere(client):
    for query in ("billion", "Lewis", "neither", "hackers"):
        path = f"/search?q={query}"
        page = links(client.get(path).text, path)
        assert page.missing == set()
        for target, anchor in page.anchored:
            answer = client.get(target, follow_redirects=True)
            assert answer.status_code == 200, target
            assert f'id="{anchor}"' in answer.text, (target, anchor)


def test_a_step_back_gets_the_page_and_htmx_the_hits(client):
    page = client.get("/search?q=billion&kind=claims")
    fragment = client.get("/search?q=billion&kind=claims", headers=HTMX)
    title, results = untitled(fragment.text)
    assert title.startswith("“billion”: 5 found")
    assert squeezed(results) in squeezed(page.text)
    assert 'data-announce="5 found"' in results
    assert '<input type="hidden" name="kind" value="claims" form="search">' in results


def test_filters_stand_in_the_address_with_counts(client):
    html = client.get("/search?q=billion&source=akoto-2025").text
    assert len(hits(html)) == 1
    choices = plain(html)
    assert "the op-ed 1 the article 4" in choices
    assert "claims 1" in choices
    narrowed = links(html, "/search?q=billion&source=akoto-2025").paths
    assert "/search?q=billion&source=akoto-2025&kind=claims" in narrowed
    assert "/search?q=billion" in narrowed


def test_a_mistyped_word_is_put_right_by_a_link(client):
    html = client.get("/search?q=espoinage").text
    assert 'Did you mean <a href="/search?q=espionage">espionage</a>?' in html
    assert "What to try" in html


def test_filters_that_leave_nothing_can_be_taken_back(client):
    html = client.get("/search?q=billion&stance=concedes").text
    assert "9 were found, but none that is all of this at once" in html
    assert 'href="/search?q=billion">Whatever the author’s stance</a>' in html


def test_before_anything_is_typed_there_are_words_that_find_something_in_each_text(client):
    html = client.get("/search").text
    examples = re.findall(r'<li><a href="(/search\?q=[^"]+)">', html)
    assert len(examples) >= 3
    for path in examples:
        found = plain(client.get(path).text)
        assert re.search(r"found for “.+?”: \d+ in the op-ed, \d+ in the article", found), path


def test_a_long_query_is_cut_and_says_so(client):
    answer = client.get("/search?q=" + "cyber+" * 2_000)
    assert answer.status_code == 200
    assert "Only the first 16 words were looked for" in answer.text
    assert len(answer.text) < 200_000


STRANGE = [
    "%00",
    "%ED%A0%80",
    "NEAR(",
    '"',
    "%F0%9F%98%80",
    "网络",
    "l'état",
    "x:y",
    "a%00b",
    "%",
    "%FF",
]


@pytest.mark.parametrize("query", STRANGE)
def test_a_strange_query_gets_a_page(client, query):
    for path in (
        f"/search?q={query}",
        f"/search?q=china&source={query}&debate={query}&after={query}",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "search__field" in answer.text


@given(st.text(max_size=30))
@settings(max_examples=20, deadline=None)
def test_no_query_breaks_the_page(client, text):
    path = f"/search?q={quote(text, errors='surrogatepass')}"
    for headers in ({}, HTMX):
        assert client.get(path, headers=headers).status_code == 200


def test_the_page_is_as_old_as_the_edition(client):
    answer = client.get("/search?q=billion")
    headers = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/search?q=billion", headers=headers).status_code == 304


def test_a_lost_reader_can_search(client):
    html = client.get("/nonsense").text
    assert 'action="/search"' in html
    assert 'name="q"' in html


def test_it_costs_the_same_however_much_is_found(client, count_queries):
    costs = []
    for number, words in enumerate(("leapfrog", "cyber", "china", "economic espionage", "the")):
        with count_queries() as seen:
            assert client.get(f"/search?q={words}&anew={number}").status_code == 200
        costs.append(len(seen))
    assert max(costs) <= 22
    assert max(costs) - min(costs) <= 8

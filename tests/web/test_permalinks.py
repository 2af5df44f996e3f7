"""Every grain has an address; only the id decides; what is not there gets a page that helps."""

import re

import pytest

from app.ids import ALPHABET
from tests.web.crawling import links

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
NOUNS = ("claims", "supports", "rebuttals", "questions")


@pytest.fixture(scope="module")
def addresses(client):
    """One real address of each noun, words and all, found on the debate's own pages."""
    data = client.get("/debates/china-cyber-espionage.json").json()
    firsts = {noun: data[noun][0]["id"] for noun in NOUNS}
    return {noun: client.get(f"/{noun}/{id}").headers["location"] for noun, id in firsts.items()}


@pytest.mark.parametrize("noun", NOUNS)
def test_the_bare_id_and_wrong_words_lead_to_the_one_address(client, addresses, noun):
    whole = addresses[noun]
    id = whole.split("/")[2]
    for path in (f"/{noun}/{id}", f"/{noun}/{id}/other-words"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (301, whole)
    assert client.get(whole).status_code == 200


@pytest.mark.parametrize("noun", NOUNS)
def test_a_changed_letter_gets_a_404_that_helps(client, addresses, noun):
    id = addresses[noun].split("/")[2]
    for place in range(len(id)):
        changed = id[:place] + ALPHABET[(ALPHABET.index(id[place]) + 1) % 32] + id[place + 1 :]
        answer = client.get(f"/{noun}/{changed}")
        assert answer.status_code == 404
        assert f"/{noun}/ and ten letters and digits" in answer.text
        assert "/debates/china-cyber-espionage" in answer.text


@pytest.mark.parametrize("noun", NOUNS)
def test_the_title_names_the_argument_and_the_canonical_address_is_the_whole(
    client, addresses, noun
):
    page = client.get(addresses[noun]).text
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert len(title[1].strip()) > 20
    assert not title[1].strip().startswith("Counterpoint")
    assert f'<link rel="canonical" href="http://testserver{addresses[noun]}"' in page
    assert 'property="og:title"' in page


def test_passages_and_paragraphs_have_addresses_that_show_them_in_the_text(client):
    data = client.get("/debates/china-cyber-espionage.json").json()
    claim = data["claims"][0]
    passage = claim["passages"][0]
    answer = client.get(f"/passages/{passage['id']}")
    assert answer.status_code == 302
    place, _, anchor = answer.headers["location"].partition("#")
    page = client.get(place).text
    assert f'id="{anchor}"' in page
    assert "passage--chosen" in page
    assert 'id="paragraph-3"' in client.get(f"/sources/{claim['source']}/paragraphs/3").text


@pytest.mark.parametrize(
    "path",
    [
        "/sources/akoto-2025/paragraphs/999",
        "/sources/akoto-2025/passages/0000000000",
        "/sources/akoto-2025/claims/0000000000",
        "/sources/nobody",
        "/sources/nobody.txt",
        "/sources/nobody/repairs",
        "/debates/nothing",
        "/debates/nothing.json",
        "/debates/nothing/claims",
        "/passages/0000000000",
    ],
)
def test_what_a_text_or_debate_does_not_have_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_one_debate_is_its_own_front_page(client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["location"] == "/debates/china-cyber-espionage"


PLACE = re.compile(r"/sources/[^/]+/(claims|passages|paragraphs)/")


def test_no_link_leads_nowhere(client):
    """From the front page, every link that stays here is followed. Of the hundreds of places in
    the two texts only the paragraph is asked for, as htmx does; the text around it is the same.
    The histories, one of each thing, have tests of their own.
    """
    seen, todo, broken = set(), {"/debates/china-cyber-espionage"}, []
    while todo:
        path = todo.pop()
        seen.add(path)
        headers = HTMX if PLACE.match(path) else {}
        answer = client.get(path, follow_redirects=True, headers=headers)
        if answer.status_code != 200:
            broken.append((path, answer.status_code))
        elif answer.headers["content-type"].startswith("text/html"):
            found = links(answer.text, path)
            broken += [] if headers else [(path, anchor) for anchor in found.missing]
            todo |= {path for path in found.paths - seen if not path.endswith("/history")}
    assert broken == []
    assert len(seen) > 600


def test_every_anchor_that_a_link_names_is_on_the_page_it_leads_to(client):
    front = client.get("/debates/china-cyber-espionage").text
    pages: dict[str, str] = {}
    for path, anchor in links(front, "/debates/china-cyber-espionage").anchored:
        if path not in pages:
            pages[path] = client.get(path, follow_redirects=True).text
        assert f'id="{anchor}"' in pages[path], (path, anchor)

"""The map as drawing and as text, and the drawing by itself."""

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.arguments.models import Move
from app.db import open_engines
from app.main import create_app
from app.mapping.graph import LIMIT
from app.settings import Settings
from tests.factories import Make

DEBATE = "/debates/china-cyber-espionage"
HOSTILE = '</text></svg><script>alert(1)</script>" onload="x" & ]]> \u202e\x1f javascript:alert(1)'


class _Marked(HTMLParser):
    """The nodes and relations that a piece of HTML names, where they stand, and all its links and
    attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: set[str] = set()
        self.relations: set[tuple[str, str, str]] = set()
        self.stands: dict[str, str] = {}
        self.links: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names |= given.keys()
        if "data-node" in given:
            self.nodes.add(given["data-node"])
            if given.get("data-stands"):
                self.stands[given["data-node"]] = given["data-stands"]
        if "data-relation" in given:
            self.relations.add((given["data-relation"], given["data-from"], given["data-to"]))
        if tag == "a":
            self.links.append(given.get("href", ""))


def marked(html: str) -> _Marked:
    reader = _Marked()
    reader.feed(html)
    return reader


def drawing(html: str) -> str:
    start = html.index('<svg class="map__drawing"')
    return html[start : html.index("</svg>", start)]


def outline(html: str) -> str:
    return html[html.index('id="outline"') : html.index("</main>")]


@pytest.fixture(scope="module")
def data(client):
    return client.get(f"{DEBATE}.json").json()


@pytest.fixture(scope="module")
def labels(data) -> dict[str, str]:
    return {claim["label"]: claim["id"] for claim in data["claims"]}


def addresses(labels, data) -> list[str]:
    claims = [f"claim={labels[label]}" for label in ("A1", "A27", "B36", "B63")]
    narrowed = [
        f"{claims[2]}&{query}"
        for query in ("relations=rebuttals", "relations=supports", "across=yes", "across=no")
    ]
    questions = [f"question={question['id']}" for question in data["questions"][::4]]
    far = [f"{claims[1]}&steps=2", f"{claims[2]}&steps=3", f"{claims[2]}&source=akoto-2025"]
    mutual = next(r for r in data["rebuttals"] if r["mutual"])
    supposed = [
        f"{claims[1]}&without={labels['B36']}",
        f"{claims[2]}&steps=2&given={labels['A27']}&without={mutual['id']}",
        f"{questions[0]}&without={labels['B36']}",
    ]
    return ["", *claims, *narrowed, *questions, *far, *supposed]


def test_the_drawing_and_the_text_have_the_same_nodes_and_relations(client, labels, data):
    for query in addresses(labels, data):
        html = client.get(f"{DEBATE}/map?{query}").text
        drawn, told = marked(drawing(html)), marked(outline(html))
        assert drawn.nodes == told.nodes, query
        assert drawn.relations == told.relations, query
        assert drawn.nodes, query
        assert drawn.stands == told.stands, query
        assert bool(drawn.stands) == bool(query), query
        ends = {end for _, *both in drawn.relations for end in both}
        assert ends <= drawn.nodes, query


def stands(client, labels, query: str) -> dict[str, str]:
    """Where the claims and reasons of a map stand, by the words of its drawing."""
    return marked(drawing(client.get(f"{DEBATE}/map?{query}").text)).stands


def test_a_map_says_where_claims_and_reasons_stand(client, labels, data):
    claim, id_of = f"claim={labels['A8']}", labels.__getitem__
    given_for = {s["id"] for s in data["supports"] if s["conclusion"] == id_of("A8")}
    undercut = next(r for r in data["rebuttals"] if r["target"].get("support") in given_for)
    cut = undercut["target"]["support"]
    found = stands(client, labels, claim)
    assert found[id_of("A8")] == found[id_of("B47")] == "Contested"
    assert (found[id_of("A9")], found[cut]) == ("Stands", "Defeated")
    assert stands(client, labels, f"claim={labels['A5']}")[id_of("A5")] == "Defeated"
    assert stands(client, labels, f"{claim}&relations=rebuttals&source=akoto-2025") == {
        id_of("A8"): "Contested", id_of("A1"): "Stands",
    }  # fmt: skip
    supposed = stands(client, labels, f"{claim}&without={id_of('B47')}")
    assert supposed[id_of("B47")] == "Supposed not accepted"
    assert supposed[id_of("A8")] == "Would stand; is contested"
    supposed = stands(client, labels, f"{claim}&given={id_of('B47')}&without={undercut['id']}")
    assert supposed[id_of("B47")] == "Supposed accepted"
    assert supposed[id_of("A8")] == "Would be defeated; is contested"
    assert supposed[cut] == "Would stand; is defeated"


def test_what_is_supposed_changes_words_and_no_place(client, labels):
    query = f"claim={labels['A8']}&without={labels['B47']}"
    boxes = re.compile(r'<(?:rect|path) class="map__(?:box|line|voice)" [^/]*/>|<rect x[^/]*/>')
    for path in ("map", "map.svg"):
        plain = client.get(f"{DEBATE}/{path}?claim={labels['A8']}").text
        supposed = client.get(f"{DEBATE}/{path}?{query}").text
        assert boxes.findall(drawing(plain)) == boxes.findall(drawing(supposed)), path
        assert drawing(plain) != drawing(supposed)


def test_a_supposition_goes_along_from_map_to_map_and_can_be_taken_back(client, labels, data):
    aside, mutual = labels["B47"], next(r for r in data["rebuttals"] if r["mutual"])["id"]
    query = f"claim={labels['A8']}&steps=2"
    html = client.get(f"{DEBATE}/map?{query}&without={aside}&without={mutual}").text
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert (
        f'rel="canonical" href="http://testserver{DEBATE}/map?{query.replace("&", "&amp;")}"'
        in html
    )
    results = html[html.index('id="results"') : html.index("</main>")]
    maps = {link for link in marked(results).links if link.startswith(f"{DEBATE}/map")}
    less = {
        f"{DEBATE}/map?{query}{rest}" for rest in ("", f"&without={aside}", f"&without={mutual}")
    }
    assert less < maps
    assert all(aside in link and mutual in link for link in maps - less)
    assert {path.split("?")[0] for path in maps} == {f"{DEBATE}/map", f"{DEBATE}/map.svg"}
    assert f'name="without" value="{aside}"' in results
    assert f'href="/claims/{labels["A8"]}' in drawing(html)
    assert 'class="map__word map__word--aside"' not in client.get(f"{DEBATE}/map?{query}").text
    questions = client.get(f"{DEBATE}/map?without={aside}").text
    opened = [link for link in marked(drawing(questions)).links if "question=" in link]
    assert opened
    assert all(f"without={aside}" in link for link in opened)


def test_a_rebuttal_that_is_set_aside_is_struck_through(client, labels, data):
    pair = {labels["A8"], labels["B47"]}
    link = next(r for r in data["rebuttals"] if {r["claim"], r["target"].get("claim")} == pair)
    query = f"claim={labels['A8']}&without={link['id']}"
    html = client.get(f"{DEBATE}/map?{query}").text
    assert drawing(html).count("map__word--aside") == 1
    assert "which is set aside here" in drawing(html)
    assert "(set aside)" in outline(html)
    assert marked(drawing(html)).stands[labels["A8"]] == "Would stand; is contested"
    svg = client.get(f"{DEBATE}/map.svg?{query}").text
    assert "Supposed: a rebuttal by " in svg
    assert "not from what is true" in svg


def test_every_link_of_a_map_leads_to_a_page(client, labels):
    html = client.get(f"{DEBATE}/map?claim={labels['B36']}").text
    links = {link for link in marked(drawing(html) + outline(html)).links if link[:1] == "/"}
    assert {link.split("/")[1] for link in links} >= {"claims", "rebuttals", "supports"}
    for link in links:
        assert client.get(link).status_code == 200, link


def test_every_rebuttal_and_support_of_the_debate_is_on_the_map_of_its_claim(client, labels, data):
    for rebuttal in data["rebuttals"][::13]:
        html = drawing(client.get(f"{DEBATE}/map?claim={rebuttal['claim']}").text)
        assert f'href="/rebuttals/{rebuttal["id"]}/' in html
    for support in data["supports"][::13]:
        html = drawing(client.get(f"{DEBATE}/map?claim={support['conclusion']}").text)
        assert f'data-node="{support["id"]}"' in html
        assert all(f'data-node="{premise}"' in html for premise in support["premises"])


def test_more_than_fits_is_the_neighbourhood_and_says_so(client, labels, data):
    full = client.get(f"{DEBATE}/map?claim={labels['A23']}&steps=3").text
    assert "this is the neighbourhood" in full
    assert len(marked(drawing(full)).nodes) <= LIMIT
    assert "this is the neighbourhood" not in client.get(f"{DEBATE}/map?claim={labels['A1']}").text


def test_what_is_not_of_the_debate_is_not_on_its_map(client):
    for query in ("claim=0000000000", "question=0000000000"):
        assert client.get(f"{DEBATE}/map?{query}").status_code == 404
        assert client.get(f"{DEBATE}/map.svg?{query}").status_code == 404
    assert client.get("/debates/none/map").status_code == 404


def test_without_a_drawing_the_text_stands_alone(client, labels, monkeypatch):
    monkeypatch.setattr("app.mapping.layout.Engine.layout", lambda *_, **__: None)
    answer = client.get(f"{DEBATE}/map?claim={labels['B36']}&undrawn")
    assert answer.status_code == 200
    assert "could not be drawn" in answer.text
    assert labels["A27"] in marked(outline(answer.text)).nodes
    assert client.get(f"{DEBATE}/map.svg?claim={labels['B36']}&undrawn").status_code == 404


def test_the_drawing_by_itself_is_xml_that_runs_and_fetches_nothing(client, labels):
    path = f"{DEBATE}/map.svg?claim={labels['B36']}"
    answer = client.get(path)
    again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    for each in (answer, again):
        assert each.headers["content-security-policy"].startswith("sandbox")
        assert "script" not in each.headers["content-security-policy"]
        assert each.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"].startswith("image/svg+xml")
    hrefs = [e.get("href") or "" for e in ET.fromstring(answer.text).iter() if e.get("href")]
    assert hrefs
    assert all(href.startswith("http://testserver/") for href in hrefs)


def test_labels_are_words_whatever_stands_in_them(databases):
    url = databases.new(databases.migrated)
    engines = open_engines(url)
    with Session(engines.write) as db:
        make = Make(db)
        one, other = make.source(author_label=HOSTILE.replace("\x1f", "")), make.source()
        debate = make.debate(one, other, slug="hostile")
        claim, target = make.claim(one, statement=HOSTILE), make.claim(other, statement="x" * 900)
        step = make.support(premises=[target], conclusion=make.claim(other, statement="中" * 90))
        make.rebuttal(claim=claim, target=target)
        make.rebuttal(claim=claim, target=step, move=Move.UNDERCUTS)
        elsewhere = make.source()
        make.debate(elsewhere, make.source(), slug="another")
        focus, slug, foreign = claim.id, debate.slug, make.claim(elsewhere).id
        db.commit()
    engines.read.dispose()
    app = create_app(Settings(database_url=url))
    client = TestClient(app)
    svg = client.get(f"/debates/{slug}/map.svg?claim={focus}").text
    page = client.get(f"/debates/{slug}/map?claim={focus}").text
    of_another = [
        client.get(f"{path}without={foreign}&given={foreign}%27").text
        for path in (f"/debates/{slug}/map?claim={focus}&", f"/claims/{focus}?")
    ]
    app.state.engines.read.dispose()
    assert {element.tag.split("}")[1] for element in ET.fromstring(svg).iter()} <= {
        "svg", "defs", "marker", "path", "circle", "style", "g", "a", "rect", "text",
    }  # fmt: skip
    for told in of_another:
        assert "Two suppositions in this address mean nothing here" in told
    assert "<script>alert" not in page
    assert marked(page).names.isdisjoint({"onload", "style"})
    assert marked(drawing(page)).nodes == marked(outline(page)).nodes

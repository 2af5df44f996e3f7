"""What nobody answers: figures, strips and tables say the same, and lead to the lists."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.arguments.models import Move
from app.claims.models import Claim
from app.db import open_engines
from app.debates.listing import ClaimFilter, claims_listed
from app.main import create_app
from app.settings import Settings
from tests.factories import Make

DEBATE = "/debates/china-cyber-espionage"
OP_ED, ARTICLE = "akoto-2025", "alternative-roles-2016"


@pytest.fixture(scope="module")
def page(client) -> str:
    return str(client.get(f"{DEBATE}/coverage").text)


def figures(html: str) -> list[list[int]]:
    """A row a kind, a figure a text; the last row is all claims."""
    table = html.split('id="figures"')[1].split("</table>", maxsplit=1)[0]
    rows = table.split('<th scope="row">')[1:]
    cells = [re.findall(r'<td class="coverage__figure">\s*(?:<a[^>]*>)?(\d+)', r) for r in rows]
    return [[int(cell) for cell in row] for row in cells]


def test_every_claim_is_of_one_kind(page):
    *kinds, every = figures(page)
    assert len(kinds) == 6
    assert [sum(column) for column in zip(*kinds, strict=True)] == every == [44, 121]


def test_each_figure_leads_to_the_list_of_those_claims(client, page):
    table = page.split('id="figures"')[1].split("</table>")[0]
    found = re.findall(r'href="([^"]+)"[^>]*>(\d+)<', table)
    assert len(found) == 14
    for href, count in found:
        listed, path = 0, href.replace("&amp;", "&")
        while path:
            html = client.get(path).text
            listed += html.count('class="claims__label"')
            more = re.search(r'href="([^"]+)">The claims after these', html)
            path = more[1].replace("&amp;", "&") if more else ""
        assert listed == int(count), href


def test_the_strips_and_the_tables_say_the_same_as_the_figures(page):
    strips, tables = (
        page.split('id="tables"')[0].split('id="strips"')[1],
        page.split('id="tables"')[1],
    )
    drawn = re.findall(r'title="Paragraph (\d+), (\d+) words: ([^"]+)"', strips)
    rows = re.findall(
        r'<th scope="row"><a[^>]*>(\d+)</a></th>\s*<td[^>]*>(\d+)</td>\s*<td>([^<]+)</td>', tables
    )
    assert drawn == rows
    told = " ".join(words for *_, words in rows)
    names = ("answered", "qualified", "in an exchange", "agreed", "same question only", "nothing")
    for name, row in zip(names, figures(page), strict=False):
        assert sum(map(int, re.findall(rf"(\d+) {name}", told))) == sum(row), name
        kind = name.replace(" only", "").replace(" ", "-")
        assert strips.split("strip__key")[1].count(f"#met-{kind})") == sum(row) + 1


def test_the_texts_are_drawn_on_one_scale(page):
    cells = re.findall(
        r'title="Paragraph \d+, (\d+) words.*?<svg[^>]*? width="([\d.]+)"', page, re.S
    )
    assert len(cells) > 60
    assert max(abs(float(width) - 1.25 * int(words)) for words, width in cells) < 0.1


def test_the_texts_can_change_places(client, page):
    swapped = client.get(f"{DEBATE}/coverage?first={ARTICLE}").text
    assert figures(swapped) == [row[::-1] for row in figures(page)]
    assert swapped.index('id="strip-b"') < swapped.index('id="strip-a"')
    pair = client.get(f"{DEBATE}/coverage?first={OP_ED}&against={ARTICLE}").text
    assert figures(pair) == figures(page)


def test_answered_means_answered_by_a_source_of_this_debate(db, make):
    ours, theirs, elsewhere = make.source(), make.source(), make.source()
    here, there = make.debate(ours, theirs), make.debate(ours, elsewhere)
    claim: Claim = make.claim(ours)
    make.rebuttal(claim=make.claim(elsewhere), target=claim)
    answered = ClaimFilter(answered=True)
    assert claims_listed(db, here.id, answered).ids == []
    assert claims_listed(db, there.id, answered).ids == [claim.id]


def test_of_three_texts_each_is_met_by_all_others_or_by_one(databases):
    url = databases.new(databases.migrated)
    engines = open_engines(url)
    with Session(engines.write) as db:
        make = Make(db)
        one, two, three = (make.source(short_name=name) for name in ("One", "Two", "Three"))
        debate = make.debate(one, two, three)
        claim = make.claim(one)
        make.rebuttal(claim=make.claim(two), target=claim, mutual=True)
        make.rebuttal(claim=make.claim(three), target=claim, move=Move.QUALIFIES)
        make.question(debate)
        path = f"/debates/{debate.slug}"
        slugs = [source.slug for source in (one, two, three)]
        db.commit()
    engines.read.dispose()
    app = create_app(Settings(database_url=url))
    client = TestClient(app)
    every = client.get(f"{path}/coverage").text
    pair = client.get(f"{path}/coverage?first={slugs[0]}&against={slugs[2]}").text
    listed = client.get(f"{path}/claims?coverage=qualified&against={slugs[2]}").text
    mapped = client.get(f"{path}/map").text
    app.state.engines.read.dispose()
    assert figures(every)[:3] == [[1, 1, 0], [0, 0, 0], [0, 0, 1]]
    assert figures(pair)[:3] == [[0, 0], [1, 0], [0, 1]]
    assert listed.count('class="claims__label"') == 1
    assert mapped.count('class="map__node map__node--source') == 3

"""What pages say of where claims stand, and what a reader can suppose in an address."""

import html
import re

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from starlette.testclient import TestClient

from app.arguments.commands import withdraw_rebuttal
from app.arguments.models import Rebuttal
from app.main import create_app
from app.settings import Settings

DEBATE = "/debates/china-cyber-espionage"


@pytest.fixture(scope="module")
def data(client):
    return client.get(f"{DEBATE}.json").json()


@pytest.fixture(scope="module")
def ids(data):
    """By label the ids of claims; by two labels that of the rebuttal between them."""
    claims = {claim["label"]: claim["id"] for claim in data["claims"]}
    label = {id: label for label, id in claims.items()}
    for rebuttal in data["rebuttals"]:
        if target := rebuttal["target"].get("claim"):
            claims[f"{label[rebuttal['claim']]} {label[target]}"] = rebuttal["id"]
    return claims


def words(text: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def section(page: str, name: str) -> str:
    found = re.search(rf'<section class="{name}.*?</section>', page, re.DOTALL)
    assert found is not None
    return words(found[0])


@pytest.fixture
def told(client):
    """`told("/claims/…")`: what the standing section of that page says."""

    def of(path: str) -> str:
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200
        return section(answer.text, "standing")

    return of


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("A1", ["Stands", "Nothing that is recorded here goes against it."]),
        ("A8", ["Contested", "B47 contradicts it, and is contradicted by it", "A8 goes against"]),
        ("A5", ["Defeated", "A11 contradicts it", "A11 stands: nothing that is recorded here"]),
        ("B25", ["Contested", "B53 contradicts it", "B53 is contested: B93 goes against it"]),
        ("B11", ["Contested", "B106 contradicts it"]),
    ],
)
def test_a_claim_says_where_it_stands_and_why(told, ids, label, expected):
    said = told(f"/claims/{ids[label]}")
    for part in (*expected, "follows from the links recorded here, not from what is true"):
        assert part in said


def test_each_step_has_the_words_and_their_speaker(client, ids):
    page = client.get(f"/claims/{ids['A8']}", follow_redirects=True).text
    step = section(page, "standing")
    assert "The article’s author , journal article, 2016 , asserts" in step
    assert "it is likely that the so-called intelligence-complex" in step


def test_a_claim_says_how_many_of_its_reasons_stand(told, ids):
    assert "One of two reasons given for it stands." in told(f"/claims/{ids['A8']}")
    assert "None of five reasons given for it stand." in told(f"/claims/{ids['B25']}")


def test_a_rebuttal_a_support_and_a_question_say_it_too(client, told, data, ids):
    assert "A8 is contested; B47 is contested" in told(f"/rebuttals/{ids['A8 B47']}")
    undercut = next(r for r in data["rebuttals"] if r["move"] == "undercuts")
    assert "the step that it denies is defeated" in told(f"/rebuttals/{undercut['id']}")
    said = {told(f"/supports/{support['id']}").split()[0] for support in data["supports"][:40]}
    assert said == {"Stands", "Defeated", "Contested"}
    asked = next(q for q in data["questions"] if "concern about cyber theft" in q["text"])
    page = words(client.get(f"/questions/{asked['id']}", follow_redirects=True).text)
    assert "Of its three claims two stand; A8 is contested." in page


def test_the_whole_chain_is_told_on_a_page_of_its_own(client, ids):
    answer = client.get(f"/standings/{ids['B25']}", follow_redirects=True)
    said = words(answer.text)
    for part in ("B93 contradicts B53", "B55 contradicts B93", "B25 is undec", "hangs together"):
        assert part in said
    assert "Of two preferred extensions of that part B25 is in one" in said
    for ending in ("apx", "tgf"):
        graph = client.get(f"/standings/{ids['B25']}.{ending}")
        assert graph.headers["content-type"] == "text/plain; charset=utf-8"
        assert all(name in graph.text for name in ("b25", "b53", "b93", "b55"))
        assert "a1)" not in graph.text
    assert client.get(f"/standings/{ids['B25']}/other").status_code == 301
    assert client.get("/standings/0000000000").status_code == 404
    assert client.get("/standings/0000000000.apx").status_code == 404


def supposed(client, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    assert re.search(r'rel="canonical" href="[^"?]*"', answer.text)
    return str(answer.text)


def test_a_claim_that_is_set_aside_changes_what_hangs_on_it(client, ids):
    page = supposed(client, f"/claims/{ids['A8']}?without={ids['B47']}")
    assert "Would stand" in section(page, "standing")
    banner = section(page, "supposed")
    assert "That B47 is not accepted." in banner
    assert "A8 would stand; as it is recorded it is contested." in banner


def test_a_rebuttal_can_be_set_aside_and_a_claim_be_given(client, ids):
    page = supposed(client, f"/claims/{ids['A5']}?without={ids['A11 A5']}")
    assert "Would stand" in section(page, "standing")
    assert "That the rebuttal by A11 is set aside" in section(page, "supposed")
    page = supposed(client, f"/claims/{ids['B47']}?given={ids['A8']}")
    assert "Would be defeated" in section(page, "standing")
    page = supposed(client, f"/claims/{ids['A8']}?given={ids['A8 B47']}")
    assert "here it is taken as given" in section(page, "standing").lower()


def test_each_supposition_can_be_taken_back_and_all_of_them(client, ids):
    first, second = ids["B47"], ids["B36"]
    path = client.get(f"/claims/{ids['A8']}").headers["location"]
    page = supposed(client, f"{path}?without={first}&without={second}")
    assert f'href="{path}?without={second}"' in page
    assert f'href="{path}?without={first}"' in page
    assert f'href="{path}"' in page
    assert "Take all of it back" in page


def test_a_supposition_that_changes_nothing_and_ids_that_mean_nothing_are_said(client, ids):
    banner = section(supposed(client, f"/claims/{ids['A8']}?without={ids['A1']}"), "supposed")
    assert "No other claim would stand differently" in banner
    odd = f"/claims/{ids['A8']}?without=0000000000&given=%00&without=&without='&given=🦊"
    assert "Five suppositions in this address mean nothing here" in section(
        supposed(client, odd), "supposed"
    )


def test_more_suppositions_than_a_page_takes_are_passed_over(client, data, ids):
    many = "&".join(f"without={claim['id']}" for claim in data["claims"][:60])
    banner = section(supposed(client, f"/claims/{ids['A8']}?{many}"), "supposed")
    assert banner.count("Take this back") == 20
    assert "40 suppositions in this address mean nothing here" in banner


def test_links_to_suppositions_are_not_for_crawlers(client, ids):
    page = client.get(f"/claims/{ids['A8']}", follow_redirects=True).text
    links = re.findall(r'<a href="[^"]*[?&](?:without|given)=[^>]*>', page)
    assert len(links) >= 3
    assert all('rel="nofollow"' in link for link in links)
    assert "noindex" not in page


def test_what_is_supposed_costs_a_few_queries_more_however_much_hangs_together(
    client, count_queries, ids
):
    costs = []
    for label, aside in (("A1", "A2"), ("B25", "B93"), ("A8", "B47")):
        path = client.get(f"/claims/{ids[label]}").headers["location"]
        with count_queries() as seen:
            client.get(f"{path}?without={ids[aside]}&given={ids['B36']}&anew")
        costs.append(len(seen))
    assert max(costs) <= 24
    assert max(costs) - min(costs) <= 4


def test_no_page_is_stale_when_a_claim_far_away_changes(databases, seeded_model, ids):
    """A supposition's page hangs on claims whose versions are not its own."""
    url = databases.new(seeded_model)
    app = create_app(Settings(database_url=url))
    with TestClient(app, follow_redirects=False) as client:
        path = client.get(f"/claims/{ids['A8']}").headers["location"]
        asked = f"{path}?without={ids['B36']}"
        plain = client.get(path)
        before = client.get(asked)
        assert "A27 would stand" in words(before.text)
        assert (
            client.get(asked, headers={"If-None-Match": before.headers["etag"]}).status_code == 304
        )
        with Session(app.state.engines.write) as db:
            withdraw_rebuttal(db, rebuttal=db.get_one(Rebuttal, ids["A27 B36"]))
            db.commit()
        after = client.get(asked, headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert "A27 would stand" not in words(after.text)
        assert client.get(path).headers["etag"] == plain.headers["etag"]
        far = client.get(f"/claims/{ids['A27']}", follow_redirects=True)
        assert "Stands" in section(far.text, "standing")
        assert sa.inspect(app.state.engines.read).has_table("claim")
    app.state.engines.read.dispose()

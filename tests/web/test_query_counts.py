"""How many queries a page costs: asserted, and the same however much there is to show."""

import itertools

import pytest
import sqlalchemy as sa

DEBATE = "/debates/china-cyber-espionage"
_fresh = itertools.count()


@pytest.fixture
def cost(client, count_queries):
    """The number of queries of a page made anew: an unknown filter makes another address."""

    def counted(path: str) -> int:
        mark = "&" if "?" in path else "?"
        with count_queries() as seen:
            answer = client.get(f"{path}{mark}anew={next(_fresh)}", follow_redirects=True)
        assert answer.status_code == 200, path
        return len(seen)

    return counted


@pytest.fixture(scope="module")
def data(client):
    return client.get(f"{DEBATE}.json").json()


def whole(client, noun: str, id: str) -> str:
    return str(client.get(f"/{noun}/{id}").headers["location"])


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (DEBATE, 8),
        (f"{DEBATE}/questions", 8),
        (f"{DEBATE}/claims", 9),
        (f"{DEBATE}/rebuttals", 8),
        (f"{DEBATE}/claims?coverage=nothing", 13),
        (f"{DEBATE}/coverage", 10),
        (f"{DEBATE}/map", 5),
        (f"{DEBATE}/about", 9),
        (f"{DEBATE}.json", 16),
        (f"{DEBATE}/side-by-side", 39),
        (f"{DEBATE}/dialogue", 8),
        (f"{DEBATE}/changes", 6),
        ("/sources/akoto-2025", 18),
        ("/sources/alternative-roles-2016", 18),
        ("/sources/alternative-roles-2016/repairs", 8),
    ],
)
def test_a_page_costs_no_more_than_this(cost, path, most):
    assert cost(path) <= most


def test_a_long_text_with_many_claims_costs_what_a_short_one_does(cost):
    assert cost("/sources/alternative-roles-2016") == cost("/sources/akoto-2025")


def test_two_texts_side_by_side_are_asked_for_once_whatever_is_chosen_in_them(cost, data):
    for claim in data["claims"][:2]:
        at = claim["passages"][0]["id"]
        assert cost(f"{DEBATE}/side-by-side?at={at}") == cost(f"{DEBATE}/side-by-side") <= 4


def test_a_claim_costs_the_same_however_much_bears_on_it(client, cost, data):
    """But for two queries a paragraph in which it has a passage, and those that find nothing."""
    costs: dict[int, set[int]] = {}
    for claim in data["claims"]:
        places = len(claim["passages"])
        costs.setdefault(places, set()).add(cost(whole(client, "claims", claim["id"])))
    assert max(costs[1]) <= 18
    assert max(costs[1]) - min(costs[1]) <= 4
    assert max(max(seen) for seen in costs.values()) <= 18 + 3 * (max(costs) - 1)


@pytest.mark.parametrize("noun", ["rebuttals", "supports", "questions"])
def test_a_link_or_question_costs_the_same_whatever_its_ends(client, cost, data, noun):
    costs = [cost(whole(client, noun, entry["id"])) for entry in data[noun][:40]]
    assert max(costs) <= 16
    assert max(costs) - min(costs) <= 5


def test_a_map_costs_the_same_however_much_is_on_it(cost, data):
    """But for a step on which it finds nothing more, since then it stops."""
    supposed = f"claim={{}}&without={data['claims'][1]['id']}"
    for query, most in (("claim={}", 14), ("claim={}&steps=3", 32), (supposed, 20)):
        costs = [cost(f"{DEBATE}/map?{query.format(c['id'])}") for c in data["claims"][::33]]
        assert max(costs) <= most
    costs = [cost(f"{DEBATE}/map?question={q['id']}") for q in data["questions"][::5]]
    assert len(set(costs)) == 1
    assert max(costs) <= 9


def test_a_filtered_list_costs_what_the_whole_one_does(cost):
    most = cost(f"{DEBATE}/claims")
    for query in ("stance=rejects", "answered=no", "source=akoto-2025", "answered=yes"):
        assert cost(f"{DEBATE}/claims?{query}") <= most


SIGNED_IN = [
    (DEBATE, 10),
    (f"{DEBATE}/claims", 11),
    (f"{DEBATE}/review", 8),
    ("/sources/akoto-2025", 20),
    ("/account", 7),
    ("/log", 5),
    ("/users", 3),
    ("/users/editor/contributions", 5),
    ("/users/reader/reversal", 6),
]
"""The most that a page costs somebody who is signed in: who that is, and the page made anew."""


@pytest.mark.parametrize(("path", "most"), SIGNED_IN)
def test_a_page_for_somebody_costs_no_more_than_this(members, path, most):
    """And for who is neither editor nor admin two more at most: it is asked what they edit."""
    members.browser("admin").get(path)  # texts that are read once are kept
    costs = {name: cost_for(members, name, path) for name in ("admin", "editor", "reader")}
    allowed = [cost for cost in costs.values() if cost]
    assert max(allowed) <= most, costs
    assert max(allowed) - min(allowed) <= 2, costs


def test_a_page_for_somebody_costs_one_query_more_than_for_nobody(members):
    for path in (DEBATE, f"{DEBATE}/claims", "/sources/akoto-2025"):
        fresh = f"{path}?anew={next(_fresh)}"
        nobody = cost_for(members, "", fresh)
        assert cost_for(members, "editor", fresh) <= nobody + 1
        assert cost_for(members, "reader", fresh) <= nobody + 2


def cost_for(members, name: str, path: str) -> int:
    """How many statements it takes; 0 for who may not see it."""
    browser, seen = members.browser(name), []

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    engine = members.app.state.engines.read
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        status = browser.get(path).status_code
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen) if status == 200 else 0

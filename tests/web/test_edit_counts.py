"""How many queries the pages cost on which something is changed, whatever hangs on it."""

import pytest
import sqlalchemy as sa

from tests.web.changing import DEBATE


@pytest.fixture
def cost(members):
    """How many statements a page takes for an editor."""
    engine, browser = members.app.state.engines.read, members.browser("editor")

    def counted(path: str) -> int:
        seen: list[str] = []

        def note(_connection, _cursor, statement: str, *_rest: object) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN")):
                seen.append(statement)

        sa.event.listen(engine, "before_cursor_execute", note)
        answer = browser.get(path)
        sa.event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200, path
        return len(seen)

    return counted


@pytest.fixture(scope="module")
def published(client):
    return client.get(f"{DEBATE}.json").json()


@pytest.mark.parametrize(
    ("noun", "most"), [("claims", 10), ("supports", 14), ("rebuttals", 13), ("questions", 9)]
)
def test_a_form_costs_the_same_whatever_hangs_on_what_is_edited(cost, published, noun, most):
    costs = [cost(f"/{noun}/{each['id']}/edit") for each in published[noun][:12:4]]
    assert max(costs) <= most
    assert max(costs) - min(costs) <= 1


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/sources/akoto-2025/edit", 9),
        ("/sources/akoto-2025/address", 10),
        ("/sources/akoto-2025/history", 10),
        (f"{DEBATE}/edit", 10),
        (f"{DEBATE}/address", 8),
        (f"{DEBATE}/history", 8),
    ],
)
def test_a_page_about_a_text_or_a_debate_costs_no_more_than_this(cost, path, most):
    assert cost(path) <= most


def test_a_merge_costs_no_more_the_more_is_carried_over(cost, published):
    mine = [claim["id"] for claim in published["claims"] if claim["source"] == "akoto-2025"]
    for one in mine[1:12:4]:
        assert cost(f"/claims/{one}/merging") <= 11
        assert cost(f"/claims/{one}/merging?look=yes&into={mine[0]}") <= 36


def test_claims_are_found_in_few_more(cost, published):
    path = f"/supports/{published['supports'][0]['id']}/edit"
    assert cost(f"{path}?for=premises&find-premises=solar&seen=") <= 17

"""What is made for somebody is shown to nobody else, and costs readers without a cookie nothing."""

import itertools
import random

import pytest
import sqlalchemy as sa

from app.accounts import commands
from app.accounts.models import Role
from app.web.render import VARY

DEBATE = "/debates/china-cyber-espionage"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def paths(members):
    data = members.browser().get(f"{DEBATE}.json").json()
    claim = members.browser().get(f"/claims/{data['claims'][0]['id']}").headers["location"]
    return [DEBATE, f"{DEBATE}/claims", claim, "/sources/akoto-2025", "/claims/0000000000"]


def test_a_page_for_somebody_names_them_and_is_kept_nowhere(members, paths):
    browser = members.browser("editor")
    for path in paths:
        answer = browser.get(path)
        assert ">editor</a>" in answer.text, path
        assert answer.headers["cache-control"] == "private, no-store"
        assert "etag" not in answer.headers
        assert "Cookie" in answer.headers["vary"]


def test_readers_without_a_cookie_get_the_page_that_is_kept_whoever_came_before(members, paths):
    """Every order of somebody, another and nobody: each gets their own, and what nobody gets is
    byte for byte the same, with the same ETag, from memory or not."""
    browsers = {name: members.browser(name) for name in ("", "editor", "reader")}
    for path in paths[:-1]:
        seen = set()
        for order in itertools.permutations(browsers):
            for name in order:
                answer = browsers[name].get(path)
                assert ("masthead__visitor" in answer.text) == bool(name)
                assert not name or f">{name}</a>" in answer.text
                for other in set(browsers) - {name, ""}:
                    assert f">{other}</a>" not in answer.text
                if not name:
                    seen.add((answer.content, answer.headers["etag"]))
        assert len(seen) == 1, path


def test_no_order_of_visits_mixes_pages_and_pieces_of_nobody_and_somebody(members, paths):
    """The control: the answers of a site that nobody else has asked for anything."""
    browsers = {name: members.browser(name) for name in ("", "editor", "reader")}
    kinds = [(name, path, kind) for name in browsers for path in paths for kind in ({}, HTMX)]
    alone = {
        (name, path, bool(kind)): browsers[name].get(path, headers=kind).text
        for name, path, kind in kinds
    }
    chance = random.Random(5)
    for name, path, kind in chance.choices(kinds, k=80):
        text = browsers[name].get(path, headers=kind).text
        assert text == alone[name, path, bool(kind)], (name, path, kind)
    assert len(set(alone.values())) > 2 * len(paths)


def test_an_etag_of_the_public_page_is_no_key_to_ones_own_and_the_other_way_round(members, paths):
    for path in paths[:-1]:
        etag = members.browser().get(path).headers["etag"]
        own = members.browser("editor").get(path, headers={"If-None-Match": etag})
        assert own.status_code == 200
        assert members.browser().get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_cookie_that_signs_nobody_in_gets_the_public_page(members, paths):
    public = members.browser()
    dead = members.browser("spare")
    with members.db() as db:
        commands.sign_out_everywhere(db, user=members.user(db, "spare"))
        db.commit()
    for path in paths[:-1]:
        one, other = public.get(path), dead.get(path)
        assert (one.content, one.headers["etag"]) == (other.content, other.headers["etag"])
        assert "no-store" not in other.headers["cache-control"]


def test_only_answers_to_somebody_are_theirs_alone_and_static_files_are_everybodys(members, paths):
    style = members.app.state.assets.address("counterpoint.css")
    assert "immutable" in members.browser("editor").get(style).headers["cache-control"]
    assert members.browser().get(paths[0]).headers["cache-control"] == "no-cache"
    assert "Cookie" in VARY


def test_a_page_that_is_kept_costs_readers_no_query_about_accounts(
    client, count_queries, databases
):
    client.get(DEBATE)
    with count_queries() as seen:
        client.get(DEBATE, headers={"Cookie": "other=1"})
    assert not [each for each in seen if "login_session" in each]
    with count_queries() as seen:
        client.get(DEBATE, headers={"Cookie": "counterpoint-80=x"})
    assert len([each for each in seen if "login_session" in each]) == 1


def test_pages_of_accounts_cost_so_many_queries_however_many_accounts_there_are(members):
    browser = members.browser("spare")
    counts = []
    for number in range(2):
        with members.db() as db:
            for each in range(10 * number):
                commands.add_user(db, name=f"one-of-{number}-{each}", role=Role.READER)
            db.commit()
        counts.append([queries(members, browser, path) for path in ("/users", "/account")])
    assert counts[0] == counts[1]
    assert counts[0] <= [4, 3]


def queries(members, browser, path) -> int:
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    engine = members.app.state.engines.read
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.get(path).status_code == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)

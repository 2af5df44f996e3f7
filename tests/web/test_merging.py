"""Two claims that say the same become one; a text and a debate get another address."""

import re

import pytest

from app.changes.nouns import states_at
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.proposals.models import Deed, Proposal
from tests.web.changing import DEBATE, as_new, filled, led_to


@pytest.fixture(scope="module")
def two(client):
    """Two claims of one text, the one with a rebuttal, and one without."""
    data = client.get(f"{DEBATE}.json").json()
    links = data["rebuttals"]
    linked = {link["claim"] for link in links} | {link["target"].get("claim") for link in links}
    mine = [claim["id"] for claim in data["claims"] if claim["source"] == "akoto-2025"]
    return next(id for id in mine if id in linked), next(id for id in mine if id not in linked)


def preview(browser, one, into):
    return browser.get(f"/claims/{one}/merging", params={"into": into, "look": "yes"})


def test_a_claim_becomes_one_with_another_seen_before_and_undone_in_one_step(
    members, recorded, two
):
    one, into = two
    browser = members.browser("editor")
    shown = browser.get(f"/claims/{one}", follow_redirects=True).text
    assert f'href="/claims/{one}/merging"' in shown
    chosen = preview(browser, one, into)
    assert "gains the passages of the other" in chosen.text
    assert "The rebuttal is carried over:" in chosen.text
    assert recorded() == 0
    form = filled(chosen.text) | {"reason": ["Both say it."]}
    with members.db() as db:
        before = states_at(db, [(Kind.CLAIM, one), (Kind.CLAIM, into)])
    told = led_to(browser.post(f"/claims/{one}/merging", data=form))
    assert led_to(browser.post(f"/claims/{one}/merging", data=form)) == told
    assert recorded() == 1
    page = browser.get(told, follow_redirects=True)
    assert page.url.path.startswith(f"/claims/{into}/")
    assert "Claim merged" in page.text
    with members.db() as db:
        now = states_at(db, [(Kind.CLAIM, one), (Kind.CLAIM, into)])
    assert (Kind.CLAIM, one) not in now
    both = [*before[Kind.CLAIM, into]["passages"], *before[Kind.CLAIM, one]["passages"]]
    assert now[Kind.CLAIM, into]["passages"] == both
    led = members.browser().get(f"/claims/{one}")
    assert (led.status_code, led.headers["location"].split("/")[2]) == (301, into)
    undo = re.search(r'action="(/changes/\w+/undo)"', page.text)
    assert undo is not None
    led_to(browser.post(undo[1], data={"onward": "/"}))
    assert recorded() == 2
    with members.db() as db:
        assert states_at(db, before) == before


def test_those_that_are_perhaps_the_same_are_offered_and_others_found(members, two):
    browser = members.browser("editor")
    offered = browser.get(f"/claims/{two[0]}/merging").text
    assert "It shares “" in offered
    found = browser.get(
        f"/claims/{two[0]}/merging",
        params={"find-into": "solar"},
        headers={"HX-Request": "true"},
    ).text
    assert found.lstrip().startswith('<ul class="candidates" id="found-into"')
    assert "solar" in found
    assert f'value="{two[0]}"' not in offered + found


@pytest.mark.parametrize("into", ["itself", "of another text", "nothing"])
def test_what_is_no_claim_of_the_same_text_is_refused_in_a_sentence(
    members, recorded, client, two, into
):
    data = client.get(f"{DEBATE}.json").json()
    other = next(c["id"] for c in data["claims"] if c["source"] != "akoto-2025")
    id = {"itself": two[0], "of another text": other, "nothing": "0000000000"}[into]
    browser = members.browser("editor")
    assert preview(browser, two[0], id).status_code == 200
    with members.db() as db:
        seen = last_revision_id(db, two[0])
    form = {"into": id, "reason": "So.", "key": "abc123", "seen": seen}
    answer = browser.post(f"/claims/{two[0]}/merging", data=form)
    assert answer.status_code == 422
    assert 'href="#into"' in answer.text
    assert recorded() == 0


def test_one_must_choose_which_claim_stays(members, two):
    page = members.browser("editor").get(f"/claims/{two[0]}/merging", params={"look": "yes"}).text
    assert "Choose the claim that stays." in page
    assert 'id="found-into"' in page


def test_a_merge_needs_a_reason_and_a_contributors_waits(members, recorded, two):
    one, into = two
    browser = members.browser("contributor")
    form = filled(preview(browser, one, into).text)
    silent = browser.post(f"/claims/{one}/merging", data=form)
    assert silent.status_code == 422
    assert 'href="#reason"' in silent.text
    assert "gains the passages" in silent.text
    told = led_to(browser.post(f"/claims/{one}/merging", data=form | {"reason": ["Twins."]}))
    with members.db() as db:
        proposal = db.get_one(Proposal, told.partition("proposed=")[2])
        assert (proposal.deed, proposal.fields) == (Deed.MERGE, {"into": into})
    assert recorded() == 0


def test_a_claim_that_was_changed_meanwhile_is_looked_at_again_before_it_goes(
    members, recorded, two
):
    one, into = two
    browser = members.browser("editor")
    form = filled(preview(browser, one, into).text) | {"reason": ["Twins."]}
    edit = filled(browser.get(f"/claims/{one}/edit").text)
    led_to(browser.post(f"/claims/{one}/edit", data=edit | {"statement": "Other.", "reason": "A."}))
    stale = browser.post(f"/claims/{one}/merging", data=form)
    assert stale.status_code == 422
    assert "Somebody has changed this claim" in stale.text
    led_to(browser.post(f"/claims/{one}/merging", data=filled(stale.text)))


@pytest.mark.parametrize(
    ("path", "slug", "under"),
    [
        ("/sources/akoto-2025", "op-ed-2025", "/paragraphs/3"),
        (DEBATE, "espionage", "/questions"),
    ],
)
def test_another_address_is_one_change_and_the_old_ones_lead_on(
    members, recorded, path, slug, under
):
    browser = members.browser("editor")
    new = f"{path.rpartition('/')[0]}/{slug}"
    page = browser.get(f"{path}/address")
    assert "its old addresses" in page.text
    form = filled(page.text) | {"slug": ["Not A Slug"], "reason": ["It is shorter."]}
    wrong = browser.post(f"{path}/address", data=form)
    assert wrong.status_code == 422
    assert 'href="#slug"' in wrong.text
    form = filled(wrong.text) | {"slug": [slug]}
    told = led_to(browser.post(f"{path}/address", data=form))
    assert led_to(browser.post(f"{path}/address", data=form)) == told
    landed = browser.get(told, follow_redirects=True)
    assert landed.url.path == new
    assert "renamed" in landed.text
    assert recorded() == 1
    led = members.browser().get(f"{path}{under}")
    assert (led.status_code, led.headers["location"]) == (301, f"{new}{under}")
    assert path.rpartition("/")[2] in browser.get(f"{new}/address").text
    assert slug in as_new(members.browser().get(f"{new}/history").text)


def test_contributors_change_no_address(members):
    for path in ("/sources/akoto-2025", DEBATE):
        answer = members.browser("contributor").post(f"{path}/address", data={"slug": "x"})
        assert answer.status_code == 403


def test_who_edits_what_is_renamed_meanwhile_loses_nothing(members, recorded):
    browser = members.browser("editor")
    form = filled(browser.get("/sources/akoto-2025/edit").text)
    form |= {"title": ["Another"], "reason": ["A slip."]}
    rename = filled(browser.get("/sources/akoto-2025/address").text)
    rename |= {"slug": ["op-ed-2025"], "reason": ["Shorter."]}
    led_to(browser.post("/sources/akoto-2025/address", data=rename))
    answer = browser.post("/sources/akoto-2025/edit", data=form)
    assert answer.status_code == 409
    assert filled(answer.text)["title"] == ["Another"]
    led_to(browser.post("/sources/op-ed-2025/edit", data=filled(answer.text)))

"""Claims from outside: brought by a form, and told from what a text says wherever they stand."""

import html
import json
import re
from typing import NamedTuple

import pytest
from sqlmodel import col, select

from app.arguments.models import Basis, Move, Support
from app.changes.commands import create, retire
from app.claims.models import Claim
from app.debates.listing import is_answered
from app.debates.models import Debate, OutsideNote
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.search.commands import index
from app.semantics.framework import Label
from app.sources.models import Source
from tests.web.changing import filled

DEBATE = "/debates/china-cyber-espionage"
WORDS = "Badgers counted fewer thefts in the years after the accord."
NEITHER = "neither text says this"


UNANSWERED = (
    select(Claim)
    .join(Source, col(Source.id) == Claim.source_id)
    .where(Source.slug == "akoto-2025", Claim.standing == Label.IN, ~is_answered())
    .order_by(col(Claim.number))
)


class Brought(NamedTuple):
    outside: str
    target: str
    rebuttal: str
    number: int


@pytest.fixture
def clean(members):
    """What a test brings is taken back."""
    yield
    with members.db() as db:
        for id in db.exec(select(Claim.id).where(col(Claim.by_id).is_not(None))).all():
            seen, by = last_revision_id(db, id), members.user(db, "editor")
            retire(db, by=by, kind=Kind.CLAIM, id=id, seen=seen, why="The test is over.")
        index(db)
        db.commit()


@pytest.fixture
def brought(members, clean):
    """A claim from outside that contradicts one of a text that nothing else goes against: the ids
    of both and of the rebuttal, and what the one is called."""
    with members.db() as db:
        debate = db.exec(select(Debate)).one()
        by = members.user(db, "editor")
        fields = {
            "debate_id": debate.id,
            "statement": WORDS,
            "year": 2021,
            "reference": "Meles, Sett by Sett, p. 7",
            "url": "https://example.org/sett",
        }
        outside = create(db, by=by, kind=Kind.CLAIM, fields=fields)
        target = db.exec(UNANSWERED).first()
        link = {
            "claim_id": outside,
            "target_claim_id": target.id,
            "move": Move.CONTRADICTS.value,
            "basis": Basis.EDITORIAL.value,
            "note": "Fewer is not more.",
        }
        rebuttal = create(db, by=by, kind=Kind.REBUTTAL, fields=link)
        index(db)
        db.commit()
        return Brought(outside, target.id, rebuttal, db.get_one(Claim, outside).number)


def read(members, path, name="", **params):
    found = members.browser(name).get(path, params=params or None, follow_redirects=True)
    assert found.status_code == 200, path
    return html.unescape(found.text)


def form(browser, **fields):
    page = browser.get(f"{DEBATE}/claims/new").text
    key = re.findall(r'name="key" value="(\w+)"', page)[0]
    return {"key": key, "statement": WORDS, "year": "2021"} | fields


def test_a_contributor_proposes_a_claim_from_outside_and_an_editor_publishes_it(members, clean):
    browser = members.browser("contributor")
    assert f'href="{DEBATE}/claims/new"' in browser.get(f"{DEBATE}/claims").text
    done = browser.post(f"{DEBATE}/claims", data=form(browser))
    assert done.status_code == 303
    assert done.headers["location"].startswith(f"{DEBATE}/claims?source=outside&proposed=")
    proposal = done.headers["location"].partition("proposed=")[2]
    shown = html.unescape(browser.get(f"/proposals/{proposal}").text)
    assert "none: it comes from outside" in shown
    decided = members.browser("editor").post(
        f"/proposals/{proposal}", data={"decision": "publish", "remark": ""}
    )
    assert decided.status_code == 303
    listed = read(members, f"{DEBATE}/claims", source="outside")
    assert WORDS in listed
    assert f"<b>From outside</b>, <time>2021</time>, signed by contributor; {NEITHER}" in listed
    assert WORDS not in read(members, f"{DEBATE}/claims")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"statement": "“It is so.”"}, "without quotation marks"),
        ({"year": "soon"}, "Give the year"),
        ({"year": "2999"}, "is yet to come"),
        ({"url": "javascript:alert(1)"}, "must begin with https://"),
    ],
)
def test_what_no_claim_from_outside_may_say_comes_back_as_typed(members, wrong, said):
    browser = members.browser("editor")
    again = browser.post(f"{DEBATE}/claims", data=form(browser, reference="Page 7", **wrong))
    assert again.status_code == 422
    page = html.unescape(again.text)
    assert said in page
    assert "Page 7" in page
    assert next(iter(wrong.values())) in page


def test_a_claim_that_is_there_already_is_shown_before_another_is_made(members, brought):
    browser = members.browser("editor")
    alike = form(browser, statement="Badgers counted fewer thefts after the accord.")
    shown = browser.post(f"{DEBATE}/claims", data=alike)
    assert shown.status_code == 422
    assert WORDS in html.unescape(shown.text)
    assert browser.post(f"{DEBATE}/claims", data=alike | {"known": "yes"}).status_code == 303


def test_nothing_of_it_stands_in_quotation_marks_on_any_page(members, brought):
    outside, target, rebuttal, _ = brought
    pages = (
        f"/claims/{outside}",
        f"/claims/{target}",
        f"/rebuttals/{rebuttal}",
        f"/standings/{target}",
        f"/standings/{outside}",
        f"{DEBATE}/rebuttals?across=outside",
        f"{DEBATE}/claims?source=outside",
        "/search?q=badgers",
        f"/claims/{outside}/history",
    )
    for path in pages:
        page = read(members, path)
        assert NEITHER in page.lower() or path.endswith("/history"), path
        assert WORDS in re.sub("</?mark>", "", page), path
        assert f"“{WORDS}" not in page, path
        for quoted in re.findall(r"<blockquote.*?</blockquote>", page, re.S):
            assert WORDS not in quoted, path


def test_the_map_and_its_outline_say_where_it_comes_from(members, brought):
    outside, target, _, number = brought
    page = read(members, f"{DEBATE}/map", claim=target)
    assert page.count(f"Outside {number} · From outside, 2021, signed by editor") >= 2
    assert 'id="outline-outside"' in page
    assert "map__node--outside" in page
    own = read(members, f"{DEBATE}/map", claim=outside)
    assert WORDS in own
    alone = read(members, f"{DEBATE}/map", claim=target, source="outside")
    assert "map__node--outside" not in alone


def test_it_takes_part_in_standing_and_the_chain_says_so(members, brought):
    outside, target, _, number = brought
    page = read(members, f"/claims/{target}")
    assert "Defeated" in page
    assert f"Outside {number}</a> (from outside) contradicts it" in page
    supposed = read(members, f"/claims/{target}", without=outside)
    assert "Would stand" in supposed


def test_a_text_is_not_answered_by_what_comes_from_outside(members, brought):
    target = brought.target
    listed = f"{DEBATE}/claims?source=akoto-2025&answered="
    assert target in read(members, f"{listed}no")
    assert target not in read(members, f"{listed}yes")


def test_the_data_has_it_apart(members, brought):
    outside, number = brought.outside, brought.number
    data = json.loads(members.browser().get(f"{DEBATE}.json").text)
    found = next(claim for claim in data["claims"] if claim["id"] == outside)
    assert (found["source"], found["passages"], found["stance"]) == (None, [], None)
    assert found["outside"]["signed"] == "editor"
    assert found["label"] == f"Outside {number}"
    assert all(c["outside"] is None for c in data["claims"] if c["id"] != outside)
    solved = members.browser().get(f"{DEBATE}.apx").text
    assert f"% From outside: {WORDS}\narg(outside{number})." in solved
    assert f"att(outside{number}," in solved


def test_a_search_is_narrowed_to_what_comes_from_outside(members, brought):
    outside = brought.outside
    found = read(members, "/search", q="thefts", source="outside")
    assert outside in found
    assert "1 from outside" in found
    assert "quotation--a" not in found
    assert outside in read(members, "/search", q="Meles")


def test_a_form_in_which_claims_are_chosen_finds_it(members, brought):
    with members.db() as db:
        step = db.exec(select(Support.id).order_by(Support.id)).first()
        note = db.exec(select(OutsideNote.id).order_by(OutsideNote.id)).first()
    browser = members.browser("editor")
    for path, field in ((f"/supports/{step}/edit", "premises"), (f"/notes/{note}/edit", "claims")):
        form = filled(browser.get(path).text)
        page = browser.get(path, params=form | {f"find-{field}": "badgers thefts accord"}).text
        assert re.search(f'name="{field}" value="{brought.outside}"', page)
        form[field] = [*form.get(field, []), brought.outside]
        assert brought.outside in filled(browser.get(path, params=form).text)[field]


def test_its_history_and_its_address_go_on_when_it_is_retired(members, brought):
    outside = brought.outside
    assert WORDS in read(members, f"/claims/{outside}/history")
    with members.db() as db:
        seen, by = last_revision_id(db, outside), members.user(db, "editor")
        retire(db, by=by, kind=Kind.CLAIM, id=outside, seen=seen, why="It is not so.")
        index(db)
        db.commit()
    gone = members.browser().get(f"/claims/{outside}", follow_redirects=True)
    assert gone.status_code == 410
    assert WORDS in html.unescape(gone.text)


def test_only_who_signs_it_says_it_otherwise(members, brought):
    outside = brought.outside
    path = f"/claims/{outside}/edit"
    mine, other = members.browser("editor"), members.browser("contributor")
    assert f'href="{path}"' in mine.get(f"/claims/{outside}", follow_redirects=True).text
    assert f'href="{path}"' not in other.get(f"/claims/{outside}", follow_redirects=True).text
    form = filled(mine.get(path).text)
    assert (form["statement"], form["year"]) == ([WORDS], ["2021"])
    changed = form | {"year": ["2020"], "reason": ["A slip."]}
    refused = other.post(path, data=changed)
    assert refused.status_code == 403
    assert "Only who signs" in html.unescape(refused.text)
    assert mine.post(path, data=changed | {"year": ["soon"]}).status_code == 422
    done = mine.post(path, data=changed)
    assert done.status_code == 303
    assert "<time>2020</time>" in read(members, f"/claims/{outside}")


def test_a_proposal_of_one_is_said_again(members, clean):
    browser = members.browser("contributor")
    done = browser.post(f"{DEBATE}/claims", data=form(browser, reference="Page 7"))
    id = done.headers["location"].partition("proposed=")[2]
    again = f"/proposals/{id}/again"
    typed = filled(browser.get(again).text)
    assert typed["reference"] == ["Page 7"]
    said = browser.post(again, data=typed | {"reference": ["Page 8"]})
    assert said.status_code == 303, said.text
    assert "Page 8" in browser.get(f"/proposals/{id}").text
    members.browser("editor").post(f"/proposals/{id}", data={"decision": "decline", "remark": "No"})

"""Links from words of a text: the words, and what is at the other end, may be no claims yet."""

import html
import re

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.arguments.models import Rebuttal, Support
from app.changes.commands import retire
from app.claims.models import Claim
from app.claims.queries import card_by_id
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.proposals.models import Proposal
from app.sources.models import Source
from app.sources.queries import blocks_of, text_of

SOURCE = "/sources/akoto-2025"
NEW, FORM = f"{SOURCE}/links/new", f"{SOURCE}/links"
WORDS = "in the hope that this will also protect US intellectual property"
ZEBRAS, GNUS = "Zebras graze.", "Gnus wander far."
NOTE = "The one leaves out what the other is about."


@pytest.fixture(autouse=True)
def tidy(members):
    """What a test has made is taken back."""
    yield
    with members.db() as db:
        for kind, model in (
            (Kind.REBUTTAL, Rebuttal),
            (Kind.SUPPORT, Support),
            (Kind.CLAIM, Claim),
        ):
            for id in db.exec(select(model.id).where(col(model.by_id).is_not(None))).all():
                seen, by = last_revision_id(db, id), members.user(db, "editor")
                retire(db, by=by, kind=kind, id=id, seen=seen, why="The test is over.")
        db.commit()


@pytest.fixture
def other(members):
    """Words of the other text that are no claim: what the form calls them."""
    page = members.browser("editor").get(NEW, params={"words": WORDS, "q": unclaimed(members)}).text
    found = re.search(r'class="end__new" type="radio" name="claim" value="(\S+?)"', page)
    assert found is not None
    return found[1]


def unclaimed(members) -> str:
    """Some words of a paragraph of the article on which no claim rests."""
    with members.db() as db:
        source = db.exec(select(Source).where(Source.slug == "alternative-roles-2016")).one()
        ids = db.exec(select(Claim.id).where(Claim.source_id == source.id)).all()
        taken = {words.block for id in ids for words in card_by_id(db, id).passages}
        blocks = blocks_of(db, text_of(db, source.id).id)
        free = [b.words for b in blocks if b.kind == "paragraph" and b.number not in taken]
    return " ".join(max(free, key=len).split()[2:12])


def key(page: str) -> str:
    found = re.search(r'name="key" value="(\w+)"', page)
    assert found is not None
    return found[1]


def given(browser, **fields):
    fresh = {"key": key(browser.get(NEW).text), "words": WORDS, "own": "new", "way": "goes"}
    fresh |= {"statement": "Zebras came at noon.", "stance": "asserts"}
    return fresh | {"move": "qualifies", "basis": "editorial", "note": NOTE} | fields


def signed(members, model):
    with members.db() as db:
        return db.exec(select(model).where(col(model.by_id).is_not(None))).all()


def test_words_that_are_no_claim_yet_are_linked_to_others_in_one_act(members, other):
    browser = members.browser("editor")
    form = given(browser, claim=other, other_statement="Okapis help.", other_stance="asserts")
    done = browser.post(FORM, data=form)
    assert done.status_code == 303, done.text
    assert done.headers["location"].endswith("#new")
    page = html.unescape(browser.get(done.headers["location"], follow_redirects=True).text)
    assert "Okapis help." in page
    assert f"“{WORDS}”" in page
    assert 'id="new"' in page
    assert "Rebuttal made" in page
    assert "2 more with it" in page
    (made,) = signed(members, Rebuttal)
    claims = {claim.id: claim for claim in signed(members, Claim)}
    assert claims[made.claim_id].statement == "Zebras came at noon."
    assert claims[made.target_claim_id].statement == "Okapis help."
    again = browser.post(FORM, data=form)
    assert again.headers["location"] == done.headers["location"]
    undo = re.search(r'action="(/changes/\w+/undo)"', page)
    assert undo is not None
    browser.post(undo[1], data={"onward": "/"})
    assert signed(members, Rebuttal) == signed(members, Claim) == []


def test_what_a_contributor_links_so_is_shown_to_the_editor_with_its_claims(members, other):
    contributor, editor = members.browser("contributor"), members.browser("editor")
    form = given(contributor, claim=other, other_statement="Okapis help.")
    done = contributor.post(FORM, data=form)
    assert "Proposed. An editor" in contributor.get(done.headers["location"]).text
    assert signed(members, Claim) == []
    with members.db() as db:
        latest = select(Proposal.id).order_by(col(Proposal.created_at).desc())
        id = db.exec(latest).first()
    page = html.unescape(editor.get(f"/proposals/{id}").text)
    assert page.count("With it, a claim") == 2
    assert f"“{WORDS}”" in page
    against = re.search(r"<dt>Against</dt><dd>(.*?)</dd>", page)
    assert against is not None
    assert "Okapis help." in against[1]
    assert editor.post(f"/proposals/{id}", data={"decision": "publish"}).status_code == 303
    assert {claim.statement for claim in signed(members, Claim)} == {
        "Zebras came at noon.",
        "Okapis help.",
    }
    assert len(signed(members, Rebuttal)) == 1


def test_words_on_which_a_claim_rests_are_taken_for_it_first(members):
    browser = members.browser("editor")
    with members.db() as db:
        claim = db.exec(select(Claim).where(col(Claim.statement).like("%leapfrog%"))).one()
        exact = card_by_id(db, claim.id).passages[0].exact
        source = db.get_one(Source, claim.source_id).slug
    page = browser.get(f"/sources/{source}/links/new", params={"words": exact}).text
    assert re.search(rf'name="own" value="{claim.id}" checked', page)
    assert "May be relevant" in page
    some = browser.get(f"/sources/{source}/links/new", params={"words": exact.split()[0]}).text
    assert 'name="own" value="new" checked' not in some
    there = re.search(rf'name="claim" value="{claim.id}"', page)
    assert there is None
    taken = browser.get(NEW, params={"words": WORDS, "q": exact, "taken": "yes"}).text
    assert re.search(rf'name="claim" value="{claim.id}" checked', taken)


def test_either_may_bear_on_the_other_and_be_a_reason(members, other):
    browser = members.browser("editor")
    with members.db() as db:
        target = db.exec(select(Support).order_by(Support.id)).first()
        claim_id = target.conclusion_id
    form = given(browser, claim=claim_id, way="comes", move="supports")
    assert browser.post(FORM, data=form).status_code == 303
    (made,) = signed(members, Support)
    (own,) = signed(members, Claim)
    assert made.conclusion_id == own.id
    asked = {"words": WORDS, "claim": claim_id, "move": "undercuts"}
    page = browser.get(NEW, params=asked).text
    assert f'name="reason" value="{target.id}"' in page
    form = given(browser, own=own.id, claim=claim_id, move="undercuts", reason=target.id)
    assert browser.post(FORM, data=form).status_code == 303
    (cut,) = signed(members, Rebuttal)
    assert (cut.claim_id, cut.target_support_id) == (own.id, target.id)


def test_what_cannot_be_right_comes_back_as_typed_with_a_sentence(members, other):
    browser = members.browser("editor")
    with members.db() as db:
        known = db.exec(select(Claim.id).where(col(Claim.by_id).is_(None))).first()
    base = {"claim": other, "other_statement": "Okapis help."}
    own = re.search(
        r'name="claim" value="([0-9a-z]{10}\.\S+?)"', browser.get(NEW, params={"q": WORDS}).text
    )
    assert own is not None
    for wrong, said in (
        ({"words": "in the hope of gnus"}, "These words do not stand in this text."),
        ({"words": "China"}, "These words stand in several places. Choose one."),
        ({"words": WORDS[3:-3]}, "These words do not stand in this text."),
        ({"own": ""}, "Choose what these words state."),
        ({"own": known}, "Choose what these words state."),
        ({"statement": " "}, "Say in a sentence of your own what these words state."),
        ({"stance": "reports"}, "Say who holds a view that the author only reports."),
        ({"claim": ""}, "Choose a claim that is here."),
        ({"claim": "0000000000"}, "Choose a claim that is here."),
        ({"claim": "0000000000.1-9"}, "Choose words of a text that is here."),
        ({"claim": own[1]}, "Choose another claim than the one that these words state."),
        ({"other_statement": ""}, "Say in a sentence of your own what these words state."),
        ({"other_stance": "rejects"}, "Say who holds a view that the author only reports."),
        ({"move": "undercuts"}, "so there is no step to deny."),
        ({"move": "wins"}, "Choose one of those that are offered."),
        ({"way": "up"}, "Choose one of those that are offered."),
        ({"note": " "}, "This is needed."),
    ):
        answer = browser.post(FORM, data=given(browser, **base | wrong))
        assert answer.status_code == 422, wrong
        page = html.unescape(answer.text)
        assert said in page, wrong
        for name in re.findall(r'<li><a href="#(\w+)">', page):
            assert f'id="{name}"' in page, wrong
        assert "note" in wrong or NOTE in page
        if "words" not in wrong:
            assert "statement" in wrong or "Zebras came at noon." in page
    assert signed(members, Claim) == signed(members, Rebuttal) == []


def test_claims_are_also_made_from_the_form_on_a_claim(members, other):
    browser = members.browser("editor")
    with members.db() as db:
        target = db.exec(select(Claim.id).where(col(Claim.by_id).is_(None))).first()
    for noun, more, said in (("rebuttals", {"move": "mutual"}, ZEBRAS), ("supports", {}, GNUS)):
        fresh = {"key": key(browser.get(f"/claims/{target}/{noun}/new").text), "claim": other}
        form = fresh | {"basis": "editorial", "note": NOTE, "other_statement": said} | more
        unsaid = browser.post(f"/claims/{target}/{noun}", data=form | {"other_statement": ""})
        assert 'href="#other_statement"' in unsaid.text
        done = browser.post(f"/claims/{target}/{noun}", data=form)
        assert done.status_code == 303, done.text
        page = browser.get(done.headers["location"]).text
        assert 'id="new"' in page
    assert {claim.statement for claim in signed(members, Claim)} == {ZEBRAS, GNUS}


def test_words_that_stand_nowhere_are_told_with_the_nearest(members):
    browser = members.browser("editor")
    page = browser.get(NEW, params={"words": f"{WORDS} from gnus"}).text
    assert "These words do not stand in this text. The nearest are:" in " ".join(page.split())
    page = browser.get(NEW, params={"words": WORDS, "q": "a partnership of zebras and gnus here"})
    assert "No claim and no sentence here has these words." in page.text


def test_the_forms_cost_no_more_however_much_is_found(members):
    browser, engine = members.browser("editor"), members.app.state.engines.read
    with members.db() as db:
        target = db.exec(select(Claim.id).where(col(Claim.by_id).is_(None))).first()
    asked: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        for path in (NEW, f"/claims/{target}/rebuttals/new"):
            for q in ("", "espionage", "China", "in the United States", "zebras and gnus"):
                asked.clear()
                assert browser.get(path, params={"words": WORDS, "q": q}).status_code == 200
                assert 5 < len(asked) <= 36, (path, q, len(asked))
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_texts_lead_whoever_contributes_to_the_forms(members):
    contributor, reader = members.browser("contributor"), members.browser("reader")
    for path, href in (
        (f"{SOURCE}/paragraphs/5", "/links/new?paragraph=5"),
        (SOURCE, f'href="{NEW}"'),
        ("/debates/china-cyber-espionage/side-by-side", f'href="{NEW}"'),
    ):
        assert href in contributor.get(path).text
        assert "/links/new" not in reader.get(path).text
    assert contributor.get(f"{NEW}?paragraph=5").text.count("tariff rounds") > 1
    assert reader.get(NEW).status_code == 403
    with members.db() as db:
        claim = db.exec(select(Claim).order_by(Claim.id)).first()
        source = db.get_one(Source, claim.source_id).slug
        passage = card_by_id(db, claim.id).passages[0]
    opened = contributor.get(f"/sources/{source}/claims/{claim.id}").text
    assert f"/claims/{claim.id}/rebuttals/new" in opened
    beside = f"/debates/china-cyber-espionage/side-by-side?at={passage.id}"
    assert "/rebuttals/new" in contributor.get(beside).text
    assert "/rebuttals/new" not in members.browser().get(beside).text
    marked = contributor.get(f"/sources/{source}/passages/{passage.id}").text
    address = re.search(r'href="(/sources/\S+/links/new\?words=\S+?)"', marked)
    assert address is not None
    form = contributor.get(html.unescape(address[1])).text
    assert f'name="own" value="{claim.id}"' in form


@pytest.mark.parametrize("path", [FORM, ""], ids=["from words", "from a claim"])
def test_the_other_end_may_be_brought_from_outside(members, path):
    browser = members.browser("editor")
    with members.db() as db:
        target = db.exec(select(Claim.id).where(col(Claim.by_id).is_(None))).first()
    path = path or f"/claims/{target}/rebuttals"
    brought = {"claim": "outside", "outside_statement": "Gnus were counted."}
    for wrong, field in (
        ({"outside_year": "long ago"}, "outside_year"),
        ({"outside_year": "2024", "outside_statement": " "}, "outside_statement"),
        ({"outside_year": "2024", "outside_url": "javascript:1"}, "outside_url"),
    ):
        answer = browser.post(path, data=given(browser, **brought | wrong))
        assert answer.status_code == 422, wrong
        assert f'href="#{field}"' in answer.text, wrong
        assert f'id="{field}"' in answer.text, wrong
        assert re.search(r'value="outside" checked', answer.text), wrong
    form = given(browser, **brought, outside_year="2024", way="comes")
    done = browser.post(path, data=form)
    assert done.status_code == 303, done.text
    page = browser.get(done.headers["location"], follow_redirects=True).text
    assert "Gnus were counted." in page
    (made,) = signed(members, Rebuttal)
    claims = {claim.id: claim for claim in signed(members, Claim)}
    assert claims[made.claim_id].year == 2024
    assert claims[made.claim_id].source_id is None


def test_claims_that_may_say_the_same_are_shown_before_another_is_made(members, other):
    browser = members.browser("editor")
    with members.db() as db:
        said = db.exec(select(Claim.statement).where(col(Claim.by_id).is_(None))).first()
    form = given(browser, claim=other, other_statement="Okapis help.", statement=said)
    answer = browser.post(FORM, data=form)
    assert answer.status_code == 422
    assert 'href="#known"' in answer.text
    assert "Is what is new one of these?" in answer.text
    assert signed(members, Claim) == []
    assert browser.post(FORM, data=form | {"known": "yes"}).status_code == 303


def test_a_link_that_waits_is_said_in_other_words_and_keeps_its_claims(members, other):
    contributor, editor = members.browser("contributor"), members.browser("editor")
    for move, more in (("qualifies", {}), ("supports", {"known": "yes"})):
        form = given(contributor, claim=other, other_statement="Okapis help.", move=move)
        done = contributor.post(FORM, data=form | more)
        id = done.headers["location"].partition("proposed=")[2]
        page = contributor.get(f"/proposals/{id}/again").text
        assert "Zebras came at noon." in page
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        ticked = re.findall(r'name="premises" value="(\w+)" checked', page)
        said = hidden | {"note": f"{move}, said otherwise.", "basis": "editorial"}
        said |= {"move": move} if move == "qualifies" else {"premises": ticked}
        again = contributor.post(f"/proposals/{id}/again", data=said)
        assert again.status_code == 303, again.text
        assert editor.post(f"/proposals/{id}", data={"decision": "publish"}).status_code == 303
    assert [made.note for made in signed(members, Rebuttal)] == ["qualifies, said otherwise."]
    assert [made.note for made in signed(members, Support)] == ["supports, said otherwise."]
    assert len(signed(members, Claim)) == 4

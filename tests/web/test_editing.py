"""What is there is said otherwise; where two do so, nothing is lost."""

import re

import pytest
from sqlmodel import select

from app.changes.commands import edit, retire
from app.changes.nouns import states_at
from app.debates.models import OutsideNote
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.proposals.models import Proposal
from tests.web.changing import DEBATE, as_new, filled, led_to

WHY = {"reason": ["It reads better."]}


@pytest.fixture(scope="module")
def ids(client):
    """The first of each noun, by the first word of its address."""
    data = client.get(f"{DEBATE}.json").json()
    nouns = ("claims", "supports", "rebuttals", "questions")
    return {noun: data[noun][0]["id"] for noun in nouns}


@pytest.fixture
def note(members):
    with members.db() as db:
        return db.exec(select(OutsideNote.id).order_by(OutsideNote.id)).first()


def state(members, kind, id):
    with members.db() as db:
        return states_at(db, [(kind, id)])[kind, id]


def form_of(browser, path, **fields):
    """The form at a path, with other words in some of its fields."""
    page = browser.get(path)
    assert page.status_code == 200, page.text
    return filled(page.text) | WHY | {name: [value] for name, value in fields.items()}


@pytest.mark.parametrize(
    ("noun", "kind", "field", "words"),
    [
        ("claims", Kind.CLAIM, "statement", "The US misses the point."),
        ("supports", Kind.SUPPORT, "note", "Since the one follows."),
        ("rebuttals", Kind.REBUTTAL, "note", "Both cannot be so."),
        ("questions", Kind.QUESTION, "text", "Is it so?"),
    ],
)
def test_an_editor_says_a_thing_in_other_words_and_that_is_one_change(
    members, recorded, ids, noun, kind, field, words
):
    browser, path = members.browser("editor"), f"/{noun}/{ids[noun]}/edit"
    shown = browser.get(f"/{noun}/{ids[noun]}", follow_redirects=True).text
    assert f'href="{path}"' in shown
    before = state(members, kind, ids[noun])
    told = led_to(browser.post(path, data=form_of(browser, path, **{field: words})))
    assert state(members, kind, ids[noun]) == {**before, field: words}
    assert recorded() == 1
    page = browser.get(told, follow_redirects=True).text
    assert f"{kind.capitalize()} edited:" in page
    assert "/undo" in page
    assert "It reads better." in browser.get(f"/{noun}/{ids[noun]}/history").text


def test_a_note_from_outside_is_edited_from_its_own_page_which_has_a_history(
    members, recorded, note
):
    browser = members.browser("editor")
    assert f'href="/notes/{note}/edit"' in browser.get(f"/notes/{note}").text
    form = form_of(browser, f"/notes/{note}/edit", body="A law is due.")
    told = led_to(browser.post(f"/notes/{note}/edit", data=form))
    assert "A law is due." in browser.get(told).text
    assert "<ins" in members.browser().get(f"/notes/{note}/history").text


def test_a_form_that_is_sent_as_it_came_changes_nothing(members, recorded, ids, note):
    browser = members.browser("editor")
    paths = [f"/{noun}/{id}" for noun, id in ids.items()]
    for path in (*paths, f"/notes/{note}", "/sources/akoto-2025", DEBATE):
        answer = browser.post(f"{path}/edit", data=form_of(browser, f"{path}/edit"))
        assert answer.status_code == 422, path
        assert "Nothing is changed by this." in answer.text
    assert recorded() == 0


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(members, recorded, ids):
    browser, path = members.browser("editor"), f"/claims/{ids['claims']}/edit"
    form = form_of(browser, path, statement="Mine.", stance="reports", attributed_to="", reason="")
    silent = browser.post(path, data=form)
    assert silent.status_code == 422
    assert 'href="#reason"' in silent.text
    answer = browser.post(path, data=form | WHY)
    assert answer.status_code == 422
    assert "Say who holds a view that the author only reports." in answer.text
    assert filled(answer.text)["statement"] == ["Mine."]
    assert recorded() == 0


def test_a_contributors_edit_waits_and_is_published_as_it_was_proposed(members, recorded, ids):
    browser, path = members.browser("contributor"), f"/claims/{ids['claims']}/edit"
    form = form_of(browser, path, statement="Zebras graze.")
    told = led_to(browser.post(path, data=form))
    assert led_to(browser.post(path, data=form)) == told
    assert recorded() == 0
    id = told.partition("proposed=")[2]
    with members.db() as db:
        assert db.get_one(Proposal, id).fields == {"statement": "Zebras graze."}
    editor = members.browser("editor")
    assert "Zebras graze." in as_new(editor.get(f"/proposals/{id}").text)
    led_to(editor.post(f"/proposals/{id}", data={"decision": "publish"}))
    assert state(members, Kind.CLAIM, ids["claims"])["statement"] == "Zebras graze."
    assert recorded() == 1


def test_passages_are_added_put_in_order_and_taken_away_but_one_stays(members, recorded, ids):
    browser, path = members.browser("editor"), f"/claims/{ids['claims']}/edit"
    lines = browser.get("/sources/akoto-2025.txt").text.splitlines()
    line = [line for line in lines if len(line.split()) > 30][-1]
    words = " ".join(line.split()[4:12])
    form = form_of(browser, path)
    (first,) = form["passages"]
    page = browser.get(path, params=form | {"words": words.replace(" ", "\n", 1), "arrange": "add"})
    assert "The last one stays." not in page.text
    first_again, second = filled(page.text)["passages"]
    assert first_again == first
    moved = browser.get(path, params=filled(page.text) | {"arrange": f"up:{second}"}).text
    assert filled(moved)["passages"] == [second, first]
    led_to(browser.post(path, data=filled(moved) | WHY))
    told = state(members, Kind.CLAIM, ids["claims"])["passages"]
    assert told[0]["exact"] == words
    assert told[1]["id"] == first
    form = form_of(browser, path)
    for token in form["passages"]:
        page = browser.get(path, params=filled(page.text) | form | {"arrange": f"drop:{token}"})
        form = filled(page.text)
    assert len(form["passages"]) == 1
    bare = browser.post(path, data=form | WHY | {"passages": []})
    assert bare.status_code == 422
    assert "rests on at least one passage" in bare.text


@pytest.mark.parametrize(
    ("words", "said"), [("no such words", "do not stand in this text"), ("the", "Choose one")]
)
def test_words_that_mean_no_one_place_are_refused_where_they_were_pasted(
    members, recorded, ids, words, said
):
    browser, path = members.browser("editor"), f"/claims/{ids['claims']}/edit"
    answer = browser.post(path, data=form_of(browser, path, words=words))
    assert answer.status_code == 422
    assert said in answer.text
    assert filled(answer.text)["words"] == [words]


def test_claims_are_found_as_one_types_and_those_of_the_field_alone_are_answered(members, ids):
    browser, path = members.browser("editor"), f"/supports/{ids['supports']}/edit"
    form = form_of(browser, path)
    asked = form | {"find-premises": "solar", "for": "premises"}
    found = browser.get(path, params=asked, headers={"HX-Request": "true"}).text
    assert found.lstrip().startswith('<ul class="candidates" id="found-premises"')
    ticked = re.findall(r'value="(\w+)" checked', found)
    assert ticked == form["premises"]
    assert "solar" in found
    assert browser.get(path, params=form | {"for": "nothing"}).text.startswith("<!doctype")


def test_what_each_text_holds_on_a_question_is_checked_at_its_place(members, recorded, ids):
    browser, path = members.browser("editor"), f"/questions/{ids['questions']}/edit"
    form = form_of(browser, path)
    name = next(name for name in form if name.startswith("claims-"))
    source = name.partition("-")[2]
    wrongs: list[dict[str, list[str]]] = [{name: []}, {f"silent-{source}": ["yes"]}]
    for wrong in wrongs:
        answer = browser.post(path, data=form | wrong)
        assert answer.status_code == 422
        assert f'href="#{name}"' in answer.text
    silence = {name: [], f"silent-{source}": ["yes"], f"statement-{source}": ["It is silent."]}
    led_to(browser.post(path, data=form | silence))
    held = state(members, Kind.QUESTION, ids["questions"])["positions"]
    assert [each["is_silent"] for each in held if each["source_id"] == source] == [True]


def test_a_text_and_a_debate_are_described_otherwise_by_editors_alone(members, recorded):
    browser = members.browser("editor")
    for place, path in (("/sources/akoto-2025",) * 2, (f"{DEBATE}/about", DEBATE)):
        assert f'href="{path}/edit"' in browser.get(place).text
        assert f'href="{path}/edit"' not in members.browser("contributor").get(place).text
        form = form_of(browser, f"{path}/edit", title="Another title")
        page = browser.get(led_to(browser.post(f"{path}/edit", data=form)), follow_redirects=True)
        assert "edited: “Another title”" in page.text
        assert "Another" in members.browser().get(f"{path}/history").text
    assert recorded() == 2


@pytest.mark.parametrize("noun", ["notes", "sources", "debates", "questions"])
def test_each_is_shown_as_it_was_at_any_revision_and_made_that_again(
    members, recorded, ids, note, noun
):
    browser = members.browser("editor")
    keys = {"notes": note, "sources": "akoto-2025", "debates": DEBATE.rpartition("/")[2]} | ids
    field = {"notes": "body", "questions": "text"}.get(noun, "title")
    path = f"/{noun}/{keys[noun]}"
    for words in ("Is zinc blue?", "Are herons red?"):
        form = form_of(browser, f"{path}/edit", **{field: words})
        led_to(browser.post(f"{path}/edit", data=form))
    history = browser.get(f"{path}/history").text
    first = list(dict.fromkeys(re.findall(r'href="(/revisions/\w+)"', history)))[1]
    then = members.browser().get(first)
    assert "Is zinc blue?" in as_new(then.text)
    assert "Make it this again" not in then.text
    page = browser.get(first).text
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    told = led_to(browser.post(f"{first}/restore", data=form))
    assert recorded() == 3
    landed = browser.get(told, follow_redirects=True)
    assert landed.url.path == f"{path}/history"
    assert "restored: “Is zinc blue?”" in landed.text
    assert members.browser().get(first).content == then.content
    mine = browser.get("/users/editor/contributions").text
    link = re.search(rf'href="(/{noun}/\w+/history)"', mine)
    assert link is not None
    assert browser.get(link[1], follow_redirects=True).url.path == f"{path}/history"


def test_a_remark_is_added_at_its_words_and_an_emptied_one_is_taken_away(members, recorded):
    browser, path = members.browser("editor"), "/sources/akoto-2025/edit"
    form = form_of(browser, path, remark_words="classic example of", remark_body="So it says.")
    first = next(name for name in form if name.startswith("remark-"))
    led_to(browser.post(path, data=form | {first: [""]}))
    page = browser.get("/sources/akoto-2025").text
    assert "So it says." in page
    assert form[first][0] not in page


def test_the_second_of_two_is_shown_both_versions_and_what_only_one_changed_is_merged(
    members, recorded, ids
):
    browser, path = members.browser("editor"), f"/claims/{ids['claims']}/edit"
    mine = form_of(browser, path, statement="Mine it is.", attributed_to="nobody")
    other = members.browser("admin")
    theirs = form_of(other, path, statement="Theirs it is.", stance="concedes", reason="A hedge.")
    led_to(other.post(path, data=theirs))
    answer = browser.post(path, data=mine)
    assert answer.status_code == 409
    page = answer.text
    assert "admin has changed this claim since you opened it" in page
    assert "A hedge." in page
    for words in ("Mine it is", "Theirs it is"):
        assert words in as_new(page)
    assert page.count("<del>") > 1
    form = filled(page)
    assert (form["statement"], form["stance"]) == (["Mine it is."], ["concedes"])
    assert (form["attributed_to"], form["reason"]) == (["nobody"], WHY["reason"])
    assert "stance: the other changed it, and you did not" in page
    assert form["take-statement"] == ["mine"]
    assert recorded() == 1
    for name in ("take-stance", "take-attributed_to"):
        assert name not in form
    led_to(browser.post(path, data=form | {"take-statement": ["theirs"]}))
    told = state(members, Kind.CLAIM, ids["claims"])
    assert (told["statement"], told["stance"]) == ("Theirs it is.", "concedes")
    assert told["attributed_to"] == "nobody"
    assert recorded() == 2


def test_ones_own_words_or_a_mix_can_be_kept_and_a_third_version_is_met_again(
    members, recorded, ids
):
    browser, path = members.browser("editor"), f"/claims/{ids['claims']}/edit"
    mine = form_of(browser, path, statement="Mine.")

    def meanwhile(words):
        with members.db() as db:
            by, seen = members.user(db, "admin"), last_revision_id(db, ids["claims"])
            fields = {"statement": words}
            edit(db, by=by, kind=Kind.CLAIM, id=ids["claims"], seen=seen, fields=fields)
            db.commit()

    meanwhile("Theirs.")
    form = filled(browser.post(path, data=mine).text)
    meanwhile("A third.")
    again = browser.post(path, data=form | {"statement": ["Both."]})
    assert again.status_code == 409
    assert filled(again.text)["statement"] == ["Both."]
    assert "A third." in again.text
    led_to(browser.post(path, data=filled(again.text)))
    assert state(members, Kind.CLAIM, ids["claims"])["statement"] == "Both."


def test_without_the_look_at_what_was_seen_the_second_would_lose_the_first(
    members, recorded, ids, monkeypatch
):
    """The control: what is tested above is not so by chance."""
    monkeypatch.setattr("app.proposals.commands.check_seen", lambda *_: None)
    browser, path = members.browser("editor"), f"/claims/{ids['claims']}/edit"
    mine = form_of(browser, path, statement="Mine.")
    led_to(browser.post(path, data=form_of(browser, path, statement="Theirs.")))
    assert browser.post(path, data=mine).status_code == 303


def test_words_for_what_was_taken_out_meanwhile_are_given_back(members, recorded, ids):
    browser, path = members.browser("editor"), f"/supports/{ids['supports']}/edit"
    form = form_of(browser, path, note="Words of mine.")
    with members.db() as db:
        by, seen = members.user(db, "admin"), last_revision_id(db, ids["supports"])
        why = "It was no reason."
        retire(db, by=by, kind=Kind.SUPPORT, id=ids["supports"], seen=seen, why=why)
        db.commit()
    answer = browser.post(path, data=form)
    assert answer.status_code == 409
    assert "This support was retired while you wrote" in answer.text
    assert why in answer.text
    assert "Words of mine." in as_new(answer.text)

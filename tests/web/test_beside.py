"""Two texts side by side: what an address says is what its page shows, whole or as a piece."""

import re
from html import unescape
from typing import Any

import pytest

from app.debates.queries import voices
from app.errors import NotFound
from app.web.beside import sides
from app.web.pairs import choose, drawn, opened_in, paired
from app.web.reading import whole
from tests.web.test_fragments import HTMX, untitled
from tests.web.test_marking import Marks

PATH = "/debates/china-cyber-espionage/side-by-side"
OP_ED, ARTICLE = "akoto-2025", "alternative-roles-2016"


@pytest.fixture(scope="module")
def data(client) -> dict[str, Any]:
    content: dict[str, Any] = client.get("/debates/china-cyber-espionage.json").json()
    return content


def claim(data, words: str) -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in data["claims"] if words in c["passages"][0]["exact"])
    return found


def links(page: str, marked: str) -> list[str]:
    return [unescape(url) for url in re.findall(rf'<a href="([^"]*)" {marked}', page)]


def test_both_texts_are_whole_with_every_passage_under_a_number_of_its_own(client, data):
    page = client.get(PATH).text
    marks = Marks(page)
    exact = {p["id"]: p["exact"] for c in data["claims"] for p in c["passages"]}
    assert sorted(marks.signed.values()) == sorted(exact.values())
    assert marks.chosen == ""
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_address_leaves_out_what_goes_without_saying(client, data):
    at = claim(data, "leapfrog")["passages"][0]["id"]
    first = links(client.get(f"{PATH}?at={at}").text, 'data-step="1"')[0].split("#")[0]
    nearest = claim(data, "However, no evidence has been conclusive")["id"]
    for view, told in (
        (f"left={OP_ED}&right={ARTICLE}", PATH),
        (f"right={ARTICLE}&lead=both", PATH),
        (f"left={ARTICLE}", f"{PATH}?left={ARTICLE}&amp;right={OP_ED}"),
        (f"at={at}&beside={nearest}", first),
        (f"at={at}&beside=0000000000", first),
    ):
        page = client.get(f"{PATH}?{view}").text
        assert f'rel="canonical" href="http://testserver{told}"' in page, view


def test_a_chosen_passage_and_its_counterpart_are_marked_and_the_card_tells_all(client, data):
    ours, theirs = claim(data, "leapfrog"), claim(data, "However, no evidence has been conclusive")
    at = ours["passages"][0]["id"]
    page = client.get(f"{PATH}?at={at}").text
    assert Marks(page).chosen == ours["passages"][0]["exact"] + theirs["passages"][0]["exact"]
    assert f'id="passage-{at}"' in page
    assert f'id="passage-{theirs["passages"][0]["id"]}"' in page
    card = page[page.index('id="card"') :]
    rebuttal = next(
        r
        for r in data["rebuttals"]
        if {r["claim"], r["target"].get("claim")} == {ours["id"], theirs["id"]}
    )
    for told in (
        "They contradict each other; paired by an editor",
        "William Akoto, in 2025, asserts this",
        "<time>2016</time>, asserts",
        rebuttal["note"][:40],
        f'href="/rebuttals/{rebuttal["id"]}/',
        "1 of ",
    ):
        assert told in unescape(card), told
    title, piece = untitled(client.get(f"{PATH}?at={at}", headers=HTMX).text)
    assert title.startswith(f"{ours['label']} beside {theirs['label']}: ")
    assert re.sub(r"\s+", "", piece) in re.sub(r"\s+", "", page)
    assert len(piece) < 12_000


def test_every_mark_leads_to_a_card_and_next_goes_through_all_counterparts(client):
    page = client.get(PATH).text
    signs = re.findall(r'class="margin-sign( margin-sign--alone)?" href="([^"#]+)', page)
    assert len(signs) > 150
    longest = 0
    for alone, url in signs[::4]:
        card = client.get(unescape(url), headers=HTMX).text
        unmet = "is set beside this yet." in card or " is silent on this: " in card
        assert unmet == bool(alone)
        told = re.search(r"1 of (\d+)", card)
        count = int(told[1]) if told else 1
        assert len(links(card, r'data-step="\d')) == (0 if count == 1 else count)
        longest = max(longest, count)
    assert longest > 8
    onward, seen = (
        links(client.get(unescape(signs[0][1]), headers=HTMX).text, 'data-step="next"'),
        1,
    )
    while onward:
        card = client.get(onward[0].split("#")[0], headers=HTMX).text
        onward, seen = links(card, 'data-step="next"'), seen + 1
        assert f"{seen} of " in card


@pytest.mark.parametrize(
    ("view", "told"),
    [
        ("left=nobody", "There is no text in this debate “nobody”."),
        ("at=0000000000", "There is no passage in these two texts “0000000000”."),
        ("at=%00", "There is no passage in these two texts"),
        ("left=%3Cscript%3E", "There is no text in this debate “&lt;script&gt;”."),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(client, view, told):
    answer = client.get(f"{PATH}?{view}")
    assert answer.status_code == 404
    assert told in answer.text


def test_an_unchanged_view_is_not_made_again(client):
    first = client.get(PATH)
    again = client.get(PATH, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.fixture
def three(db, make):
    """A debate of three texts; a claim of the third contradicts one of each other text."""
    sources = [make.source() for _ in range(3)]
    debate = make.debate(*sources)
    claims = [make.claim(source) for source in sources]
    make.rebuttal(claim=claims[2], target=claims[0], mutual=True)
    make.rebuttal(claim=claims[2], target=claims[1], mutual=True)
    return debate, sources, claims, voices(db, debate.id)


def test_of_three_texts_the_address_says_which_two(three):
    debate, sources, _, every = three
    one, two, three_ = (every[source.id] for source in sources)
    assert sides(debate, every, "", "") == (one, two)
    assert sides(debate, every, three_.slug, "") == (three_, one)
    assert sides(debate, every, "", one.slug) == (two, one)
    assert sides(debate, every, two.slug, two.slug) == (two, one)
    with pytest.raises(NotFound):
        sides(debate, every, "", "nobody")
    with pytest.raises(NotFound):
        sides(debate, {one.source_id: one}, "", "")


def test_each_of_two_texts_knows_of_the_other_alone(db, three, application):
    debate, sources, claims, every = three
    wholes = [whole(db, source, debate) for source in (sources[2], sources[1])]
    pair = paired(debate, every, wholes)
    at = wholes[0]["cards"][claims[2].id].passages[0].id
    choice = choose(pair, at, "")
    assert choice is not None
    assert choice.beside is not None
    assert (choice.own.id, choice.beside.id) == (claims[2].id, claims[1].id)
    assert pair.named == {"left": sources[2].slug, "right": sources[1].slug}
    assert pair.step(choice, 0).startswith(f"/debates/{debate.slug}/side-by-side?left=")
    left, right = (
        "".join(s.blocks for s in drawn(application.state.templates, pair, c, choice))
        for c in pair.columns
    )
    assert Marks(left).chosen == choice.own.passages[0].exact
    assert Marks(right).chosen == choice.beside.passages[0].exact
    assert 'id="card"' in left
    assert "Author" in left
    assert opened_in(pair.right, choice).card is None
    plain = "".join(s.blocks for s in drawn(application.state.templates, pair, pair.left, None))
    assert Marks(plain).chosen == ""
    assert pair.instead(pair.left, every[sources[0].id]).endswith(
        f"left={sources[0].slug}&right={sources[1].slug}"
    )


def test_the_dialogue_has_every_claim_of_every_question_and_every_silence(client, data):
    page = unescape(client.get("/debates/china-cyber-espionage/dialogue").text)
    turns = sum(len(p["claims"]) for q in data["questions"] for p in q["positions"])
    assert page.count('<figure class="quotation') == turns
    silent = sum(not p["claims"] for q in data["questions"] for p in q["positions"])
    assert page.count(" is silent on this.") == silent > 2
    assert page.index("The op-ed says") < page.index("On the same matter the article says")
    assert "Elsewhere the article rejects this" in page


def test_a_hidden_text_is_told_nowhere_but_where_it_is_revealed(client, data):
    page = unescape(client.get(f"/debates/china-cyber-espionage/dialogue?hide={ARTICLE}").text)
    shown = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    for hidden in (c["passages"][0]["exact"] for c in data["claims"] if c["source"] == ARTICLE):
        assert hidden not in shown
    assert "journal article, <time>" not in shown
    assert "The article of 2016 says" not in shown
    assert "ontradict" not in shown
    assert page.count("What does the article say") > 20


def test_hidden_speakers_are_told_nowhere_but_where_they_are_revealed(client):
    page = unescape(client.get("/debates/china-cyber-espionage/dialogue?hide=speakers").text)
    main = page[page.index('<section class="dialogue"') : page.index('<div class="share">')]
    shown = re.sub(r"<details.*?</details>", "", main, flags=re.DOTALL)
    for told in ("Akoto", "The article", "asserts", "op-ed", "quotation--", "/claims/"):
        assert told not in shown, told
    assert "“" in shown
    assert "Who says this, and how?" in main

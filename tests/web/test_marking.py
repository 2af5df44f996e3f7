"""What is marked in a text is the passage that was chosen, to the last character."""

from collections import defaultdict
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

DEBATE = "/debates/china-cyber-espionage"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
# The words are cut by Python, from rows that are the same in both databases: one is enough.
on_one_database = pytest.mark.parametrize("databases", ["sqlite"], indirect=True, scope="session")


class Marks(HTMLParser):
    """Reads a text's page: `chosen`, the words under the marker; `signed`, for the number of each
    sign, the words of its passage: those of the piece in which it stands, and of those whose
    data-of names it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.chosen = ""
        self.signed: dict[str, str] = defaultdict(str)
        self._spans: list[tuple[bool, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "span":
            chosen = "passage--chosen" in given.get("class", "").split()
            self._spans.append((chosen, given.get("data-of", "").split()))
        elif given.get("class", "").startswith("margin-sign") and self._spans:
            self._spans[-1][1].append(given["id"].removeprefix("sign-"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._spans.pop()

    def handle_data(self, data: str) -> None:
        for chosen, numbers in self._spans:
            self.chosen += data * chosen
            for number in numbers:
                self.signed[number] += data


@pytest.fixture(scope="module")
def passages(client) -> list[dict[str, Any]]:
    """Every passage of the shipped debate, each with the slug of its source."""
    claims = client.get(f"{DEBATE}.json").json()["claims"]
    found = [passage | {"source": c["source"]} for c in claims for passage in c["passages"]]
    return sorted(found, key=lambda passage: (passage["source"], passage["start"]))


@on_one_database
def test_each_passage_chosen_alone_marks_exactly_its_words(client, passages):
    wrong = []
    for passage in passages:
        place = f"/sources/{passage['source']}/passages/{passage['id']}"
        marks = Marks(client.get(place, headers=HTMX).text)
        if marks.chosen != passage["exact"]:
            wrong.append((place, marks.chosen))
    assert wrong == []
    assert len(passages) > 150


def test_a_whole_text_has_the_words_of_every_passage_under_one_number(client, passages):
    for slug in ("akoto-2025", "alternative-roles-2016"):
        marks = Marks(client.get(f"/sources/{slug}").text)
        # One passage may carry several claims.
        own = {passage["id"]: passage["exact"] for passage in passages if passage["source"] == slug}
        assert sorted(marks.signed.values()) == sorted(own.values())
        assert marks.chosen == ""


def test_of_passages_that_overlap_each_is_marked_whole_in_the_whole_page(client, passages):
    over = [
        (first, second)
        for first, second in pairwise(passages)
        if first["source"] == second["source"]
        and first["id"] != second["id"]
        and second["start"] < first["end"]
    ]
    assert len(over) > 3
    for passage in over[0] + over[-1]:
        page = client.get(f"/sources/{passage['source']}/passages/{passage['id']}").text
        assert Marks(page).chosen == passage["exact"]


def test_a_claim_of_several_passages_marks_them_all(client):
    claims = client.get(f"{DEBATE}.json").json()["claims"]
    for claim in [claim for claim in claims if len(claim["passages"]) > 1][:3]:
        page = client.get(f"/sources/{claim['source']}/claims/{claim['id']}").text
        in_order = sorted(claim["passages"], key=lambda passage: passage["start"])
        assert Marks(page).chosen == "".join(passage["exact"] for passage in in_order)

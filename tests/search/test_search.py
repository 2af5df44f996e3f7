"""The same hits on both databases, always those of the texts and claims as they are."""

import re

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app import schema
from app.claims.commands import make_claim
from app.claims.models import Claim, Stance
from app.db import open_engines
from app.debates.commands import hold
from app.schema import upgrade
from app.search import commands, queries
from app.search.commands import index
from app.search.models import EntryKind, SearchDue, SearchEntry, SearchWord
from app.search.queries import search
from app.search.ranking import Filters

TEXT = """Spies steal secrets. Cyberespionage pays, it is said. Nobody denies “Élan”.

A second paragraph of cyber-espionage has trade secrets in it."""


@pytest.fixture
def book(db, make):
    """A text of four sentences, in a debate, with a claim on one and a half of them."""
    source = make.source()
    make.text(source, TEXT)
    make.debate(source, make.source())
    passages = [make.passage(source, "Spies steal secrets."), make.passage(source, "it is said")]
    make.claim(source, passages=passages, statement="Theft by spies happens.", number=1)
    index(db)
    return source


def kinds(db: Session, text: str, filters: Filters = queries.NONE) -> list[str]:
    return [hit.kind for hit in search(db, text, filters).hits]


def test_a_claim_is_one_hit_whether_its_passage_has_the_words_or_its_statement(db, book):
    assert kinds(db, "spies") == ["claim"]
    assert kinds(db, "steal") == ["claim"]
    assert kinds(db, "theft") == ["claim"]
    assert kinds(db, "theft steal") == ["claim"]
    assert kinds(db, "“secrets theft”") == []


def test_a_sentence_is_found_by_itself_unless_the_claim_in_it_is(db, book):
    assert kinds(db, "pays") == ["sentence"]
    assert kinds(db, "said") == ["claim"]
    sentence = search(db, "pays").hits[0]
    assert TEXT[sentence.place : sentence.upto] == "Cyberespionage pays, it is said."
    assert sentence.resting.split() == [search(db, "theft").hits[0].ref]


@pytest.mark.parametrize(
    "typed", ["cyber espionage", "cyberespionage", "CYBER-ESPIONAGE", "cyber—espionage"]
)
def test_joined_and_parted_spellings_meet(db, book, typed):
    assert [hit.place for hit in search(db, typed).hits] == [21, 77]


@pytest.mark.parametrize("typed", ["elan", "Élan", "'ÉLAN'", "“élan”", "él"])
def test_accents_case_and_marks_do_not_matter(db, book, typed):
    assert kinds(db, typed) == ["sentence"]


def test_a_phrase_finds_just_that_and_words_either_number(db, book):
    assert len(search(db, "secret").hits) == 2
    assert kinds(db, "“secret”") == []
    assert kinds(db, "“trade secrets”") == ["sentence"]
    assert kinds(db, "“secrets trade”") == []
    assert kinds(db, "secrets trade") == ["sentence"]


def test_a_phrase_of_three_words_is_not_put_together_from_its_pairs(db, make):
    source = make.source()
    make.text(source, "Trade secrets and secrets of state. Trade secrets of state.")
    index(db)
    assert [hit.place for hit in search(db, "“trade secrets of”").hits] == [36]
    assert [hit.place for hit in search(db, "“secrets of state”").hits] == [0, 36]
    assert kinds(db, "“state trade”") == []


def test_the_last_word_may_be_cut_short_and_no_other(db, book):
    assert kinds(db, "trade sec") == ["sentence"]
    assert kinds(db, "trad secrets") == []


def test_a_mistyped_word_is_put_right_if_that_finds_something(db, book):
    assert search(db, "secerts").guess == "secrets"
    assert search(db, "trade secerts").guess == "trade secrets"
    assert search(db, "“trade secerts”").guess == "“trade secrets”"
    assert search(db, "qqqqqq").guess == ""
    assert search(db, "secrets").guess == ""


def test_filters_narrow_and_count_what_each_would_leave(db, make, book):
    debate = make.debate(book, make.source())
    question = make.question(debate, text="Is it theft?", why="Spies say so.")
    hold(
        db,
        question=question,
        source=book,
        statement="It is.",
        claims=[db.exec(select(Claim)).one()],
    )
    index(db)
    found = search(db, "spies")
    assert found.counts["kind"] == {"claims": 1, "questions": 1, "any": 2}
    assert found.counts["stance"]["asserts"] == 1
    assert found.counts["answered"]["no"] == 1
    assert found.counts["question"][question.id] == 2
    for filters, left in (
        (Filters(kind="questions"), ["question"]),
        (Filters(source=book.id), ["claim"]),
        (Filters(stance=Stance.REJECTS), []),
        (Filters(answered=False), ["claim"]),
        (Filters(question=question.id, kind="claims"), ["claim"]),
        (Filters(debate=debate.id), ["question", "claim"]),
        (Filters(debate="0000000000"), []),
    ):
        assert kinds(db, "spies", filters) == left, filters
    assert search(db, "spies", Filters(kind="claims")).counts["kind"] == found.counts["kind"]


def test_a_filter_finds_what_lies_beyond_the_places_looked_at(db, make, book, monkeypatch):
    monkeypatch.setattr(queries, "LOOKED_AT", 1)
    found = search(db, "secrets")
    assert found.capped
    assert [hit.kind for hit in found.hits] == ["sentence"]
    assert kinds(db, "secrets", Filters(kind="claims")) == ["claim"]


def test_pages_go_on_where_the_one_before_ended(db, make, book, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 1)
    first = search(db, "secrets")
    second = search(db, "secrets", after=first.more)
    assert [first.found, second.found] == [2, 2]
    assert first.hits[0].kind == "claim"
    assert second.hits[0].kind == "sentence"
    assert second.more == ""


def test_a_change_is_found_in_its_transaction_and_what_it_took_away_is_not(db, book):
    claim = db.exec(select(Claim)).one()
    claim.statement = "Robbery by spies happens."
    db.add(claim)
    assert index(db) == 1
    assert kinds(db, "robbery") == ["claim"]
    assert kinds(db, "theft") == []
    assert db.get(SearchWord, "theft") is None
    assert index(db) == 0


def test_an_answer_changes_the_claim_that_is_answered(db, make, book):
    claim = db.exec(select(Claim)).one()
    other = make.claim(make.source(), statement="No theft.")
    rebuttal = make.rebuttal(claim=other, target=claim, note="A denial.")
    index(db)
    assert kinds(db, "theft", Filters(answered=True)) == ["claim"]
    assert kinds(db, "denial") == ["rebuttal"]
    db.delete(rebuttal)
    index(db)
    assert kinds(db, "theft", Filters(answered=True)) == []
    assert kinds(db, "denial") == []


def test_a_new_claim_takes_its_sentence_over(db, make, book):
    assert kinds(db, "paragraph") == ["sentence"]
    words = "A second paragraph of cyber-espionage has trade secrets in it."
    make_claim(
        db,
        source=book,
        number=2,
        statement="It goes on.",
        stance=Stance.ASSERTS,
        passages=[make.passage(book, words)],
    )
    index(db)
    assert kinds(db, "paragraph") == ["claim"]


def test_the_migration_has_what_is_there_indexed(databases, seeded_model, seeded_db, monkeypatch):
    url = databases.new(seeded_model)
    told: list[str] = []
    monkeypatch.setattr(schema, "BATCH", 100)
    upgrade(url, "0001")
    upgrade(url, tell=told.append)
    upgrade(url, tell=told.append)
    assert len(told) == 1
    assert re.match(r"Making [\d,]+ entries for the search anew\.", told[0])
    engines = open_engines(url)
    with Session(engines.read) as db:
        assert db.exec(select(SearchDue)).first() is None
        assert contents(db) == contents(seeded_db)
    engines.read.dispose()


def contents(db: Session) -> list[tuple[object, ...]]:
    every = db.exec(select(SearchEntry)).all()
    return sorted((e.kind, e.ref, e.at, e.place, e.debate_id != "", e.words) for e in every)


def test_many_changes_at_once_and_one_by_one_make_the_same_index(
    databases, seeded_model, monkeypatch
):
    def made(most: int) -> list[list[tuple[object, ...]]]:
        url = databases.new(seeded_model)
        upgrade(url, "0005")
        monkeypatch.setattr(commands, "BATCH", most)
        upgrade(url)
        engines = open_engines(url)
        with Session(engines.read) as db:
            tables = ("search_entry ORDER BY number", "search_word ORDER BY word")
            told = [db.execute(sa.text(f"SELECT * FROM {table}")).all() for table in tables]
            found = [
                tuple(hit.number for hit in search(db, typed).hits)
                for typed in ("china", "“trade secrets”", "“of the united states”", "cyber esp")
            ]
            assert db.exec(select(SearchDue)).first() is None
        engines.read.dispose()
        return [*([tuple(row) for row in rows] for rows in told), found]

    together, each = made(2_000), made(7)
    assert together == each
    assert all(together[-1])


def test_whatever_is_counted_of_words_is_true(seeded_db):
    counted = {word.word: word.entries for word in seeded_db.exec(select(SearchWord))}
    told: dict[str, int] = {}
    for entry in seeded_db.exec(select(SearchEntry)):
        for word in set(entry.words.split()) - {"¶", "‖"}:
            told[word] = told.get(word, 0) + 1
    assert counted == told


def test_everything_that_has_words_can_be_found(seeded_db):
    found = {kind for (kind,) in seeded_db.execute(sa.select(col(SearchEntry.kind)).distinct())}
    assert found == set(EntryKind)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    '"',
                    "“",
                    "NEAR(",
                    "AND",
                    "OR",
                    "NOT",
                    "*",
                    "-",
                    ":",
                    "^",
                    "'",
                    "\\",
                    "<->",
                    "&",
                    "|",
                    "!",
                    "(",
                    ")",
                    "{",
                    "\x00",
                    "\ud800",
                    "😀",
                    "网络",
                    "china",
                    "l'état",
                    "x:y",
                    "1.25",
                    "§claim",
                    "¶",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_no_input_breaks_it(seeded_db, text):
    found = search(seeded_db, text)
    assert found.found >= len(found.hits) >= 0
    assert all(found.asked.is_in(hit.words) for hit in found.hits)

"""What was typed, and what it may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.marking import Bit, marked
from app.search.terms import WORDS, Term, parse
from app.search.vocabulary import forms, slips


def terms(text: str) -> list[Term]:
    return list(parse(text).terms)


def test_words_are_apart_and_the_last_is_open():
    assert terms("Trade Secrets") == [
        Term(("trade",), exact=False),
        Term(("secrets",), exact=False, open=True),
    ]


def test_a_blank_or_a_mark_after_the_last_word_closes_it():
    for text in ("secrets ", "secrets.", "“secrets”"):
        assert not terms(text)[-1].open


@pytest.mark.parametrize(
    "text", ['"trade secrets"', "“Trade secrets”", "„trade-secrets“", "«trade secrets"]
)
def test_quotation_marks_of_any_shape_make_a_phrase(text):
    assert terms(text) == [Term(("trade", "secrets"), exact=True)]


def test_what_is_held_together_by_other_signs_than_a_hyphen_is_a_phrase():
    assert terms("$1.25 ") == [Term(("1", "25"), exact=True)]
    assert [term.words for term in terms("cyber-espionage ")] == [("cyber",), ("espionage",)]


def test_operators_are_words():
    assert parse('a NEAR( b* NOT "c OR').words() == ["a", "near", "b", "not", "c", "or"]


def test_of_many_words_the_first_are_kept_and_it_is_said():
    typed = parse("word " * 10_000)
    assert len(typed.words()) == WORDS
    assert typed.cut
    assert not parse("word " * WORDS).cut


@given(st.text(max_size=80))
def test_any_text_is_a_query_of_words_without_signs(text):
    typed = parse(text)
    assert len(typed.words()) <= WORDS
    assert all(word.isalnum() for word in typed.words())


def test_numbers_of_a_word_are_told_by_its_letters():
    assert {"policies", "policys"} <= set(forms("policy"))
    assert "policy" in forms("policies")
    assert "billion" in forms("billions")
    assert forms("us") == ("us",)
    assert "thi" not in forms("this")


def test_a_slip_is_a_letter_more_less_other_or_two_that_changed_places():
    assert {"espionage", "esponage", "espoinagee", "espoinaga"} <= slips("espoinage")
    assert "espoinage" not in slips("espoinage")
    assert "ноябрь" in slips("нобярь")


def test_whole_words_are_marked_and_runs_of_them_as_one():
    asked = {("cyber",), ("espionage",), ("us",), ("of", "it")}
    assert marked("Cyber-espionage of U.S. spies: of it", asked) == [
        Bit("Cyber-espionage", found=True),
        Bit(" of ", found=False),
        Bit("U.S.", found=True),
        Bit(" spies: ", found=False),
        Bit("of it", found=True),
    ]


@given(st.text(alphabet="ab c-’.É", max_size=40))
def test_marking_changes_no_letter(text):
    bits = marked(text, {("a",), ("b", "c"), ("e",)})
    assert "".join(bit.words for bit in bits) == text

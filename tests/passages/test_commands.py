"""Anchoring: what the command refuses, and what the database refuses whoever asks."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.errors import Invalid
from app.passages.commands import anchor
from app.passages.models import Passage
from app.sources.models import SourceText
from app.text.anchoring import PassageNotFound, Quote

TEXT = "The fox is quick. The fox might run.\n\nIt did not."


def test_a_passage_is_the_slice_of_its_text(db, make):
    text = make.text(text=TEXT)
    passage = anchor(db, text=text, quote=Quote("The fox might run."))
    assert text.text[passage.start : passage.end] == passage.exact
    assert (passage.prefix, passage.block) == ("The fox is quick. ", 1)


def test_the_same_words_are_one_passage_with_one_address(db, make):
    text = make.text(text=TEXT)
    first = anchor(db, text=text, quote=Quote("It did not."))
    assert anchor(db, text=text, quote=Quote("It did not.")).id == first.id


def test_words_that_are_not_there_are_refused(db, make):
    with pytest.raises(PassageNotFound):
        anchor(db, text=make.text(text=TEXT), quote=Quote("The fox will run."))


@pytest.mark.parametrize("exact", ["ox is quick", "The fox might r", " The fox might run."])
def test_half_a_word_and_a_blank_at_the_edge_are_refused(db, make, exact):
    with pytest.raises(Invalid):
        anchor(db, text=make.text(text=TEXT), quote=Quote(exact))


def test_words_over_the_end_of_a_paragraph_are_refused(db, make):
    with pytest.raises(Invalid, match="one paragraph"):
        anchor(db, text=make.text(text=TEXT), quote=Quote("run.\n\nIt did"))


def test_the_database_refuses_words_that_do_not_stand_there(db, make):
    text = make.text(text=TEXT)
    db.add(Passage(source_text_id=text.id, start=0, end=7, exact="The cat", block=1))
    with pytest.raises(DBAPIError, match="passage_is_verbatim"):
        db.flush()


def test_the_database_refuses_to_change_a_passage_into_other_words(db, make):
    passage = make.passage()
    with pytest.raises(DBAPIError, match="passage_is_verbatim"):
        db.execute(sa.update(Passage).values(exact="x" * len(passage.exact)))


@pytest.mark.parametrize(
    ("start", "end", "exact", "rule"),
    [(-1, 2, "The", "ck_passage_span"), (3, 3, "", "ck_passage_span")],
)
def test_the_database_refuses_a_span_that_is_none(db, make, start, end, exact, rule):
    text = make.text(text=TEXT)
    db.add(Passage(source_text_id=text.id, start=start, end=end, exact=exact, block=1))
    with pytest.raises((IntegrityError, DBAPIError), match=f"{rule}|passage_is_verbatim"):
        db.flush()


def test_the_database_refuses_to_change_a_text(db, make):
    make.text(text=TEXT)
    with pytest.raises(DBAPIError, match="source_text_is_immutable"):
        db.execute(sa.update(SourceText).values(text=TEXT.upper()))

"""Storing texts: what is refused."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.errors import Invalid
from app.sources.commands import add_text, remark
from app.sources.models import Block, NoteCall, Source
from app.text.anchoring import PassageNotFound, Quote
from app.text.normalize import sha256
from app.text.structure import BlockKind
from tests.factories import block, blocks


def test_a_text_is_stored_with_its_hash_and_its_count_of_words(db, make):
    stored = make.text(text="One two.\n\nThree.")
    assert stored.words == 3
    assert stored.sha256 == sha256("One two.\n\nThree.")


@pytest.mark.parametrize("text", ["e\u0301", "a\r\nb"])
def test_a_text_that_is_not_in_normal_form_is_refused(db, make, text):
    with pytest.raises(Invalid, match="NFC"):
        add_text(db, source=make.source(), text=text, blocks=blocks(text))


def test_blocks_must_tile_the_text(db, make):
    source, text = make.source(), "One.\n\nTwo.\n\nThree."
    whole = blocks(text)
    for wrong in (whole[:2], whole[1:], [whole[0], whole[2]], [*whole, whole[-1]]):
        with pytest.raises(Invalid):
            add_text(db, source=source, text=text, blocks=wrong)


def test_a_block_must_hold_the_words_of_its_place(db, make):
    wrong = [block(start=0, end=4, kind="paragraph", number=1, words="Two.")]
    with pytest.raises(Invalid, match="does not hold"):
        add_text(db, source=make.source(), text="One.", blocks=wrong)


def test_a_call_needs_its_footnote(db, make):
    calls = [NoteCall(source_text_id="", number=1, at=2)]
    with pytest.raises(Invalid, match="no footnote 1"):
        add_text(db, source=make.source(), text="One.", blocks=blocks("One."), calls=calls)


def test_a_remark_stands_on_words_of_the_text(db, make):
    text = make.text(text="One two.")
    made = remark(db, text=text, quote=Quote("two"), body="So it stands.", position=0)
    assert (made.start, made.end) == (4, 7)
    with pytest.raises(PassageNotFound):
        remark(db, text=text, quote=Quote("three"), body="So it stands.", position=1)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"title": ""}, "ck_source_named"),
        ({"author_label": ""}, "ck_source_named"),
        ({"year": 9999}, "ck_source_year"),
    ],
)
def test_the_database_refuses_a_source_without_name_or_year(db, make, fields, rule):
    with pytest.raises(IntegrityError, match=rule):
        make.source(**fields)


def test_a_slug_belongs_to_one_source(db, make):
    make.source(slug="same")
    with pytest.raises(IntegrityError, match=r"uq_source_slug|source\.slug"):
        make.source(slug="same")


def test_the_database_refuses_a_speaker_of_what_is_no_quotation(db, make):
    text = make.text(text="One.")
    db.add(
        Block(
            source_text_id=text.id,
            start=9,
            end=10,
            kind=BlockKind.PARAGRAPH,
            number=9,
            words="x",
            speaker="Someone",
        )
    )
    with pytest.raises(IntegrityError, match="ck_block_speaker_of_quotation"):
        db.flush()


def test_a_source_with_a_text_cannot_be_deleted(db, make):
    source = make.text().source_id
    db.delete(db.get(Source, source))
    with pytest.raises(IntegrityError, match=r"fk_source_text_source_id|FOREIGN KEY"):
        db.flush()

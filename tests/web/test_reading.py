"""What the pages of a text are made from is kept while nothing changes, and only then."""

import pytest
from sqlmodel import Session

from app.db import Engines
from app.errors import NotFound
from app.sources.queries import source_by_slug
from app.web.reading import Chosen, Texts, reading


@pytest.fixture
def engines(application) -> Engines:
    opened: Engines = application.state.engines
    return opened


def test_a_text_is_asked_for_once_an_edition_whatever_is_chosen_in_it(engines, count_queries):
    texts = Texts()
    with Session(engines.read) as db:
        source = source_by_slug(db, "akoto-2025")
        first = texts.of(db, source, 1)
        with count_queries() as seen:
            assert texts.of(db, source, 1) is first
            assert reading(first, Chosen(paragraph=3))["focus"].number == 3
        assert seen == []
        with count_queries() as seen:
            assert texts.of(db, source, 2) is not first
        assert len(seen) <= 16


def test_what_one_reader_chose_is_not_what_the_next_one_sees(engines):
    with Session(engines.read) as db:
        kept = Texts().of(db, source_by_slug(db, "akoto-2025"), 1)
    claim = next(iter(kept["counterparts"]))
    assert reading(kept, Chosen(claim=claim))["opened"].card.id == claim
    assert reading(kept, Chosen())["opened"].card is None
    with pytest.raises(NotFound):
        reading(kept, Chosen(paragraph=999))


def test_only_the_few_texts_last_read_are_kept(engines, count_queries):
    texts = Texts(limit=1)
    with Session(engines.read) as db:
        one, other = (source_by_slug(db, s) for s in ("akoto-2025", "alternative-roles-2016"))
        for source in (one, other, one):
            with count_queries() as seen:
                texts.of(db, source, 1)
            assert seen != []

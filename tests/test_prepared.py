"""What hot pages ask gets the same rows from the driver as from SQLAlchemy, and its errors."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from app.arguments.models import Move, Rebuttal
from app.claims.models import Claim, Stance
from app.prepared import Prepared

_ids: sa.BindParameter[list[str]] = sa.bindparam("ids", expanding=True)
CLAIMS = Prepared(
    sa.select(col(Claim.id), col(Claim.stance), col(Claim.created_at))
    .where(col(Claim.id).in_(_ids), col(Claim.number) >= sa.bindparam("least"))
    .order_by(col(Claim.id))
)
REBUTTALS = Prepared(sa.select(col(Rebuttal.move), col(Rebuttal.mutual)))


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_rows_are_those_of_sqlalchemy_for_any_number_of_values(db, make, count):
    ids = [make.claim(stance=Stance.CONCEDES).id for _ in range(count)]
    make.claim()
    rows = CLAIMS.rows(db, ids=ids, least=1)
    assert rows == db.execute(CLAIMS.query, {"ids": ids, "least": 1}).all()
    assert [row[0] for row in rows] == sorted(ids)
    assert {type(row[1]) for row in rows} == {Stance}
    assert CLAIMS.first(db, ids=ids, least=99_999) is None


def test_enums_and_booleans_come_back_as_such(db, make):
    make.rebuttal(move=Move.CONTRADICTS, mutual=True)
    ((move, mutual),) = REBUTTALS.rows(db)
    assert (move, mutual) == (Move.CONTRADICTS, True)
    assert (type(move), type(mutual)) == (Move, bool)


def test_who_listens_hears_of_every_statement(db, make):
    claim, heard = make.claim(), []
    sa.event.listen(db.get_bind(), "before_cursor_execute", lambda *told: heard.append(told[2]))
    assert len(CLAIMS.rows(db, ids=[claim.id], least=1)) == 1
    assert len(heard) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_the_driver_refuses_is_an_error_of_sqlalchemys(db):
    absent = sa.table("absent", sa.column("id"))
    with pytest.raises(sa.exc.OperationalError, match="no such table"):
        Prepared(sa.select(absent.c.id)).rows(db)

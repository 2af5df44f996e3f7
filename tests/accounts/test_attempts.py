"""How often one may try: in the database, so for every process."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.accounts import attempts
from app.accounts.attempts import Limit, admit, count, entering, forgive, network, writing
from app.accounts.models import Attempt, Role
from app.db import now, open_engines
from app.errors import TooOften


@pytest.fixture
def tried(db):
    """`tried("ada", "10.0.0.1")`: the seconds to wait, 0 if it was admitted."""
    return lambda name, address: admit(db, entering(name, address))


def test_ten_attempts_on_one_account_from_wherever_and_then_a_wait(tried):
    assert [tried("ada", f"10.0.0.{n}") for n in range(10)] == [0] * 10
    assert 290 <= tried("ada", "10.0.1.1") <= 301
    assert tried("bob", "10.0.1.1") == 0


def test_ten_attempts_from_one_address_on_whatever_account(tried):
    assert [tried(f"name-{n}", "10.0.0.1") for n in range(10)] == [0] * 10
    assert tried("another", "10.0.0.1") > 0


def test_of_many_attempts_ten_are_looked_at(tried):
    assert sum(tried("ada", f"10.0.{n // 250}.{n % 250}") == 0 for n in range(100)) == 10


def test_altogether_a_thousand(tried, monkeypatch):
    monkeypatch.setattr(attempts, "ALL", 20)
    assert sum(tried(f"name-{n}", f"10.0.0.{n}") == 0 for n in range(50)) == 20


def test_after_five_minutes_one_may_try_again_and_nothing_is_remembered(db, tried, monkeypatch):
    start = now()
    clock = [start]
    monkeypatch.setattr("app.accounts.attempts.now", lambda: clock[0])
    for second in range(10):
        clock[0] = start + timedelta(seconds=second)
        assert tried("ada", "10.0.0.1") == 0
    clock[0] = start + timedelta(seconds=299)
    assert tried("ada", "10.0.0.1") == 2
    clock[0] = start + timedelta(seconds=300)
    assert tried("ada", "10.0.0.1") == 0
    assert tried("ada", "10.0.0.1") == 2
    clock[0] = start + timedelta(seconds=1000)
    assert tried("ada", "10.0.0.1") == 0
    assert len(db.exec(select(Attempt)).all()) == 3


def test_a_class_signs_in_from_one_address_and_whoever_guesses_there_is_stopped(db, tried):
    for pupil in range(15):
        assert tried(f"pupil-{pupil}", "10.0.0.1") == 0
        forgive(db, entering(f"pupil-{pupil}", "10.0.0.1"))
    assert sum(tried(f"pupil-{n}", "10.0.0.1") == 0 for n in range(15)) == 10


def test_neither_names_nor_addresses_can_be_read(db, tried):
    tried("lulu", "10.0.0.1")
    rows = str([row.model_dump() for row in db.exec(select(Attempt))])
    assert "lulu" not in rows
    assert "10.0.0.1" not in rows


def test_a_new_account_may_write_less_than_an_old_one_and_that_less_than_an_editor(db, make):
    young, old = make.user(), make.user()
    old.created_at = now() - timedelta(days=2)
    editor = make.user(role=Role.EDITOR)
    assert writing(young).most < writing(old).most < writing(editor).most
    for _ in range(writing(young).most):
        count(db, [writing(young)])
    with pytest.raises(TooOften, match="Try again in 60 minutes") as refused:
        count(db, [writing(young)])
    assert 3590 < refused.value.wait <= 3601
    count(db, [writing(old)])


def test_of_many_at_the_same_time_no_more_are_admitted_than_one_after_another(databases):
    """Each with a connection of its own, as processes have."""
    engines = open_engines(databases.new(databases.migrated), pool_size=8)

    def attempt(_: int) -> int:
        with Session(engines.write) as db:
            seconds = admit(db, [Limit("name ada", 10)], exactly=True)
            db.commit()
            return seconds

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(attempt, range(40)))
    assert waits.count(0) == 10
    with Session(engines.read) as db:
        assert len(db.exec(select(Attempt)).all()) == 10
    engines.read.dispose()


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_the_addresses_of_one_customer_count_as_one(address, counted):
    assert network(address) == counted

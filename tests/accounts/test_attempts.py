"""How often one may try."""

import pytest

from app.accounts import attempts
from app.accounts.attempts import Attempts, network


def test_ten_attempts_on_one_account_from_wherever_and_then_a_wait():
    tried = Attempts()
    assert [tried.admit("ada", f"10.0.0.{n}") for n in range(10)] == [0] * 10
    assert 1 <= tried.admit("ada", "10.0.1.1") <= 301
    assert tried.admit("bob", "10.0.1.1") == 0


def test_ten_attempts_from_one_address_on_whatever_account():
    tried = Attempts()
    assert [tried.admit(f"name-{n}", "10.0.0.1") for n in range(10)] == [0] * 10
    assert tried.admit("another", "10.0.0.1") > 0


def test_of_a_thousand_attempts_ten_are_looked_at():
    tried = Attempts()
    assert sum(tried.admit("ada", f"10.0.{n // 250}.{n % 250}") == 0 for n in range(1000)) == 10


def test_altogether_a_thousand(monkeypatch):
    monkeypatch.setattr(attempts, "ALL", 20)
    tried = Attempts()
    assert sum(tried.admit(f"name-{n}", f"10.0.0.{n}") == 0 for n in range(50)) == 20


def test_after_five_minutes_one_may_try_again_and_nothing_is_remembered(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("app.accounts.attempts.time.monotonic", lambda: clock[0])
    tried = Attempts()
    for _ in range(10):
        assert tried.admit("ada", "10.0.0.1") == 0
    clock[0] += 299
    assert tried.admit("ada", "10.0.0.1") == 2
    clock[0] += 1
    assert tried.admit("ada", "10.0.0.1") == 0
    assert sum(map(len, tried._times.values())) == 3


def test_a_class_signs_in_from_one_address_and_whoever_guesses_there_is_stopped():
    tried = Attempts()
    for pupil in range(30):
        assert tried.admit(f"pupil-{pupil}", "10.0.0.1") == 0
        tried.forgive(f"pupil-{pupil}", "10.0.0.1")
    assert sum(tried.admit(f"pupil-{n}", "10.0.0.1") == 0 for n in range(30)) == 10


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

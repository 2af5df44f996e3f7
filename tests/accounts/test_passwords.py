"""Which passwords will do, and that the same one always opens the same door."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.accounts.passwords import AT_ONCE, Passwords, check_password
from app.errors import Invalid

GOOD = "seven quiet herons by the weir"


@pytest.fixture(scope="module")
def passwords():
    made = Passwords(kibibytes=8, rounds=1)
    yield made
    made.close()


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        " " + GOOD + " ",
        "ключ лежить під третім каменем",
        "🦊" * 3 + " foxes under a bridge",
        GOOD * 4,
        "x7-" + GOOD * 34,
    ],
)
def test_any_characters_will_do_if_they_are_enough_and_not_the_first_to_be_guessed(password):
    check_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "Tr0ub4dor&3",
        "x7-Qv!0Lk2#mmd",
        "passwordpassword",
        "qwertyuiopasdfghjkl",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "counterpointcounterpoint",
        "ada-lovelace1815",
        GOOD * 40,
    ],
)
def test_short_and_common_ones_and_those_of_words_close_at_hand_will_not(password):
    with pytest.raises(Invalid) as refused:
        check_password(password, ["ada-lovelace", "ada.lovelace@example.org"])
    assert refused.value.field == "password"


def test_a_word_close_at_hand_is_what_makes_the_difference():
    check_password("ada-lovelace1815-x")
    with pytest.raises(Invalid):
        check_password("ada-lovelace1815-x", ["ada-lovelace1815"])


def test_no_character_is_cut_off_or_left_out(passwords):
    long = "é" * 100
    stored = passwords.hashed(long)
    assert passwords.matches(long, stored)
    for other in (long[:-1], long + "x", long + " ", long.upper()):
        assert not passwords.matches(other, stored)


def test_the_same_characters_typed_otherwise_are_the_same(passwords):
    assert passwords.matches(
        "cafe\u0301 noir, s'il vous plait", passwords.hashed("café noir, s'il vous plait")
    )


def test_nobody_has_no_password(passwords):
    assert not passwords.matches("nobody has this password", "")
    assert not passwords.matches("x", "nonsense")


def test_the_real_cost_is_argon2id_with_64_mebibytes():
    real = Passwords()
    stored = real.hashed(GOOD)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert real.matches(GOOD, stored)
    real.close()


def test_no_more_than_two_are_worked_on_at_once(passwords):
    running, most, lock = 0, 0, threading.Lock()

    def work(_number: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    async def all_at_once() -> None:
        await asyncio.gather(*(passwords.run(work, number) for number in range(8)))

    with ThreadPoolExecutor(
        1
    ) as threads:  # in this thread the browser's tests may have left a loop
        threads.submit(lambda: asyncio.run(all_at_once())).result()
    assert most == AT_ONCE

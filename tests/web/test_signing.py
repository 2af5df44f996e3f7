"""Signing in and out: what it takes, what it gives away, and what ends it."""

import json
import re
import traceback
from datetime import timedelta

import pytest
from sqlmodel import col, select
from structlog.testing import capture_logs

from app.accounts import commands
from app.accounts.links import let_in
from app.accounts.models import LinkKind, LoginSession, Role
from app.accounts.passwords import Passwords
from app.db import now
from tests.web.conftest import PASSWORD, SECURE

PUBLIC = "/debates/china-cyber-espionage"


def sign_in(browser, name, password=PASSWORD, **fields):
    return browser.post("/sign-in", data={"name": name, "password": password, **fields})


def is_signed_in(browser) -> bool:
    return bool(browser.get("/account").status_code == 200)


def test_the_right_password_signs_in_and_leads_back(members):
    browser = members.browser()
    form = browser.get("/account")
    assert (form.status_code, form.headers["location"]) == (303, "/sign-in?next=%2Faccount")
    assert 'name="next" value="/account"' in browser.get(form.headers["location"]).text
    answer = sign_in(browser, " Editor ", next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    assert "Secure" not in answer.headers["set-cookie"]
    assert is_signed_in(browser)


def test_over_https_the_cookie_is_of_this_host_alone(members):
    browser = members.browser(scheme="https")
    cookie = sign_in(browser, "reader").headers["set-cookie"]
    assert cookie.startswith(f"{SECURE}=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert is_signed_in(browser)


def test_a_name_that_nobody_has_is_answered_like_a_wrong_password(members):
    """Same status, headers and text, and as many hashes: the control differs in one letter."""
    worked: list[str] = []
    matches = Passwords.matches

    def counted(self, password, stored):
        worked.append(stored)
        return matches(self, password, stored)

    members.app.state.passwords.matches = counted.__get__(members.app.state.passwords)
    try:
        answers = [sign_in(members.browser(), name, "x" * 20) for name in ("editor", "nobody")]
    finally:
        del members.app.state.passwords.matches
    known, unknown = (each.text.replace('"editor"', '"nobody"') for each in answers)
    assert known == unknown
    assert [each.status_code for each in answers] == [422, 422]
    assert [set(each.headers) for each in answers] == [set(answers[0].headers)] * 2
    assert (len(worked), bool(worked[0]), bool(worked[1])) == (2, True, False)
    assert sign_in(members.browser(), "editor").status_code == 303


def test_of_many_attempts_ten_are_looked_at_and_who_is_signed_in_stays_so(members):
    known = members.browser("editor")
    browser = members.browser()
    answers = [sign_in(browser, "editor", "x" * 20) for _ in range(14)]
    assert [each.status_code for each in answers] == [422] * 10 + [429] * 4
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 301
    assert sign_in(browser, "editor").status_code == 429
    assert is_signed_in(known)
    nobody = [sign_in(browser, "nobody", "x" * 20) for _ in range(2)]
    assert {each.status_code for each in nobody} == {429}


def test_after_a_hundred_failures_in_a_row_the_password_is_no_longer_looked_at(members):
    with members.db() as db:
        user = commands.add_user(
            db,
            name="guessed",
            role=Role.READER,
            password_hash=members.app.state.passwords.hashed(PASSWORD),
        )
        user.failures = 99
        db.commit()
    browser = members.browser()
    assert sign_in(browser, "guessed", "x" * 20).status_code == 422
    assert sign_in(browser, "guessed").status_code == 422
    with members.db() as db:
        members.user(db, "guessed").failures = 50
        db.commit()
    assert sign_in(browser, "guessed").status_code == 303
    with members.db() as db:
        assert members.user(db, "guessed").failures == 0


def test_a_cookie_set_beforehand_signs_nobody_in_and_is_not_kept(members):
    browser = members.browser()
    browser.cookies.set("counterpoint-80", "chosen-by-another")
    assert "chosen-by-another" not in sign_in(browser, "reader").headers["set-cookie"]
    other = members.browser()
    other.cookies.set("counterpoint-80", "chosen-by-another")
    assert not is_signed_in(other)


def test_signing_in_anew_ends_the_session_that_the_browser_had(members):
    browser, thief = members.browser("reader"), members.browser()
    thief.cookies.update(browser.cookies)
    assert is_signed_in(thief)
    browser.cookies.jar.clear_expired_cookies()
    sign_in(browser, "reader")
    assert not is_signed_in(thief)


def test_signing_out_ends_the_session_itself(members):
    browser, thief = members.browser("reader"), members.browser()
    thief.cookies.update(browser.cookies)
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert not is_signed_in(thief)
    assert thief.post("/sign-out").status_code == 401


@pytest.mark.parametrize(
    "end",
    [
        lambda db, user: commands.suspend(db, user=user),
        lambda db, user: commands.set_role(db, user=user, role=Role.CONTRIBUTOR),
        lambda db, user: commands.set_password(db, user=user, password_hash="x"),
    ],
    ids=["suspended", "role", "password"],
)
def test_what_ends_a_session_ends_it_at_the_next_request(members, end):
    name = f"ended-{now().timestamp():.6f}".replace(".", "-")
    with members.db() as db:
        commands.add_user(db, name=name, role=Role.READER)
        db.commit()
    browser = members.browser(name)
    assert is_signed_in(browser)
    with members.db() as db:
        end(db, members.user(db, name))
        db.commit()
    assert not is_signed_in(browser)
    assert browser.post("/account", data={"display": "x"}).status_code == 401


def test_a_get_records_a_sign_of_life_once_in_five_minutes_after_its_answer(members):
    browser = members.browser("reader")

    def aged(minutes: int):
        with members.db() as db:
            session = db.exec(
                select(LoginSession).order_by(col(LoginSession.created_at).desc())
            ).first()
            if minutes:
                session.seen_at = now() - timedelta(minutes=minutes)
                db.commit()
            return session.seen_at

    before = aged(4)
    assert is_signed_in(browser)
    assert aged(0) == before
    before = aged(6)
    browser.get(PUBLIC)
    assert aged(0) > before


def test_a_one_time_address_signs_in_by_a_button_once(members):
    with members.db() as db:
        token = let_in(db, user=commands.owner(db), kind=LinkKind.SIGN_IN)
        db.commit()
    browser = members.browser()
    browser.get(f"/sign-in/link?token={token}")  # whoever fetches in advance uses nothing up
    page = browser.get(f"/sign-in/link?token={token}")
    assert page.status_code == 200
    assert not is_signed_in(browser)
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "strict-origin"
    hidden = re.search(r'name="token" value="([^"]+)"', page.text)
    assert hidden is not None
    answer = browser.post("/sign-in/link", data={"token": hidden[1]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert is_signed_in(browser)
    other = members.browser()
    looked = other.get(f"/sign-in/link?token={token}")
    pressed = other.post("/sign-in/link", data={"token": token})
    for again in (looked, pressed):
        assert again.status_code == 410
        assert "user signin" in again.text


def test_what_was_written_while_the_sign_in_ran_out_can_be_sent_afterwards(members):
    browser = members.browser()
    typed = {"display": "Ada “L” <b>", "email": "", "password": "secret words of somebody"}
    asked = browser.post("/account", data=typed)
    assert asked.status_code == 401
    assert "is kept" in asked.text
    assert "secret words" not in asked.text
    kept = {"action": "/account", "fields": {"display": [typed["display"]], "email": [""]}}
    wrong = sign_in(browser, "other", "x" * 20, kept=json.dumps(kept))
    assert "&lt;b&gt;" in wrong.text
    answer = sign_in(browser, "other", kept=json.dumps(kept))
    assert answer.status_code == 200
    assert 'action="/account"' in answer.text
    assert 'value="Ada “L” &lt;b&gt;"' in answer.text
    assert browser.post("/account", data=kept["fields"]).status_code == 303
    assert "Ada “L”" in browser.get("/account").text


@pytest.mark.parametrize("kept", ["x", "[]", '{"action": "//e", "fields": {}}', '{"action": 1}'])
def test_a_form_that_nobody_kept_is_none(members, kept):
    assert sign_in(members.browser(), "other", kept=kept).status_code == 303


def test_nothing_secret_is_logged_or_stored(members, monkeypatch):
    """A canary in every secret, through the ways that fail; one of them breaks, so that the log
    speaks: it holds what it knows the request by, and the path."""
    canary = "canary-in-a-coal-mine"
    browser = members.browser()

    def broken(*_):
        raise RuntimeError("broken")

    with capture_logs() as logged:
        sign_in(browser, "editor", canary)
        browser.post("/sign-in/link", data={"token": canary})
        browser.post("/reset", data={"token": canary, "password": canary})
        browser.post("/account/password", data={"current": canary, "password": canary})
        monkeypatch.setattr("app.web.signing.link_by_token", broken)
        answer = browser.get(f"/sign-in/link?token={canary}")
    assert answer.status_code == 500
    assert [event["path"] for event in logged] == ["/sign-in/link"]
    said = "".join(traceback.format_exception(logged[0]["exc_info"]))
    assert "broken" in said
    assert canary not in said + str(logged) + answer.text
    with members.db() as db:
        assert canary not in str([row.model_dump() for row in db.exec(select(LoginSession)).all()])

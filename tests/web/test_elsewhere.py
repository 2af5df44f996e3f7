"""Signing in by what another site says, and all that it might say wrongly."""

import html
import json
import re
import time

import pytest
from joserfc.jwk import ECKey
from sqlmodel import select

from app.accounts import commands
from app.accounts.links import invite
from app.accounts.models import Identity, PendingSignIn, Role, User
from app.settings import SignUp
from app.vouching import LONGEST_BYTES, Voucher, derived
from tests.provider import CLIENT, Provider, settings_for


@pytest.fixture(scope="module")
def provider():
    with Provider() as made:
        yield made


@pytest.fixture
def there(members, provider):
    """The other site, honest, with Ada signed in; and this one, which asks it."""
    known = {"key": provider.published, "person": {"sub": "person-1", "name": "Ada Lovelace"}}
    for name, value in (known | {"lie": {}, "algorithm": "ES256", "says_issuer": ""}).items():
        setattr(provider, name, value)
    provider.is_down, provider.blanks = False, 0
    none, voucher = members.app.state.voucher, Voucher(settings_for(provider))
    members.app.state.voucher = voucher
    yield provider
    members.app.state.voucher = none
    voucher.close()
    with members.db() as db:
        for row in db.exec(select(Identity)).all():
            db.delete(row)
        db.commit()


def sent(browser, **fields) -> str:
    """Where the button sends a browser."""
    page = browser.post("/sign-in/elsewhere", data=fields)
    assert page.status_code == 200, page.text
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert found is not None
    return html.unescape(found[1])


def come_back(browser, there, **fields):
    return browser.get(there.authorize(sent(browser, **fields)))


def is_signed_in(browser) -> bool:
    return bool(browser.get("/account").status_code == 200)


def said(page) -> str:
    found = re.search(r'class="problem__list">\s*<li>(.*?)</li>', page.text, re.DOTALL)
    assert found is not None, page.text
    return html.unescape(found[1])


def known_as(members, subject="person-1") -> User | None:
    with members.db() as db:
        found: User | None = db.exec(
            select(User).join(Identity).where(Identity.subject == subject)
        ).first()
        return found


def test_a_first_visit_makes_an_account_and_the_next_finds_it(members, there):
    browser = members.browser()
    assert "Sign in with the university" in browser.get("/sign-in").text
    answer = come_back(browser, there, next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "Ada Lovelace" in browser.get("/account").text
    made = known_as(members)
    assert made is not None
    assert (made.role, made.password_hash, made.email) == (Role.CONTRIBUTOR, "", "")
    again = members.browser()
    there.person["name"] = "Ada King"
    come_back(again, there)
    assert "Ada Lovelace" in again.get("/account").text
    with members.db() as db:
        assert len(db.exec(select(PendingSignIn)).all()) == 0


def test_where_no_other_site_is_named_there_is_no_button_and_no_address(members):
    browser = members.browser()
    for path in ("/sign-in", "/sign-up"):
        assert "/sign-in/elsewhere" not in browser.get(path).text
    assert browser.post("/sign-in/elsewhere").status_code == 404
    assert browser.get("/sign-in/elsewhere/back?code=x&state=y").status_code == 404


def test_a_name_that_is_taken_opens_nothing(members, there):
    """Neither the name of an account here, nor its address for mail, nor both."""
    with members.db() as db:
        victim = commands.add_user(db, name="victim", email="v@example.org", role=Role.ADMIN)
        db.commit()
        id = victim.id
    claims = {"preferred_username": "victim", "email": "v@example.org", "email_verified": True}
    there.person |= claims | {"sub": "person-2", "name": "victim"}
    browser = members.browser()
    assert come_back(browser, there).status_code == 303
    made = known_as(members, "person-2")
    assert made is not None
    assert made.id != id
    assert made.name.startswith("victim-")
    assert made.role == Role.CONTRIBUTOR
    with members.db() as db:
        commands.suspend(db, user=members.user(db, "victim"))
        db.commit()


LIES = {
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "wrong audience": {"aud": "another-site"},
    "several audiences": {"aud": [CLIENT, "another-site"], "azp": "another-site"},
    "another issuer": {"iss": "https://evil.example"},
    "expired": {"exp": int(time.time()) - 120, "iat": int(time.time()) - 180},
    "from the future": {"iat": int(time.time()) + 3600},
    "no expiry": {"exp": None},
    "nobody": {"sub": None},
    "somebody without a name": {"sub": ""},
    "a list of people": {"sub": ["person-1"]},
    "another’s access": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_does_not_hold_signs_nobody_in(members, there, lie):
    """The control is the test above, where the same answer without the lie does."""
    there.lie = LIES[lie]
    browser = members.browser()
    answer = come_back(browser, there, next="/account", kept='{"action": "/x", "fields": {}}')
    assert answer.status_code == 422
    assert "other site" in said(answer)
    assert 'name="next" value="/account"' in answer.text
    assert not is_signed_in(browser)
    assert known_as(members) is None


@pytest.mark.parametrize("algorithm", ["none", "another key", "HS256"])
def test_a_signature_that_is_not_theirs_is_none(members, there, algorithm):
    if algorithm == "another key":
        there.key = ECKey.generate_key("P-256", {"kid": there.published.kid})
    else:
        there.algorithm = algorithm
    browser = members.browser()
    assert "cannot be believed" in said(come_back(browser, there))
    assert not is_signed_in(browser)


def test_new_keys_are_asked_for_when_the_old_ones_do_not_fit(members, there):
    assert come_back(members.browser(), there).status_code == 303
    there.key = there.published = ECKey.generate_key("P-256", {"kid": "two"})
    assert come_back(members.browser(), there).status_code == 422
    assert come_back(members.browser(), there).status_code == 303


@pytest.mark.parametrize("issuer", ["https://evil.example", None])
def test_an_answer_that_came_from_another_site_is_not_taken(members, there, issuer):
    """A mix-up: RFC 9207."""
    there.says_issuer = issuer
    browser = members.browser()
    assert "another site" in said(come_back(browser, there))
    assert not is_signed_in(browser)
    assert "/token" not in there.requests[-1:]


def test_the_state_is_of_this_browser_and_of_one_sign_in(members, there):
    """Nobody is signed in as somebody else by a link (login CSRF), nor twice by the same."""
    attacker, victim = members.browser(), members.browser()
    stolen = there.authorize(sent(attacker))
    assert "not begun in this browser" in said(victim.get(stolen))
    sent(victim)
    assert "not begun in this browser" in said(victim.get(stolen))
    assert not is_signed_in(victim)
    for wrong in ("", "&state=x", "&state=%C3%A4"):
        assert victim.get(f"/sign-in/elsewhere/back?code=x{wrong}").status_code == 422
    assert attacker.get(stolen).status_code == 303
    again = members.browser()
    again.cookies.update(attacker.cookies)
    assert again.get(stolen).status_code == 422


def test_a_code_that_is_replayed_in_the_same_browser_is_refused(members, there):
    browser = members.browser()
    back = there.authorize(sent(browser))
    cookies = dict(browser.cookies)
    assert browser.get(back).status_code == 303
    other = members.browser()
    other.cookies.update(cookies)
    assert "another window" in said(other.get(back))
    assert not is_signed_in(other)


def test_the_verifier_is_not_told_before_the_code_is_changed_for_an_answer(members, there):
    """A code that somebody stole on its way is no use without the browser’s secret (PKCE)."""
    browser = members.browser()
    address = sent(browser)
    secret = browser.cookies["counterpoint-80-away"]
    assert secret not in address
    assert derived(secret, "verifier") not in address
    there.authorize(address)
    there.codes["code-x"] = dict(there.codes.popitem()[1], code_challenge="another")
    stolen = f"/sign-in/elsewhere/back?code=code-x&state={derived(secret, 'state')}"
    assert "did not confirm" in said(browser.get(f"{stolen}&iss={there.issuer}"))


def test_who_does_not_want_to_say_who_they_are_is_told_and_loses_nothing(members, there):
    browser = members.browser()
    kept = json.dumps({"action": "/account", "fields": {"display": ["Ada <b>"]}})
    secret_state = re.search(r"state=([\w-]+)", sent(browser, kept=kept))
    assert secret_state is not None
    refused = browser.get(f"/sign-in/elsewhere/back?error=access_denied&state={secret_state[1]}")
    assert said(refused) == "“the university” did not sign you in."
    assert "Ada &lt;b&gt;" in refused.text
    answer = come_back(browser, there, kept=kept)
    assert "not been sent yet" in answer.text
    assert 'value="Ada &lt;b&gt;"' in answer.text


@pytest.mark.parametrize("wrong", [{"is_down": True}, {"blanks": LONGEST_BYTES}])
def test_a_site_that_does_not_answer_or_not_to_the_end_is_a_sentence(members, there, wrong):
    well = {name: getattr(there, name) for name in wrong}
    vars(there).update(wrong)
    browser = members.browser()
    page = browser.post("/sign-in/elsewhere", data={"next": "/account"})
    assert "does not answer" in said(page)
    vars(there).update(well)
    back = there.authorize(sent(browser))
    vars(there).update(wrong)
    assert browser.get(back).status_code == 422


@pytest.mark.parametrize("policy", list(SignUp))
def test_new_accounts_follow_the_policy_of_the_site(members, there, policy, monkeypatch):
    monkeypatch.setattr(members.app.state.settings, "sign_up", policy)
    there.person["sub"] = f"person-{policy}"
    answer = come_back(members.browser(), there)
    assert answer.status_code == (303 if policy == SignUp.OPEN else 422)
    assert (known_as(members, f"person-{policy}") is not None) == (policy == SignUp.OPEN)
    if policy == SignUp.OPEN:
        return
    with members.db() as db:
        token = invite(db, role=Role.READER)
        db.commit()
    invited = come_back(members.browser(), there, token=token)
    assert invited.status_code == (303 if policy == SignUp.INVITATION else 422)
    made = known_as(members, f"person-{policy}")
    assert (made.role if made else None) == (Role.READER if made else None)
    there.person["sub"] = f"other-{policy}"
    assert come_back(members.browser(), there, token=token).status_code == 422


def test_who_is_signed_in_says_once_who_they_are_there(members, there):
    name = "wants-to-be-known"
    with members.db() as db:
        commands.add_user(db, name=name, role=Role.READER)
        db.commit()
    browser = members.browser(name)
    assert "from now on" in browser.get("/account").text
    there.person["sub"] = "person-3"
    assert come_back(browser, there, known="yes").headers["location"] == "/account"
    made = known_as(members, "person-3")
    assert made is not None
    assert made.name == name
    other = members.browser()
    come_back(other, there)
    assert name in other.get("/account").text
    taken = members.browser("contributor")
    assert "another account here" in said(come_back(taken, there, known="yes"))
    there.person["sub"] = "person-4"
    assert "opens your account" in said(come_back(browser, there, known="yes"))
    address = sent(browser, known="yes")
    browser.post("/sign-out")
    assert "not signed in here any more" in said(browser.get(there.authorize(address)))


def test_a_suspended_account_stays_out(members, there):
    there.person["sub"] = "person-5"
    browser = members.browser()
    come_back(browser, there)
    made = known_as(members, "person-5")
    assert made is not None
    with members.db() as db:
        commands.suspend(db, user=members.user(db, made.name))
        db.commit()
    assert "suspended" in said(come_back(members.browser(), there))
    assert not is_signed_in(browser)


def test_an_address_elsewhere_is_no_address_to_go_on_to(members, there):
    for evil in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert come_back(members.browser(), there, next=evil).headers["location"] == "/"


def test_what_cannot_be_called_so_here_is_called_otherwise(members, there):
    there.person |= {"sub": "person-6", "name": "\u202eadA", "preferred_username": "Ж" * 50}
    come_back(members.browser(), there)
    made = known_as(members, "person-6")
    assert made is not None
    assert made.display == made.name
    assert made.name.startswith("reader")


def test_nothing_secret_is_stored(members, there):
    browser = members.browser()
    sent(browser)
    secret = browser.cookies["counterpoint-80-away"]
    with members.db() as db:
        row = db.exec(select(PendingSignIn)).all()[-1].model_dump_json()
    for each in (secret, *(derived(secret, what) for what in ("state", "nonce", "verifier"))):
        assert each not in row

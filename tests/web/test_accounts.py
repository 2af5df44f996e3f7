"""Joining, one's own account, a new password, and what admins do."""

import html
import re
import smtplib

import pytest

from app.accounts import commands
from app.accounts.links import invite, let_in, use_up
from app.accounts.models import LinkKind, Role
from app.accounts.queries import find_user, sessions_of
from app.debates.editors import slugs_edited
from app.mail import Mail
from app.settings import SignUp
from tests.mailbox import Mailbox
from tests.web.conftest import PASSWORD

OTHER = "nine loud geese above the lock"


def add(members, name: str, **given) -> str:
    hashed = members.app.state.passwords.hashed(PASSWORD)
    with members.db() as db:
        made = commands.add_user(
            db, name=name, **{"role": Role.CONTRIBUTOR, "password_hash": hashed} | given
        )
        db.commit()
        return made.id


def token_in(text: str) -> str:
    found = re.search(r"token=([\w-]+)", text)
    assert found is not None
    return found[1]


def signed_in(browser) -> bool:
    return bool(browser.get("/account").status_code == 200)


def test_where_sign_up_is_open_anybody_becomes_a_contributor_and_is_signed_in(members):
    browser = members.browser()
    given = {"name": "Ada", "display": "Ada Lovelace", "email": "", "password": OTHER}
    wrong = browser.post("/sign-up", data=given | {"name": "a b", "password": "short"})
    assert wrong.status_code == 422
    assert 'value="Ada Lovelace"' in wrong.text
    assert 'href="#password"' in wrong.text
    assert 'aria-describedby="password-hint password-problem"' in wrong.text
    assert "short" not in wrong.text.replace("short_", "")
    assert browser.post("/sign-up", data=given | {"role": "admin"}).status_code == 303
    assert "Ada Lovelace" in browser.get("/account").text
    with members.db() as db:
        assert members.user(db, "ada").role == Role.CONTRIBUTOR
    taken = members.browser().post("/sign-up", data=given)
    assert taken.status_code == 422
    assert "is taken" in taken.text


@pytest.mark.parametrize("mode", [SignUp.CLOSED, SignUp.INVITATION])
def test_elsewhere_nobody_makes_an_account_for_themselves(members, monkeypatch, mode):
    monkeypatch.setattr(members.app.state.settings, "sign_up", mode)
    given = {"name": f"not-{mode}", "display": "", "email": "", "password": OTHER}
    assert members.browser().get("/sign-up").status_code == 403
    assert members.browser().post("/sign-up", data=given).status_code == 403
    with members.db() as db:
        assert find_user(db, f"not-{mode}") is None
        token = invite(db, role=Role.EDITOR)
        db.commit()
    answer = members.browser().get(f"/join?token={token}")
    assert answer.status_code == (200 if mode == SignUp.INVITATION else 403)
    answer = members.browser().post("/join", data=given | {"token": token})
    assert answer.status_code == (303 if mode == SignUp.INVITATION else 403)


def test_an_invitation_makes_one_account_with_the_role_that_it_names(members):
    page = members.browser("admin").post("/users/invitations", data={"role": "editor"})
    assert page.headers["cache-control"] == "private, no-store"
    token = token_in(page.text)
    given = {"name": "bob", "display": "", "email": "", "password": OTHER, "token": token}
    bad = members.browser().post("/join", data=given | {"password": "x"})
    assert bad.status_code == 422
    assert "as editor" in bad.text
    browser = members.browser()
    assert browser.post("/join", data=given | {"role": "admin"}).status_code == 303
    assert signed_in(browser)
    again = members.browser().post("/join", data=given | {"name": "carol"})
    assert again.status_code == 410
    assert members.browser().get(f"/join?token={token}").status_code == 410
    with members.db() as db:
        assert members.user(db, "bob").role == Role.EDITOR
        assert find_user(db, "carol") is None


def test_a_new_password_ends_every_other_session_and_begins_this_one_anew(members):
    add(members, "dora")
    browser, elsewhere = members.browser("dora"), members.browser("dora")
    before = browser.cookies.get("counterpoint-80")
    form = {"current": PASSWORD, "password": OTHER}
    wrong = browser.post("/account/password", data=form | {"current": "x"})
    assert wrong.status_code == 422
    assert "This is not your password." in wrong.text
    weak = browser.post("/account/password", data=form | {"password": "dora" * 5})
    assert weak.status_code == 422
    assert signed_in(elsewhere)
    changed = browser.post("/account/password", data=form)
    assert changed.status_code == 303
    assert before not in changed.headers["set-cookie"]
    assert not signed_in(elsewhere)
    for password, status in ((PASSWORD, 422), (OTHER, 303)):
        tried = members.browser().post("/sign-in", data={"name": "dora", "password": password})
        assert tried.status_code == status


def test_sessions_are_listed_and_ended_one_or_all(members):
    add(members, "emil")
    here, there, third = (members.browser("emil") for _ in range(3))
    assert here.get("/account").text.count("Lynx") >= 3
    with members.db() as db:
        ids = {each.id for each in sessions_of(db, members.user(db, "emil"))}
    shown = set(re.findall(r"/account/sessions/(\w+)/removal", here.get("/account").text))
    (own,) = ids - shown
    other = shown.pop()
    assert here.post(f"/account/sessions/{other}/removal").status_code == 303
    assert [signed_in(each) for each in (there, third)].count(True) == 1
    assert here.post("/account/others").status_code == 303
    assert [signed_in(each) for each in (here, there, third)] == [True, False, False]
    assert here.post(f"/account/sessions/{own}/removal").status_code == 303
    assert not signed_in(here)


def test_an_admins_link_lets_somebody_choose_a_password_once(members):
    id = add(members, "finn", password_hash="")
    known = members.browser("finn")
    token = token_in(members.browser("admin").post(f"/users/{id}/reset").text)
    browser = members.browser()
    assert "finn" in browser.get(f"/reset?token={token}").text
    form = {"token": token, "password": OTHER}
    assert browser.post("/reset", data=form | {"password": "x"}).status_code == 422
    assert browser.post("/reset", data=form).status_code == 303
    assert signed_in(browser)
    assert not signed_in(known)
    assert members.browser().post("/reset", data=form).status_code == 410
    assert members.browser().get(f"/reset?token={token}").status_code == 410


def test_a_link_of_one_kind_opens_no_other_door(members):
    add(members, "gina")
    with members.db() as db:
        user = members.user(db, "gina")
        tokens = {
            kind: let_in(db, user=user, kind=kind) for kind in (LinkKind.SIGN_IN, LinkKind.RESET)
        }
        db.commit()
    browser = members.browser()
    assert browser.post("/sign-in/link", data={"token": tokens[LinkKind.RESET]}).status_code == 410
    form = {"token": tokens[LinkKind.SIGN_IN], "password": OTHER}
    assert browser.post("/reset", data=form).status_code == 410
    assert browser.post("/join", data=form | {"name": "x"}).status_code == 410


def test_by_mail_the_answer_is_the_same_whoever_asks_and_the_letter_goes_to_one(
    members, monkeypatch
):
    add(members, "hugo", email="hugo@example.org")
    add(members, "ivy")
    with Mailbox() as box:
        monkeypatch.setattr(members.app.state.mail, "send", box.mail("site@example.org").send)
        monkeypatch.setattr(Mail, "is_sent", True)
        browser = members.browser()
        answers = [
            browser.post("/forgotten", data={"name": name})
            for name in ("hugo", "HUGO@example.org", "ivy", "nobody", "x@example.org")
        ]
    assert len({(each.status_code, each.text) for each in answers}) == 1
    assert answers[0].status_code == 200
    assert [letter["To"] for letter in box.letters] == ["hugo@example.org"] * 2
    first, second = (letter.get_content() for letter in box.letters)
    assert "https://example.org/reset?token=" in first
    assert "“hugo”" in first
    assert members.browser().get(f"/reset?token={token_in(first)}").status_code == 410
    assert members.browser().get(f"/reset?token={token_in(second)}").status_code == 200


def test_a_server_that_takes_no_letter_is_told_to_nobody(members, monkeypatch):
    add(members, "jane", email="jane@example.org")

    def broken(*_):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(Mail, "send", broken)
    monkeypatch.setattr(Mail, "is_sent", True)
    browser = members.browser()
    known, unknown = (browser.post("/forgotten", data={"name": n}) for n in ("jane", "nobody"))
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)


def test_without_a_mail_server_one_is_told_whom_to_ask(members):
    page = members.browser().get("/forgotten")
    assert "Ask an admin" in page.text
    assert "<form" not in page.text


def test_an_admin_gives_roles_suspends_and_lets_in_again(members):
    id = add(members, "karl")
    admin, browser = members.browser("spare"), members.browser("karl")
    assert admin.post(f"/users/{id}/role", data={"role": "editor"}).status_code == 303
    assert not signed_in(browser)
    assert admin.post(f"/users/{id}/role", data={"role": "god"}).status_code == 422
    assert admin.post(f"/users/{id}/suspension").status_code == 303
    tried = browser.post("/sign-in", data={"name": "karl", "password": PASSWORD})
    assert "suspended" in tried.text
    assert "suspended" in admin.get("/users").text
    assert admin.post(f"/users/{id}/suspension/removal").status_code == 303
    tried = browser.post("/sign-in", data={"name": "karl", "password": PASSWORD})
    assert tried.status_code == 303
    with members.db() as db:
        assert members.user(db, "karl").role == Role.EDITOR


def test_an_admin_appoints_an_editor_of_one_debate(members):
    id, slug = add(members, "lena"), "china-cyber-espionage"
    admin = members.browser("spare")
    assert admin.post(f"/users/{id}/debates", data={"debate": slug}).status_code == 303
    with members.db() as db:
        assert slugs_edited(db)[id] == [slug]
    assert f"edits {slug}" in html.unescape(admin.get("/users").text)
    assert admin.post(f"/users/{id}/debates", data={"debate": slug}).status_code == 422
    assert admin.post(f"/users/{id}/debates", data={"debate": "none"}).status_code == 422
    assert admin.post(f"/users/{id}/debates/{slug}/removal").status_code == 303
    assert admin.post(f"/users/{id}/debates/{slug}/removal").status_code == 409


@pytest.mark.parametrize("kind", [LinkKind.INVITATION, LinkKind.RESET])
def test_two_who_use_a_link_at_once_do_not_both_get_in(members, kind, monkeypatch):
    """The second finds the link, as it was read before the first had used it up."""
    add(members, f"two-{kind}")
    with members.db() as db:
        user = members.user(db, f"two-{kind}")
        is_reset = kind == LinkKind.RESET
        token = let_in(db, user=user, kind=kind) if is_reset else invite(db, role=Role.EDITOR)
        db.commit()
    form = {"token": token, "password": OTHER, "name": f"first-{kind}"}
    path = "/reset" if is_reset else "/join"
    place = "app.web.resetting" if is_reset else "app.web.joining"

    def used_by_another(db, *, link):
        use_up(db, link=link)
        use_up(db, link=link)

    monkeypatch.setattr(f"{place}.use_up", used_by_another)
    assert members.browser().post(path, data=form).status_code == 410
    with members.db() as db:
        assert find_user(db, f"first-{kind}") is None
        assert members.user(db, f"two-{kind}").password_hash.startswith("$argon2id")

"""Joining, signing in and out, what ends a session, and what admins do."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts import commands, links
from app.accounts.models import LinkKind, LoginSession, OneTimeLink, Role, User
from app.accounts.queries import find_user, sessions_of, signed_by, users_reached_at
from app.db import now
from app.errors import Conflict, Expired, Forbidden, Invalid

DAY = timedelta(days=1)


def test_a_cookie_signs_in_whoever_it_was_given_to_and_its_text_is_stored_nowhere(db, make):
    user = make.user()
    token = commands.sign_in(db, user=user, agent="Lynx")
    signed = signed_by(db, token)
    assert signed is not None
    assert (signed.user, signed.session.agent) == (user, "Lynx")
    assert token not in str(signed.session.model_dump())
    for other in ("", token[:-1], token + "x", signed.session.token_hash):
        assert signed_by(db, other) is None


@pytest.mark.parametrize(
    ("role", "at_home", "idle"),
    [
        (Role.READER, False, 14 * DAY),
        (Role.CONTRIBUTOR, False, 14 * DAY),
        (Role.EDITOR, False, timedelta(minutes=30)),
        (Role.ADMIN, False, timedelta(minutes=30)),
        (Role.ADMIN, True, 14 * DAY),
    ],
)
def test_a_session_ends_when_it_is_silent_too_long_and_in_any_case(db, make, role, at_home, idle):
    token = commands.sign_in(db, user=make.user(role=role), at_home=at_home)
    signed = signed_by(db, token)
    assert signed is not None
    start = signed.session.seen_at
    assert signed_by(db, token, start + idle - timedelta(seconds=1))
    assert signed_by(db, token, start + idle) is None
    signed.session.seen_at = start + 30 * DAY - timedelta(seconds=10)
    assert signed_by(db, token, start + 30 * DAY - timedelta(seconds=5))
    assert signed_by(db, token, start + 30 * DAY + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    "act",
    [
        lambda db, user: commands.set_password(db, user=user, password_hash="x"),
        lambda db, user: commands.set_role(db, user=user, role=Role.READER),
        lambda db, user: commands.suspend(db, user=user),
        lambda db, user: commands.sign_out_everywhere(db, user=user),
    ],
    ids=["password", "role", "suspension", "everywhere"],
)
def test_what_changes_an_account_ends_its_sessions_and_links_at_once(db, make, act):
    user, other = make.user(), make.user()
    tokens = [commands.sign_in(db, user=user) for _ in range(2)]
    kept = commands.sign_in(db, user=other)
    link = links.let_in(db, user=user, kind=LinkKind.RESET)
    act(db, user)
    assert [signed_by(db, token) for token in tokens] == [None, None]
    assert signed_by(db, kept)
    with pytest.raises(Expired):
        links.link_by_token(db, LinkKind.RESET, link)


def test_a_suspended_account_cannot_be_signed_in_to_until_it_is_readmitted(db, make):
    user = make.user(email="x@example.org")
    commands.suspend(db, user=user)
    with pytest.raises(Forbidden, match="suspended"):
        commands.sign_in(db, user=user)
    assert users_reached_at(db, user.name) == []
    commands.readmit(db, user=user)
    assert signed_by(db, commands.sign_in(db, user=user))


def test_every_other_session_can_be_ended_and_this_one_kept(db, make):
    user = make.user()
    tokens = [commands.sign_in(db, user=user) for _ in range(3)]
    here = signed_by(db, tokens[1])
    assert here is not None
    commands.sign_out_everywhere(db, user=user, but=here.session)
    assert sessions_of(db, user) == [here.session]
    commands.sign_out(db, session=here.session)
    assert sessions_of(db, user) == []


def test_signs_of_life_are_written_down_every_five_minutes(db, make):
    user = make.user()
    signed = signed_by(db, commands.sign_in(db, user=user))
    assert signed is not None
    seen = signed.session.seen_at
    commands.see(db, session=signed.session)
    assert signed.session.seen_at == seen
    signed.session.seen_at = seen - commands.SEEN_EVERY
    commands.see(db, session=signed.session)
    assert signed.session.seen_at >= seen


@pytest.mark.parametrize("kind", LinkKind)
def test_a_link_lets_in_once_and_for_its_own_purpose_and_for_a_while(db, make, kind):
    def made() -> str:
        if kind == LinkKind.INVITATION:
            return links.invite(db, role=Role.EDITOR)
        return links.let_in(db, user=user, kind=kind)

    user = make.user()
    token = made()
    link = links.link_by_token(db, kind, token)
    assert token not in str(link.model_dump())
    for other in set(LinkKind) - {kind}:
        with pytest.raises(Expired):
            links.link_by_token(db, other, token)
    links.use_up(db, link=link)
    with pytest.raises(Expired):
        links.use_up(db, link=link)
    db.expire_all()
    with pytest.raises(Expired):
        links.link_by_token(db, kind, token)
    last = made()
    late = links.link_by_token(db, kind, last)
    late.created_at, late.expires_at = now() - DAY, now()
    db.flush()
    with pytest.raises(Expired):
        links.link_by_token(db, kind, last)


def test_a_new_link_makes_the_one_before_void(db, make):
    user = make.user()
    first, second = (links.let_in(db, user=user, kind=LinkKind.RESET) for _ in range(2))
    assert links.link_by_token(db, LinkKind.RESET, second).user_id == user.id
    with pytest.raises(Expired):
        links.link_by_token(db, LinkKind.RESET, first)


@pytest.mark.parametrize("name", ["", "a b", "ádám", "-a", "a" * 41, "раypal"])
def test_a_name_to_sign_in_by_is_of_plain_letters(db, make, name):
    with pytest.raises(Invalid) as refused:
        make.user(name=name)
    assert refused.value.field == "name"


def test_a_name_is_one_whatever_its_letters(db, make):
    user = make.user(name=" Ada.Lovelace ")
    assert user.name == "ada.lovelace"
    assert find_user(db, "ADA.lovelace") is user
    with pytest.raises(Conflict):
        make.user(name="ada.LOVELACE")


@pytest.mark.parametrize("display", ["", "  ", "x" * 81, "Ada\u202egro", "Ada\u200bx"])
def test_a_name_to_be_shown_can_be_seen(db, make, display):
    with pytest.raises(Invalid) as refused:
        commands.describe(db, user=make.user(), display=display, email="")
    assert refused.value.field == "display"


@pytest.mark.parametrize("email", ["x", "x@y", "x@y.z, other@y.z", "a b@c.d", "x@y.z\nBcc: q@y.z"])
def test_an_address_for_mail_is_one_address(db, make, email):
    with pytest.raises(Invalid) as refused:
        commands.describe(db, user=make.user(), display="Ada", email=email)
    assert refused.value.field == "email"


def test_the_last_admin_stays(db, make):
    only = make.user(role=Role.ADMIN)
    for act in (
        lambda: commands.suspend(db, user=only),
        lambda: commands.set_role(db, user=only, role=Role.EDITOR),
    ):
        with pytest.raises(Conflict, match="last admin"):
            act()
    make.user(role=Role.ADMIN)
    commands.set_role(db, user=only, role=Role.EDITOR)


def test_whoever_has_the_machine_has_one_account(db):
    assert commands.owner(db) is commands.owner(db)
    assert commands.owner(db).role == Role.ADMIN


@pytest.mark.parametrize(
    ("fault", "constraint"),
    [
        ({"name": "Ada"}, "ck_user_name_in_lower_case"),
        ({"display": ""}, "ck_user_displayed"),
        ({"failures": -1}, "ck_user_failures_counted"),
        ({"role": "god"}, "ck_user_role"),
    ],
)
def test_the_database_refuses_an_account_that_a_command_would(db, fault, constraint):
    given = {"name": "ada", "display": "Ada", "role": "reader", "failures": 0} | fault
    given |= {"id": "0000000000", "created_at": now(), "email": "", "password_hash": ""}
    with pytest.raises(IntegrityError, match=constraint):
        db.connection().execute(sa.insert(User).values(**given))


def test_the_database_refuses_a_token_that_is_not_hashed(db, make):
    user, until = make.user(), now() + DAY
    with pytest.raises(IntegrityError, match="ck_login_session_token_hashed"), db.begin_nested():
        db.add(LoginSession(user_id=user.id, token_hash="x", expires_at=until, idle_seconds=1))
        db.flush()
    with pytest.raises(IntegrityError, match="ck_one_time_link_for_someone"), db.begin_nested():
        db.add(OneTimeLink(token_hash="x" * 64, kind=LinkKind.RESET, expires_at=until))
        db.flush()

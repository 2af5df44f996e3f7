"""Every route as every role and as nobody."""

import re

import pytest
from fastapi import APIRouter, FastAPI
from starlette.responses import Response
from starlette.routing import Mount, Route, Router

from app.accounts import commands
from app.accounts.models import Role
from app.accounts.policy import ALLOWED, Act
from app.accounts.queries import find_user, sessions_of
from app.db import now
from app.web.permissions import ROUTES, Who, check, every

WHO = ("", "suspended", "signed out", *Role)


def filled(path: str) -> str:
    """An address of the route at which nothing is."""
    return re.sub(r"\{[^}]+\}", "0000000000", path)


def browser_of(members, who: str):
    if who in ("suspended", "signed out"):
        name = who.replace(" ", "-")
        with members.db() as db:
            if not find_user(db, name):
                commands.add_user(db, name=name, role=Role.ADMIN)
                db.commit()
        made = members.browser(name)
        with members.db() as db:
            user = members.user(db, name)
            if who == "suspended":
                commands.suspend(db, user=user)
            commands.sign_out_everywhere(db, user=user)
            db.commit()
        if who == "suspended":
            with members.db() as db:  # as if the command had forgotten to end the sessions
                members.user(db, name).suspended_at = None
                token = commands.sign_in(db, user=members.user(db, name))
                members.user(db, name).suspended_at = now()
                db.commit()
            made.cookies.set("counterpoint-80", token)
        return made
    return members.browser(str(who))


@pytest.mark.parametrize("who", WHO)
def test_every_route_lets_in_those_whom_the_policy_names_and_no_other(members, who):
    browser, role = browser_of(members, who), Role(who) if who in set(Role) else None
    for route in every(members.app.routes):
        allowed = role in ALLOWED[ROUTES[route.name]]
        for method in (route.methods or set()) - {"HEAD"}:
            if (route.name, allowed) == ("sessions.end", True):
                continue  # it would end what is tried here; test_signing has it
            answer = browser.request(method, filled(route.path))
            outcome = (who, method, route.path, answer.status_code)
            asked = answer.headers.get("location", "").startswith("/sign-in?next=")
            if allowed:
                assert answer.status_code not in (401, 403, 405, 500), outcome
                assert not asked, outcome
            elif role is not None:
                assert answer.status_code == 403, outcome
            elif method == "GET":
                assert asked, outcome
            else:
                assert answer.status_code == 401, outcome


def test_the_table_names_every_route_and_nothing_else(members):
    names = {route.name for route in every(members.app.routes)}
    assert names == set(ROUTES)


def nothing() -> None: ...


def test_a_route_without_an_entry_does_not_start():
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_api_route("/new", nothing, name="new.route")
    with pytest.raises(LookupError, match=r"new\.route.*has no entry"):
        check(app.routes)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_route("/new", lambda request: Response(), name="other.route")
    with pytest.raises(LookupError, match="has no entry"):
        check(app.routes)


def test_a_guard_is_where_the_table_wants_it_and_nowhere_else():
    def guarded(who: Who) -> None: ...

    for name, handler in (("account.show", nothing), ("claims.show", guarded)):
        router = APIRouter()
        router.add_api_route("/x", handler, name=name)
        with pytest.raises(LookupError, match="guard"):
            check(router.routes)


def test_what_is_for_reading_takes_nothing_that_writes():
    route = Route("/x", lambda request: Response(), name="claims.show", methods=["POST"])
    with pytest.raises(LookupError, match="may write"):
        check([route])
    with pytest.raises(LookupError, match="no route"):
        check([Mount("/x", Router([route]))])


def test_a_field_that_a_form_does_not_have_is_not_taken(members):
    browser = members.browser("other")
    given = {"display": "Other", "email": "", "role": "admin", "id": "0000000000", "name": "x"}
    assert browser.post("/account", data=given).status_code == 303
    with members.db() as db:
        user = members.user(db, "other")
        assert (user.role, user.display) == (Role.CONTRIBUTOR, "Other")
        assert user.id != "0000000000"


def test_nobody_ends_the_session_of_another(members):
    victim, thief = members.browser("editor"), members.browser("contributor")
    with members.db() as db:
        ids = [each.id for each in sessions_of(db, members.user(db, "editor"))]
    for id in ids:
        assert thief.post(f"/account/sessions/{id}/removal").status_code == 404
    assert victim.get("/account").status_code == 200
    with members.db() as db:
        mine = sessions_of(db, members.user(db, "contributor"))[0].id
    assert thief.post(f"/account/sessions/{mine}/removal").status_code == 303
    assert thief.get("/account").status_code == 303


def test_no_act_is_left_without_a_route():
    assert set(Act) - set(ROUTES.values()) == set()

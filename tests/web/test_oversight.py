"""What editors and admins do is written down, each act once; and acts are taken back by the lot."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from app.accounts import commands
from app.accounts.models import Role, User
from app.accounts.policy import Act
from app.arguments.models import Rebuttal
from app.changes.commands import edit
from app.changes.reverting import revert_users
from app.claims.models import Claim
from app.db import now
from app.debates.models import DebateEditor
from app.history.models import Kind, Revision
from app.history.queries import last_revision_id
from app.logbook.models import LogEntry
from app.proposals.models import Proposal
from app.web.deps import SAFE
from app.web.permissions import ROUTES, every
from tests.web.privileged import CASES
from tests.web.scene import DEBATE, Scene


def counted(members: Any) -> tuple[int, int, int]:
    with members.db() as db:
        changes = sa.select(sa.func.count(sa.distinct(col(Revision.change_id))))
        others = [sa.select(sa.func.count()).select_from(each) for each in (LogEntry, Proposal)]
        return db.scalar(others[0]), db.scalar(changes), db.scalar(others[1])


@pytest.fixture
def scene(members):
    """Whatever a case changes is taken back, so that the other tests find what they know."""
    began = now()
    made = Scene(members)
    yield made
    with members.db() as db:
        users = [members.user(db, name) for name in ("editor", "contributor", "admin")]
        users += [db.get_one(User, id) for id in made.makers]
        by = members.user(db, "spare")
        revert_users(db, by=by, users=users, since=began, why="The test is over.")
        db.commit()


@pytest.mark.parametrize("route", CASES)
def test_every_privileged_act_is_written_down_once(members, scene, route):
    """And what is refused, not at all: the control of the counting, and of who may not."""
    for case in CASES[route]:
        path, fields = case.sent(scene)
        before = counted(members)
        assert members.browser("reader").post(path, data=fields).status_code == 403
        assert counted(members) == before
        answer = members.browser(case.who).post(path, data=fields)
        assert answer.status_code in (200, 303), (route, answer.text)
        grown = tuple(after - then for after, then in zip(counted(members), before, strict=True))
        assert grown == (case.entries, case.changes, case.proposals), (route, case.who)


def test_no_route_by_which_somebody_with_a_role_writes_is_left_out(members):
    privileged = (Act.PROPOSE, Act.PUBLISH, Act.ADMINISTER)
    writing = {
        route.name
        for route in every(members.app.routes)
        if ROUTES[route.name] in privileged and not (route.methods or set()) <= SAFE
    }
    assert writing == set(CASES)


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_log_is_for_editors_and_admins_and_of_one_debate_for_its_own(members, scene):
    admin = members.browser("admin")
    admin.post(f"/users/{scene.user_id}/debates", data={"debate": DEBATE})
    answer = admin.post(f"/users/{scene.user_id}/reset")
    token = re.search(r"token=([\w-]+)", answer.text)
    for name in ("admin", "editor"):
        page = members.browser(name).get("/log")
        assert f"admin appointed {scene.name} an editor of" in text(page.text)
        assert f"admin made a link for a new password of {scene.name}" in text(page.text)
        assert token is not None
        assert token[1] not in page.text
        assert page.headers["cache-control"] == "private, no-store"
    own = text(members.browser(scene.name).get("/log").text)
    assert f"appointed {scene.name} an editor" in own
    assert "new password" not in own
    for name in ("contributor", "reader"):
        assert members.browser(name).get("/log").status_code == 403
    assert members.browser().get("/log").status_code == 303
    with members.db() as db:
        commands.suspend(db, user=members.user(db, scene.name))
        db.commit()


def test_a_long_log_goes_on(members, scene, monkeypatch):
    monkeypatch.setattr("app.logbook.queries.PAGE", 2)
    admin = members.browser("admin")
    for _ in range(3):
        admin.post(f"/users/{scene.user_id}/reset")
    page = admin.get("/log").text
    (more,) = re.findall(r'href="(/log\?below=\d+)"', page)
    assert text(admin.get(more).text).count(scene.name) == 1


@pytest.fixture
def vandal(members, scene):
    """Somebody who has made a rebuttal and reworded a claim; the rebuttal, and the words that the
    claim had before."""
    with members.db() as db:
        commands.set_role(db, user=members.user(db, scene.name), role=Role.EDITOR)
        db.commit()
    made = scene.made(name=scene.name)
    with members.db() as db:
        id, by = scene.other_id, members.user(db, scene.name)
        before = db.get_one(Claim, id).statement
        fields = {"statement": "Nonsense & more."}
        seen = last_revision_id(db, id)
        edit(db, by=by, kind=Kind.CLAIM, id=id, seen=seen, fields=fields)
        db.commit()
    return made, before


def test_what_somebody_did_is_shown_before_it_is_taken_back(members, scene, vandal):
    browser = members.browser("editor")
    contributions = f"/users/{scene.name}/contributions"
    assert f'href="/users/{scene.name}/reversal"' in browser.get(contributions).text
    assert "/reversal" not in members.browser().get(contributions).text
    page = browser.get(f"/users/{scene.name}/reversal?hours=1").text
    assert "2 to take back" in text(page)
    assert "Nonsense &amp; more." in page
    assert "Nothing to take back" in text(browser.get("/users/reader/reversal").text)


def test_it_is_taken_back_by_one_button_and_what_others_did_stays(members, scene, vandal):
    made, before = vandal
    kept = scene.made()
    browser = members.browser("editor")
    page = browser.get(f"/users/{scene.name}/reversal?hours=1").text
    since = re.search(r'name="since" value="([^"]+)"', page)
    assert since is not None
    given = {"since": since[1], "names": "", "why": ""}
    assert browser.post(f"/users/{scene.name}/reversal", data=given).status_code == 422
    done = browser.post(f"/users/{scene.name}/reversal", data=given | {"why": "Not his words."})
    told = browser.get(done.headers["location"]).text
    assert "and 1 more with it" in told
    assert "/undo" in told
    with members.db() as db:
        assert db.get_one(Claim, scene.other_id).statement == before
        assert db.get(Rebuttal, made) is None
        assert db.get(Rebuttal, kept) is not None
    reader = members.browser()
    assert reader.get(f"/rebuttals/{made}").status_code == 410
    assert reader.get(f"/revisions/{scene.seen(made)}").status_code == 200


def test_who_may_not_or_means_somebody_who_is_not_there_is_told_so(members, scene):
    path = f"/users/{scene.name}/reversal"
    given = {"since": now().isoformat(), "why": "So."}
    browser = members.browser("editor")
    nobody = browser.post(path, data=given | {"names": "nobody-at-all"})
    assert (nobody.status_code, "Nobody signs in as" in nobody.text) == (422, True)
    own = browser.post(path, data=given | {"names": "editor"})
    assert (own.status_code, "one by one" in own.text) == (422, True)
    assert browser.post(path, data=given | {"since": "yesterday"}).status_code == 422
    assert browser.get("/users/nobody-at-all/reversal").status_code == 404
    for hours in ("1", "168", "all", "9" * 30, "x", "%00"):
        assert browser.get(f"{path}?hours={hours}").status_code == 200
    with members.db() as db:
        db.add(DebateEditor(debate_id=scene.debate_id, user_id=scene.user_id))
        db.commit()
    single = members.browser(scene.name)
    assert single.post(path, data=given).status_code == 403
    assert "Only editors of all debates" in single.get(path).text
    with members.db() as db:
        db.execute(sa.delete(DebateEditor).where(col(DebateEditor.user_id) == scene.user_id))
        db.commit()

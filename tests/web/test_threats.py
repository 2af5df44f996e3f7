"""Controls that hold on every page, each with the site on which it is off."""

import itertools
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import col, select
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from app.accounts import commands, links
from app.accounts.models import LinkKind, Role
from app.accounts.tokens import token_hash
from app.arguments.models import Rebuttal
from app.changes.commands import retire
from app.claims.models import Claim
from app.db import sqlite_module
from app.debates.models import Debate, DebateEditor
from app.errors import Invalid
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.ids import new_id
from app.main import create_app
from app.proposals.models import Flag
from app.tables import METADATA
from app.web.headers import SecurityHeaders
from app.web.permissions import every
from app.web.visitor import Personal
from tests.web.conftest import PASSWORD
from tests.web.privileged import worded
from tests.web.scene import Scene
from tests.web.test_permissions import filled

DEBATE = "/debates/china-cyber-espionage"
KEPT = ("/static/", "/favicon.ico")


def readable(app: FastAPI) -> list[str]:
    """An address of each route that can be read, and some at which something is."""
    paths = {filled(route.path) for route in every(app.routes) if "GET" in (route.methods or ())}
    here = {DEBATE, f"{DEBATE}/claims", f"{DEBATE}/review", f"{DEBATE}/map", f"{DEBATE}.json"}
    return sorted(path for path in paths | here if not path.startswith(KEPT))


def is_shared(answer: Response) -> bool:
    """Whether what is made for somebody could be kept for others (T19); where one is only led on,
    nothing is."""
    said = answer.headers.get("cache-control", "")
    return answer.status_code < 300 and ("no-store" not in said or "etag" in answer.headers)


def is_framed(answer: Response) -> bool:
    """Whether a page of another site may show it in a frame (T21)."""
    return "frame-ancestors 'none'" not in answer.headers.get("content-security-policy", "")


@pytest.fixture
def without(members):
    """The same site without one of its controls, signed in to as an admin."""
    made = []

    def app_without(control: object) -> TestClient:
        app = create_app(members.app.state.settings)
        app.user_middleware = [each for each in app.user_middleware if each.cls is not control]
        made.append(app)
        client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        client.cookies.update(members.browser("admin").cookies)
        return client

    yield app_without
    for app in made:
        app.state.versions.close()
        app.state.engines.read.dispose()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_is_made_for_somebody_is_neither_kept_by_others_nor_framed(members, without):
    """On every route; the controls are the sites on which one of the two is off."""
    browser = members.browser("admin")
    answers = {path: browser.get(path) for path in readable(members.app)}
    assert len(answers) > 60
    assert {path for path, answer in answers.items() if is_shared(answer)} == set()
    assert {path for path, answer in answers.items() if is_framed(answer)} == set()
    assert is_shared(without(Personal).get(DEBATE))
    assert is_framed(without(SecurityHeaders).get(DEBATE))
    assert is_shared(members.browser().get(DEBATE))
    assert not is_framed(members.browser().get(DEBATE))


def test_a_session_that_ends_in_one_process_ends_in_every(members):
    """The control: until then the other process lets it in."""
    other = create_app(members.app.state.settings)
    name = f"two-processes-{new_id()}"
    with members.db() as db:
        commands.add_user(db, name=name, role=Role.READER)
        db.commit()
    here = members.browser(name)
    there = TestClient(other, follow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})
    there.cookies.update(here.cookies)
    assert there.get("/account").status_code == 200
    assert here.post("/account/others").status_code == 303
    assert there.get("/account").status_code == 200
    with members.db() as db:
        commands.suspend(db, user=members.user(db, name))
        db.commit()
    assert there.get("/account").status_code == 303
    assert there.post("/account", data={"display": "x"}).status_code == 401
    other.state.versions.close()
    other.state.engines.read.dispose()


def test_attempts_are_counted_by_all_processes_together(members):
    """What was once counted by each for itself: two let in twice as many."""
    other = create_app(members.app.state.settings, passwords=members.app.state.passwords)
    there = TestClient(other, headers={"Sec-Fetch-Site": "same-origin"})
    browsers = itertools.cycle([members.browser(), there])
    given = {"name": "reader", "password": "x" * 20}
    answers = [next(browsers).post("/sign-in", data=given).status_code for _ in range(14)]
    assert answers == [422] * 10 + [429] * 4
    other.state.versions.close()
    other.state.engines.read.dispose()


INJECTED = ["a@b.org\r\nBcc: c@d.org", "a@b.org\nBcc:c@d.org", "a@b.org,c@d.org", "<a@b.org>"]


@pytest.mark.parametrize("address", INJECTED)
def test_no_letter_goes_to_more_than_one_address(db, make, address):
    with pytest.raises(Invalid, match="not an address"):
        commands.describe(db, user=make.user(), display="A", email=address)


HEADERS = ["/\r\nSet-Cookie: a=b", "/%0d%0aSet-Cookie: a=b", "/\u010d\u010aX: y", "/é", "/x\x00y"]


@pytest.mark.parametrize("onward", HEADERS)
def test_where_one_is_led_on_to_adds_no_header(members, onward):
    """Signing in, and undoing, which are told where to lead on to (T18)."""
    browser = members.browser()
    given = {"name": "reader", "password": PASSWORD, "next": onward}
    answer = browser.post("/sign-in", data=given)
    assert answer.status_code in (303, 422), answer.text
    assert re.fullmatch(r"/[!-~]*", answer.headers.get("location", "/"))
    names = [name for name, _ in answer.headers.multi_items()]
    assert names.count("set-cookie") <= 1
    assert "x" not in names


def test_what_is_downloaded_is_called_by_its_address_alone(members):
    """No answer names a file: slugs are made of letters, digits and hyphens."""
    for path in readable(members.app):
        assert "content-disposition" not in members.browser().get(path).headers


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_no_secret_is_in_the_database_or_the_log(members):
    """Canaries: passwords, right and wrong, and what one-time links and cookies carry (T23). The
    control: the hash of each token is found, so the search sees what is there."""
    canary = "canary in a coal mine of words"
    browser, secrets = members.browser(), [canary, PASSWORD]
    with members.db() as db:
        name = f"canary-{new_id()}"
        user = commands.add_user(db, name=name, role=Role.ADMIN)
        tokens = [links.let_in(db, user=user, kind=LinkKind.SIGN_IN)]
        tokens += [links.let_in(db, user=user, kind=LinkKind.RESET)]
        tokens += [links.invite(db, role=Role.READER)]
        db.commit()
    with capture_logs() as logged:
        browser.post("/sign-in", data={"name": name, "password": canary})
        browser.post("/sign-in", data={"name": canary, "password": canary})
        browser.get(f"/reset?token={tokens[1]}")
        pages = [browser.post("/sign-in/link", data={"token": tokens[0]}).text]
        tokens.append(browser.cookies["counterpoint-80"])
        pages.append(browser.post("/account/password", data={"password": canary * 2}).text)
        issued = browser.post(f"/users/{user_id(members, name)}/reset").text
        found = re.search(r"token=([\w-]+)", issued)
        assert found is not None
        tokens.append(found[1])
        pages += [browser.get(path).text for path in ("/log", "/users", "/account")]
    stored = everything(members)
    for secret in (*secrets, *tokens):
        assert secret not in stored
        assert secret not in str(logged)
        assert secret not in "".join(pages)
    assert token_hash(tokens[-1]) in stored
    with members.db() as db:
        commands.suspend(db, user=members.user(db, name))
        db.commit()


def user_id(members, name: str) -> str:
    with members.db() as db:
        return str(members.user(db, name).id)


def everything(members) -> str:
    """All that the file of the database holds, what is deleted included, as far as it is text."""
    file = sa.make_url(members.app.state.settings.database_url).database
    assert file is not None
    with sqlite_module().connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(FULL)")
        rows = [
            connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in METADATA.tables
        ]
    connection.close()
    return f"{rows} {Path(file).read_bytes().decode('latin-1')}"


@pytest.fixture
def scene(members):
    return Scene(members)


@pytest.fixture
def single(members):
    """A reader who edits the one debate, and a reader who edits none."""
    name = f"single-{new_id()}"
    with members.db() as db:
        id = commands.add_user(db, name=name, role=Role.READER).id
        db.add(DebateEditor(debate_id=db.exec(select(Debate.id)).one(), user_id=id))
        db.commit()
    yield name
    with members.db() as db:
        db.execute(sa.delete(DebateEditor).where(col(DebateEditor.user_id) == id))
        db.commit()


def test_an_editor_of_one_debate_sees_the_ways_to_its_forms_and_a_reader_none(members, single):
    with members.db() as db:
        claim = db.exec(select(Claim.id).order_by(Claim.id)).first()
    mine, others = members.browser(single), members.browser("reader")
    for path, link in (
        (f"/claims/{claim}", f"/claims/{claim}/rebuttals/new"),
        (f"/claims/{claim}", f"/claims/{claim}/retirement"),
        ("/sources/akoto-2025", "/sources/akoto-2025/claims/new"),
    ):
        assert f'href="{link}"' in mine.get(path, follow_redirects=True).text
        assert f'href="{link}"' not in others.get(path, follow_redirects=True).text
        assert mine.get(link).status_code == 200
        assert others.get(link).status_code == 403
    assert mine.get(f"{DEBATE}/review").status_code == 200


def test_a_form_that_is_sent_many_times_at_once_makes_one_thing(members):
    """From the same page, by several browsers at the same time."""
    with members.db() as db:
        claims = db.exec(select(Claim.id, Claim.source_id).order_by(Claim.id)).all()
    target, source = claims[0]
    others = [id for id, of in claims if of != source][:4]
    keys = {other: new_id() for other in others}
    browser = members.browser("editor")

    def post(other: str) -> str:
        given = {"key": keys[other], "claim": other, "move": "qualifies", "basis": "editorial"}
        given["note"] = f"It narrows it, {keys[other]}."
        answer = browser.post(f"/claims/{target}/rebuttals", data=given)
        while answer.status_code == 503:  # too crowded: sent again
            answer = browser.post(f"/claims/{target}/rebuttals", data=given)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(post, others * 5))
    assert len(set(answers)) == len(others)
    for number in range(len(others)):
        assert len({*answers[number :: len(others)]}) == 1
    with members.db() as db:
        by = members.user(db, "editor")
        made = db.exec(select(Rebuttal.id).where(Rebuttal.by_id == by.id)).all()
        assert len(made) == len(others)
        for id in made:
            seen = last_revision_id(db, id)
            retire(db, by=by, kind=Kind.REBUTTAL, id=id, seen=seen, why="The test is over.")
        db.commit()


def test_what_is_proposed_and_declined_leaves_nothing_for_readers(members, scene):
    """The words that a claim would rest on are kept, since they were given an address; no page
    shows them, and how many there may be is limited."""
    reader, paths = members.browser(), ["/sources/akoto-2025", f"{DEBATE}.json", f"{DEBATE}/claims"]
    before = [reader.get(path).content for path in paths]
    path, fields = worded(scene)
    contributor = members.browser("contributor")
    told = contributor.post(path, data=fields).headers["location"]
    assert "Proposed. An editor" in contributor.get(told, follow_redirects=True).text
    id = told.partition("proposed=")[2].partition("#")[0]
    declined = {"decision": "decline", "remark": "No."}
    assert members.browser("editor").post(f"/proposals/{id}", data=declined).status_code == 303
    assert [reader.get(path).content for path in paths] == before
    for path in (told, f"/passages/{told.split('/')[4].partition('?')[0]}"):
        assert reader.get(path, follow_redirects=True).status_code == 200


def test_a_remembered_form_is_sent_nowhere_else(members):
    """What waits for its sender to sign in is sent to this site alone."""
    for action in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"):
        kept = json.dumps({"action": action, "fields": {"a": ["b"]}})
        given = {"name": "reader", "password": PASSWORD, "kept": kept}
        assert members.browser().post("/sign-in", data=given).status_code == 303


@pytest.mark.parametrize("unstorable", ["%00", "a%00b", "%ED%A0%80", "%F4%90%80%80", "%FF"])
def test_what_no_database_can_hold_is_refused_or_told_by_a_sign(members, unstorable):
    """NUL is refused; what is no UTF-8 becomes U+FFFD; neither is an error of ours."""
    kind = {"content-type": "application/x-www-form-urlencoded"}
    with members.db() as db:
        id = db.exec(select(Claim.id).order_by(Claim.id)).first()
    body = f"words={unstorable}"
    answer = members.browser("reader").post(f"/claims/{id}/flag", content=body, headers=kind)
    assert answer.status_code == (422 if "%00" in unstorable else 303)
    with members.db() as db:
        db.execute(sa.delete(Flag).where(col(Flag.entity_id) == id))
        db.commit()

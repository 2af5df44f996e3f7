"""Words of people stay words on every page: no element, no attribute, no address comes of them."""

from html.parser import HTMLParser
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.accounts import commands
from app.accounts.models import Role
from app.accounts.queries import find_user
from app.changes.commands import edit, retire
from app.debates.commands import hold
from app.debates.models import Debate
from app.history.models import Kind, Revision
from app.main import create_app
from app.proposals.commands import flag, propose
from app.proposals.models import Deed, Proposal
from app.settings import Settings
from tests.factories import Make

BREAK = [
    '"><x-canary y-canary=1>',
    "'><x-canary y-canary=1>",
    "</title></textarea></style></script><x-canary>",
    "<svg><x-canary/></svg><![CDATA[<x-canary>]]>",
    "--><x-canary>{{ 1234567 * 81 }}{% raw %}",
    '" hx-post="/x" hx-trigger="load" data-hx-get=/x onload=alert(1) y-canary="',
    "javascript:alert(1)//<x-canary>",
]
NASTY = " ".join(BREAK)


class Seen(HTMLParser):
    """The elements and attributes that a page has, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.targets: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}
        self.targets |= {v or "" for name, v in attrs if name in ("href", "src", "action")}

    @property
    def faults(self) -> set[str]:
        handlers = {name for name in self.names if name.startswith("on")}
        led = {to for to in self.targets if to.strip().lower().startswith(("javascript", "data:"))}
        return handlers | led | {name for name in self.names if "canary" in name}


def fill(make: Make) -> None:
    """A debate in which every word that somebody can write is hostile."""
    words = {"title": NASTY, "short_name": BREAK[0], "form": BREAK[1], "author_label": BREAK[2]}
    one, other = make.source(**words), make.source(**words)
    make.text(one, f"First words. {NASTY} Last words.\n\nAnother paragraph is here.")
    make.text(other, f"Second words. {NASTY} And more of them.\n\nIt ends here.")
    debate = make.debate(one, other, title=NASTY, short_title=BREAK[0], description=NASTY)
    held = {"statement": NASTY, "attributed_to": BREAK[0]}
    a = make.claim(one, passages=[make.passage(one, NASTY)], **held)
    b = make.claim(one, passages=[make.passage(one, "Another paragraph is here.")], **held)
    c = make.claim(other, passages=[make.passage(other, NASTY)], **held)
    make.support(premises=[b], conclusion=a, note=NASTY)
    rebuttal = make.rebuttal(claim=c, target=b, note=NASTY)
    question = make.question(debate, text=f"{NASTY}?", why=NASTY)
    for source, claims in ((one, [a]), (other, [c])):
        hold(make.db, question=question, source=source, statement=NASTY, claims=claims)
    act(make, debate, (a.id, b.id, rebuttal.id))


def act(make: Make, debate: Debate, ids: tuple[str, str, str]) -> None:
    """What people do there, and what they say of it."""
    db, (edited, other, retired) = make.db, ids
    by, who = make.user(name="ann", role=Role.EDITOR), make.user(name="bob")
    commands.describe(db, user=by, display=BREAK[0], email="")
    claim: dict[str, Any] = {"kind": Kind.CLAIM, "why": NASTY}
    edit(db, by=by, id=edited, seen="", fields={"statement": f"{NASTY}!"}, **claim)
    fields = {"statement": f"{NASTY}?"}
    propose(db, by=who, debate=debate, deed=Deed.EDIT, id=other, fields=fields, **claim)
    flag(db, by=None, debate=debate, kind=Kind.CLAIM, id=other, words=NASTY)
    retire(db, by=by, kind=Kind.REBUTTAL, id=retired, seen="", why=NASTY)


@pytest.fixture(scope="module", params=["sqlite"])
def site(request, databases_of):
    """What is true of the pages of one database is of the other: they serve the same."""
    databases = databases_of(request.param)
    app = create_app(Settings(database_url=databases.new(databases.migrated)))
    with Session(app.state.engines.write) as db:
        fill(Make(db))
        db.commit()
    yield app
    app.state.versions.close()
    app.state.engines.read.dispose()


def addresses(app) -> list[str]:
    """One of every kind of page, with what people wrote on it."""
    with Session(app.state.engines.read) as db:
        debate = f"/debates/{db.exec(select(Debate.slug)).one()}"
        revisions = db.exec(select(Revision)).all()
        proposals = [f"/proposals/{id}" for id in db.exec(select(Proposal.id))]
    client = TestClient(app)
    data = client.get(f"{debate}.json").json()
    found = [debate, *(f"{debate}/{part}" for part in PARTS), *proposals, "/account", "/log"]
    for noun in ("claims", "supports", "questions"):
        for entry in data[noun]:
            whole = str(client.get(f"/{noun}/{entry['id']}", follow_redirects=True).url.path)
            found += [whole, f"/{noun}/{entry['id']}/history", f"/{noun}/{entry['id']}/flag"]
    claim = data["claims"][0]["id"]
    found += [f"/standings/{claim}", f"{debate}/map?claim={claim}", f"{debate}/map.svg"]
    found += [f"/claims/{claim}/rebuttals/new", f"/claims/{claim}/retirement"]
    found += [f"/revisions/{each.id}" for each in revisions]
    found += [f"/rebuttals/{each.entity_id}" for each in revisions if each.after is None]
    found += [f"/sources/{source['slug']}" for source in data["sources"]]
    found += [f"/sources/{source['slug']}/claims/new" for source in data["sources"]]
    found += ["/users/ann/contributions", "/users/ann/reversal?hours=all", "/search?q=words"]
    return found


PARTS = (
    *("questions", "claims", "rebuttals", "coverage", "map", "about", "side-by-side", "dialogue"),
    *("changes", "review"),
)


def test_no_page_makes_anything_of_what_people_wrote(site):
    with Session(site.state.engines.write) as db:
        ann = find_user(db, "ann")
        assert ann is not None
        token = commands.sign_in(db, user=ann)
        db.commit()
    client = TestClient(site, follow_redirects=True, headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies.set("counterpoint-80", token)
    shown = 0
    for path in addresses(site):
        answer = client.get(path)
        assert answer.status_code in (200, 410), (path, answer.status_code)
        assert Seen(answer.text).faults == set(), path
        assert "99999927" not in answer.text, path
        shown += "x-canary" in answer.text
    assert shown > 25


def test_no_answer_makes_anything_of_what_it_was_asked(site):
    """Addresses, queries and fields that are no good come back as words, if at all (T2)."""
    client = TestClient(site, raise_server_exceptions=False)
    for text in (NASTY, BREAK[0], BREAK[5]):
        asked = {"q": text, "source": text, "question": text, "stance": text, "next": text}
        fields = {"name": text, "password": text, "display": text, "words": text, "kept": text}
        answers = [
            client.get(path, params=asked | {"token": text}, headers=headers)
            for path in ("/search", "/sign-in", "/join", f"/claims/{text.replace('/', '')}")
            for headers in ({}, {"HX-Request": "true", "HX-Request-Type": "partial"})
        ]
        answers += [client.post(path, data=fields) for path in ("/sign-in", "/forgotten")]
        for answer in answers:
            assert Seen(answer.text).faults == set(), (text, str(answer.url))


@pytest.mark.parametrize("text", BREAK[:-1])
def test_a_page_that_did_not_escape_would_be_seen(text):
    """The control: each of the strings, as it is, makes something."""
    page = f"<title>{text}</title><p title=\"{text}\">{text}</p><p title='{text}'>"
    assert Seen(page).faults


def test_an_address_that_runs_something_would_be_seen():
    assert Seen(f'<a href="{BREAK[-1]}">x</a>').faults

"""What people write comes back as they wrote it: stored, on the page, exported, imported."""

import html

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.accounts.commands import add_user
from app.accounts.models import Role
from app.arguments.models import Rebuttal
from app.changes.commands import edit
from app.claims.models import Claim
from app.db import open_engines
from app.debates.queries import debate_by_slug
from app.errors import Invalid
from app.formats.folder import dump
from app.formats.importing import import_folder
from app.formats.snapshot import snapshot
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.main import create_app
from app.settings import Settings

WORDS = [
    "e\u0301 and é are two spellings",
    "\ufb01ne, \u212b, \u2126: compatibility signs",
    "👩\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 🇨🇳 👍🏽",
    "𝒜 𠜎 \U0010fffd astral",
    "\u202eright to left\u202c, \u2066isolated\u2069, \u200fmark",
    "العربية עברית فارسی",
    "zero\u200bwidth, soft\u00adhyphen, \ufeffmark",
    "ก็ ỗ Z̸̡̛͚a̵͓͝l̴g̷o",
    "<b>&amp;</b> \"quoted\" 'so' `and` {{ so }} {% on %}",
    "\\ \\n \\u0041 %s %(x)s $x ''' \"\"\" # [x] = 1",
    "tab\there, line\u2028separator, nel\u0085",
    "=1+1 | @x",
]


@pytest.fixture
def stored(databases, seeded_model):
    """The shipped debate with these words as statements of claims and notes of rebuttals."""
    url = databases.new(seeded_model)
    engines = open_engines(url)
    with Session(engines.write) as db:
        by = add_user(db, name="ann", display="Ann", role=Role.EDITOR)
        claims = db.exec(select(Claim.id).order_by(Claim.id)).all()
        rebuttals = db.exec(select(Rebuttal.id).order_by(Rebuttal.id)).all()
        said = {}
        for words, claim, rebuttal in zip(WORDS, claims, rebuttals, strict=False):
            for kind, id, field in (
                (Kind.CLAIM, claim, "statement"),
                (Kind.REBUTTAL, rebuttal, "note"),
            ):
                edit(db, by=by, kind=kind, id=id, seen="", fields={field: words}, why=words)
                said[kind, id] = words
        db.commit()
    engines.read.dispose()
    return url, said


def test_words_of_any_script_come_back_as_they_were_written(databases, stored, tmp_path):
    url, said = stored
    application = create_app(Settings(database_url=url))
    client = TestClient(application, follow_redirects=True)
    with Session(application.state.engines.read) as db:
        dump(snapshot(db, debate_by_slug(db, "china-cyber-espionage")), tmp_path / "out")
        for (kind, id), words in said.items():
            page = (
                f"/{kind}s/{id}" if kind == Kind.CLAIM else f"/revisions/{last_revision_id(db, id)}"
            )
            assert words in html.unescape(client.get(page).text), (page, words)
    application.state.versions.close()
    application.state.engines.read.dispose()
    other = open_engines(databases.new(databases.migrated))
    with Session(other.write) as db:
        import_folder(db, tmp_path / "out")
        for (_, id), words in said.items():
            back = db.get(Claim, id) or db.get_one(Rebuttal, id)
            assert (back.statement if isinstance(back, Claim) else back.note) == words
    other.read.dispose()


@pytest.mark.parametrize("words", ["nul \0 within", "half \ud83d", "\udc00 other half"])
def test_what_cannot_be_stored_is_refused_in_a_sentence(db, make, words):
    for refused in (
        lambda: make.claim(statement=words),
        lambda: make.rebuttal(note=words),
        lambda: make.support(note=words),
        lambda: make.question(text=f"{words}?"),
    ):
        with pytest.raises(Invalid, match="NUL or half a surrogate pair"):
            refused()

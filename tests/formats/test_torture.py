"""Whatever people write comes back as it was: stored, on a page, exported, imported."""

import html
import json
import unicodedata

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.changes.commands import edit
from app.claims.models import Claim
from app.db import open_engines
from app.debates.commands import hold
from app.debates.models import Debate
from app.formats.folder import dump
from app.formats.importing import import_folder
from app.formats.snapshot import snapshot
from app.history.models import Kind
from app.history.queries import last_revision_id
from app.main import create_app
from app.settings import Settings
from tests.factories import Make

TORTURE = [
    "plain",
    "“curly” ‘single’ «guillemets» „low“",
    'it\'s "quoted" \\ back\\slash \\n \\u0041 \\x41 %s %d %n {0} ${a} #{a} $(id) `id`',
    '\'; DROP TABLE claim; -- " OR ""=" /* */',
    "a&b &amp; &lt; &#65; &nbsp <b>bold</b> <!-- -->",
    "]]> <![CDATA[ ?> <% %> {{ }} {% %} {# #}",
    '"""toml""" \'\'\'toml\'\'\' [table] # key = "value"',
    "= 1+1 @SUM(A1) +1 -1 =cmd|'/c calc'!A1",
    "nul-like \u2400 \ufffd \ufffc",
    "spaces\u00a0\u2003\u2009\u202f\u3000\u00adsoft\u2060join",
    "zero\u200bwidth\u200cnon\u200djoiner\ufeffmark",
    "family 👨‍👩‍👧‍👦 flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 skin 👩🏽‍🚀 keycap 1️⃣",
    "astral 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈 𠜎 𝟘",
    "أبجد עברית mixed English العربية 123",
    "bidi \u202eoverride\u202c \u2066isolate\u2069 \u200emarks\u200f",
    "Z̴͓̈́a̶l̸g̷o̵ ť̴̢ę̸x̷͎́t̸",
    "日本語テスト 한국어 中文（简体）、繁體",
    "ไทย ภาษาไทย हिन्दी தமிழ் ქართული ᚠᛇᚻ ⠓⠑",
    "İı ſ ß ẞ Ǆ ǅ ﬁ ﬀ K Å Ω ℡ ①",
    "½ ² ₂ ∀x∈ℝ ∑ ≠ ± × ÷ → ⇒ ∎",
    "line\u2028separator paragraph\u2029separator \u0085next",
    "tab\tstop and \u001bescape \u0007bell \u007fdelete \u009fapc",
    "true false null None undefined NaN -0 1e999 0x1F 1_000 .5",
    "http://example.org/?a=b&c=d#e javascript:alert(1) mailto:a@b.c ../../etc/passwd C:\\x",
    "non-characters \ufdd0 \ufffe \U0001ffff private \ue000 \U0010fffd",
    "e\u0301 a\u030a \u1100\u1161\u11a8 q\u0307\u0323",
    "trailing dot. ...ellipsis… —dash– ‑hyphen −minus",
    "x" * 900,
]
WANTED = [unicodedata.normalize("NFC", text) for text in TORTURE]


def paragraph(number: int, words: str) -> str:
    return f"Number {number} begins 𝔥ere, {words} and so it ends, number {number}."


def written(make: Make) -> None:
    """Each string in a text, as a claim on these very words, in a rebuttal, a support, a question,
    and in an edit of a claim."""
    db = make.db
    one, other = make.source(title=WANTED[1]), make.source()
    text = "\n\n".join(paragraph(number, words) for number, words in enumerate(WANTED))
    make.text(one, text)
    debate = make.debate(one, other)
    against = make.claim(other)
    editor, claims = make.user(), []
    for number, words in enumerate(WANTED):
        quoted = paragraph(number, words)[len("Number ") : -1]
        claim = make.claim(one, passages=[make.passage(one, quoted)], statement=f"Then {number}.")
        fields = {"statement": words, "attributed_to": words}
        edit(db, by=editor, kind=Kind.CLAIM, id=claim.id, seen="", fields=fields, why=words)
        assert last_revision_id(db, claim.id)
        make.rebuttal(claim=against, target=claim, note=words)
        claims.append(claim)
    question = make.question(debate, text=f"{' '.join(WANTED)}?", why=WANTED[2])
    hold(db, question=question, source=one, statement=WANTED[11], claims=claims[:3])
    make.support(premises=[claims[1]], conclusion=claims[0], note=" ".join(WANTED))


@pytest.fixture(scope="module")
def tortured(databases):
    app = create_app(Settings(database_url=databases.new(databases.migrated)))
    with Session(app.state.engines.write) as db:
        written(Make(db))
        db.commit()
    yield app
    app.state.versions.close()
    app.state.engines.read.dispose()


def test_what_is_stored_is_on_its_page_and_in_the_data(tortured):
    client = TestClient(tortured, follow_redirects=True)
    with Session(tortured.state.engines.read) as db:
        slug = db.exec(select(Debate.slug)).one()
        stored = {claim.statement: claim.id for claim in db.exec(select(Claim))}
    data = json.loads(client.get(f"/debates/{slug}.json").content)
    assert {claim["statement"] for claim in data["claims"]} >= set(WANTED)
    for words in WANTED:
        assert words in stored
        page = html.unescape(client.get(f"/claims/{stored[words]}").content.decode())
        assert words in page
    slug = data["sources"][0]["slug"]
    text = client.get(f"/sources/{slug}.txt").content.decode()
    assert all(paragraph(number, words) in text for number, words in enumerate(WANTED))
    mine = [claim["passages"] for claim in data["claims"] if claim["source"] == slug]
    for passage in [each for passages in mine for each in passages]:
        assert text[passage["start"] : passage["end"]] == passage["exact"]


def test_what_is_exported_and_imported_is_the_same(tortured, databases, tmp_path):
    with Session(tortured.state.engines.read) as db:
        before = snapshot(db, db.exec(select(Debate)).one())
    dump(before, tmp_path / "out")
    engines = open_engines(databases.new(databases.migrated))
    with Session(engines.write) as db:
        after = snapshot(db, import_folder(db, tmp_path / "out"))
    engines.read.dispose()
    assert after == before
    statements = {claim.statement for source in after.sources for claim in source.claims}
    assert statements >= set(WANTED)

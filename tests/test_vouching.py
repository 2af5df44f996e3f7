"""Another site that vouches: which settings will do, and that nothing is asked of it too early."""

import ast
import re

import pytest
from pydantic import SecretStr

from app.errors import Unusable
from app.settings import ROOT
from app.vouching import Voucher, is_safe
from tests.provider import Provider, settings_for


@pytest.fixture(scope="module")
def there():
    with Provider() as made:
        yield made


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"oidc_issuer": "http://example.org"}, "https://"),
        ({"oidc_issuer": "nonsense"}, "https://"),
        ({"oidc_client_id": ""}, "CLIENT_ID"),
        ({"oidc_client_secret": SecretStr("")}, "CLIENT_SECRET"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(there, given, words):
    with pytest.raises(Unusable, match=words):
        Voucher(settings_for(there, **given))


def test_what_is_sent_in_the_clear_stays_on_this_machine():
    for safe in ("https://example.org", "http://127.0.0.1:9", "http://[::1]/", "http://localhost"):
        assert is_safe(safe)
    for unsafe in ("http://example.org", "ftp://localhost", "", None, "https://", "//localhost"):
        assert not is_safe(unsafe)


def test_a_site_that_asks_no_other_does_not_even_load_what_asks():
    """Nothing imports it at the top of a module: these extras need not be installed."""
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [getattr(node, "module", None), *(each.name for each in node.names)]
                assert not re.search(r"\b(authlib|httpx2|joserfc)\b", str(names)), path


def test_the_other_site_is_asked_nothing_until_somebody_wants_to_sign_in(there):
    asked = len(there.requests)
    voucher = Voucher(settings_for(there))
    assert (voucher.is_asked, len(there.requests)) == (True, asked)
    voucher.close()

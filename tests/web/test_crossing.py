"""What another site would have a browser do here is refused, on every route that may write."""

import itertools

import pytest

from app.web.crossing import is_own
from app.web.deps import SAFE
from app.web.permissions import every
from tests.web.test_permissions import filled

SITES = (None, "same-origin", "none", "same-site", "cross-site", "", "SAME-ORIGIN", "nonsense")
ORIGINS = (None, "http://testserver", "https://testserver", "http://evil.example", "null", "")
OWN = "http://testserver"
COMBINATIONS = list(itertools.product(SITES, ORIGINS, (False, True)))


def expected(site: str | None, origin: str | None, has_cookie: bool) -> bool:
    if site is not None:
        return site in ("same-origin", "none")
    if origin is not None:
        return origin == OWN
    return not has_cookie


def headers(site: str | None, origin: str | None, has_cookie: bool) -> dict[str, str]:
    given = {"Sec-Fetch-Site": site, "Origin": origin, "Cookie": "a=b" if has_cookie else None}
    return {name: value for name, value in given.items() if value is not None}


def scope(given: list[tuple[str, str]], scheme: str = "http"):
    raw = [(name.lower().encode(), value.encode()) for name, value in given]
    return {"type": "http", "scheme": scheme, "headers": [(b"host", b"testserver"), *raw]}


@pytest.mark.parametrize(("site", "origin", "has_cookie"), COMBINATIONS)
def test_every_combination_of_headers(site, origin, has_cookie):
    given = headers(site, origin, has_cookie)
    assert is_own(scope(list(given.items()))) == expected(site, origin, has_cookie)


def test_two_of_a_header_are_nobodys():
    same = ("Sec-Fetch-Site", "same-origin")
    assert not is_own(scope([same, ("Sec-Fetch-Site", "cross-site")]))
    assert not is_own(scope([("Origin", OWN), ("Origin", "http://evil.example")]))


def test_the_scheme_and_the_port_are_part_of_the_origin():
    assert is_own(scope([("Origin", "https://testserver")], "https"))
    assert not is_own(scope([("Origin", "http://testserver")], "https"))
    assert not is_own(scope([("Origin", "http://testserver:81")]))


def test_every_route_that_may_write_refuses_other_sites_and_nothing_else(members):
    """The control: from its own pages the same request is not refused so."""
    browser = members.browser()
    del browser.headers["Sec-Fetch-Site"]
    seen = 0
    for route in every(members.app.routes):
        for method in sorted((route.methods or set()) - SAFE):
            path = filled(route.path)
            for combination in (("cross-site", None, False), (None, "http://evil.example", True)):
                answer = browser.request(method, path, headers=headers(*combination))
                assert (answer.status_code, answer.text[:21]) == (403, "This was sent by a pa"), (
                    path
                )
            own = browser.request(method, path, headers=headers("same-origin", None, False))
            assert not own.text.startswith("This was sent"), path
            seen += 1
    assert seen >= 15

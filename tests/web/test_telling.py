"""Moments and browsers in words."""

from datetime import UTC, datetime

import pytest

from app.web.telling import browser, moment

LINUX = "Mozilla/5.0 (X11; Linux x86_64"
AGENTS = [
    (f"{LINUX}; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
    (f"{LINUX}) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
    ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604", "Safari on an iPhone"),
    ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari/537.36", "Chrome on Android"),
    ("curl/8.5", "curl"),
    ("", "A browser"),
    ("/", "A browser"),
    ("<b>" * 50, "<b>" * 10),
]


def test_a_moment_is_said_to_the_minute():
    assert moment(datetime(2026, 3, 3, 14, 5, 59, tzinfo=UTC)) == "3 March 2026, 14:05 UTC"


@pytest.mark.parametrize(("agent", "words"), AGENTS)
def test_a_browser_is_named_shortly(agent, words):
    assert browser(agent) == words

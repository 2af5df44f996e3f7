"""A real server, and a real Chromium that may talk to nobody else."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urldefrag, urljoin

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from sqlmodel import Session
from starlette.types import ASGIApp, Receive, Scope, Send

from app.accounts.commands import owner, sign_in
from app.db import open_engines
from app.main import create_app
from app.mapping.layout import ENGINE
from app.serving import listen
from app.settings import Settings, SignUp

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 360, "height": 740}
PLAIN = "/sources/akoto-2025.txt"
"""A page with nothing to draw, but of the site: about:blank would cost a window its process."""
MISSING = "/claims/0000000000"
"""The smallest page that asks for all that every page asks for."""
PATIENCE = 15_000
"""Milliseconds to wait for what does not come; a busy machine may need some of them."""
expect.set_options(timeout=PATIENCE)
Open = Callable[..., Page]
both_widths = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
each_way = pytest.mark.parametrize(
    ("viewport", "scripts"),
    [(WIDE, True), (NARROW, True), (NARROW, False)],
    ids=["wide", "narrow", "narrow-no-js"],
)
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])


class Admitting:
    """The application, in which an admin is signed in wherever the page is about accounts, or is
    one to write on or that tells of it, unless somebody else is."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_for_somebody(scope):
            given = dict(scope["headers"])
            port = given[b"host"].rpartition(b":")[2].decode()
            if b"cookie" not in given:
                cookie = (b"cookie", f"counterpoint-{port}={self._token}".encode())
                scope = {**scope, "headers": [*scope["headers"], cookie]}
        await self.app(scope, receive, send)


def _is_for_somebody(scope: Scope) -> bool:
    path = scope.get("path", "")
    ends = path.endswith(("/new", "/review", "/edit", "/merging"))
    writes = scope.get("method") == "POST" and path.startswith(
        ("/claims/", "/sources/", "/changes/")
    )
    query = scope.get("query_string", b"")
    told = b"done=" in query or b"for=" in query
    return ends or writes or told or path.startswith(("/account", "/users"))


@contextmanager
def serving(url: str) -> Iterator[str]:
    """The address of the application over the database at `url`, as `serve` would run it."""
    engines = open_engines(url)
    with Session(engines.write) as db:
        token = sign_in(db, user=owner(db), agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
        db.commit()
    engines.read.dispose()
    socket = listen("127.0.0.1", 0)
    app = Admitting(create_app(Settings(database_url=url, sign_up=SignUp.OPEN)), token)
    server = uvicorn.Server(uvicorn.Config(app, http="httptools", log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    socket.close()


@pytest.fixture(scope="session")
def site(databases_of) -> Iterator[str]:
    """The application over the shipped debate."""
    sqlite = databases_of("sqlite")
    with serving(sqlite.new(sqlite.seeded_model)) as address:
        ENGINE.warm()  # compiling takes longer than a page may, where other tests run beside these
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield chromium
        chromium.close()


class Window:
    """A window of its own profile, and what goes wrong in it."""

    def __init__(self, browser: Browser, site: str, scripts: bool) -> None:
        self.site = site
        self.wrong: list[str] = []
        self.context = browser.new_context(base_url=site, java_script_enabled=scripts)
        self.context.set_default_timeout(PATIENCE)
        if scripts:
            self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self._note_foreign(request.url))
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def _note_foreign(self, url: str) -> None:
        self._note(f"a request went to {url}", not url.startswith((self.site, "data:", "about:")))

    def _note_console(self, said: ConsoleMessage) -> None:
        # Of a page that is not there, and of a form that will not do, the browser itself says so.
        itself = re.search(r"status of (404|409|422) ", said.text)
        answered = itself and (itself[1] == "422" or said.location["url"] == self.page.url)
        self._note(said.text, said.type == "error" and not answered)

    def _note(self, words: str, is_wrong: bool = True) -> None:
        if is_wrong:
            self.wrong.append(words)

    def went_wrong(self) -> list[str]:
        """What did since this was last asked."""
        wrong, self.wrong = self.wrong, []
        return wrong

    def show(self, path: str, viewport: ViewportSize, scheme: Literal["dark", "light"]) -> None:
        """Make it as it was when it was new, but for its cache and history; open a page in it."""
        self.clear(viewport, scheme)
        wanted = urljoin(self.site, path or PLAIN)
        if urldefrag(self.page.url)[0] == urldefrag(wanted)[0]:
            self.page.goto("about:blank")  # else the browser would only scroll
        self.page.goto(wanted)

    def clear(self, viewport: ViewportSize, scheme: Literal["dark", "light"] = "light") -> None:
        self.context.set_offline(False)
        self.page.emulate_media(media="null", color_scheme=scheme, forced_colors="null")
        self.page.set_viewport_size(viewport)


@pytest.fixture(scope="session")
def windows() -> dict[bool, list[Window]]:
    """Windows that no test has at the moment, with scripts and without. A visit in a window that
    is there takes a sixth of the work of a visit in a new one."""
    return {True: [], False: []}


@pytest.fixture
def open_page(browser: Browser, site: str, windows: dict[bool, list[Window]]) -> Iterator[Open]:
    """`open_page("/path", viewport, scripts=False, dark=True)` opens a page in a window that the
    test has for itself and that has seen the site before; with `fresh=True`, one that has not;
    with `elsewhere=`, one of the site at that address. The test fails if a page spoke to another
    host, or wrote an error to the console."""
    taken: list[tuple[list[Window] | None, Window]] = []

    def open_(
        path: str = "", viewport=WIDE, scripts=True, dark=False, fresh=False, elsewhere=""
    ) -> Page:
        fresh = fresh or bool(elsewhere)
        idle = None if fresh else windows[scripts]
        window = idle.pop() if idle else Window(browser, elsewhere or site, scripts)
        taken.append((idle, window))
        if not fresh and window.page.url == "about:blank":
            window.page.goto(MISSING)
        window.show(path, viewport, "dark" if dark else "light")
        return window.page

    yield open_
    wrong = []
    for idle, window in taken:
        wrong += window.went_wrong()
        if idle is None:
            window.context.close()
        else:
            idle.append(window)
    assert wrong == []


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder of the Node tools, which `python3 -m tests` installs."""
    folder = Path(__file__).parent.parent / "tools" / "node_modules"
    assert folder.is_dir(), "run `python3 -m tests` once: it installs the Node tools"
    return folder

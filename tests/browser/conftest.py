"""A real server, and a real Chromium that may talk to nobody else."""

import os
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright
from sqlmodel import Session
from starlette.types import ASGIApp, Receive, Scope, Send

from app.accounts.commands import owner, sign_in
from app.db import open_engines
from app.formats.importing import import_folder
from app.main import create_app
from app.schema import upgrade
from app.serving import listen
from app.settings import Settings, SignUp
from tests.conftest import SEED

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
Open = Callable[..., Page]
both_widths = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
each_way = pytest.mark.parametrize(
    ("viewport", "scripts"),
    [(WIDE, True), (NARROW, True), (NARROW, False)],
    ids=["wide", "narrow", "narrow-no-js"],
)
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])


class Admitting:
    """The application, in which an admin is signed in wherever the page is about accounts, unless
    somebody else is."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path", "").startswith(("/account", "/users")):
            given = dict(scope["headers"])
            port = given[b"host"].rpartition(b":")[2].decode()
            if b"cookie" not in given:
                cookie = (b"cookie", f"counterpoint-{port}={self._token}".encode())
                scope = {**scope, "headers": [*scope["headers"], cookie]}
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of the application over the shipped debate, as `serve` would run it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('site')}/site.db"
    upgrade(url)
    engines = open_engines(url)
    with Session(engines.write) as db:
        import_folder(db, SEED)
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
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield chromium
        chromium.close()


class Window:
    """A window of its own profile, and what went wrong in it since it was last looked at."""

    def __init__(self, browser: Browser, site: str, viewport, scripts: bool, dark: bool) -> None:
        self.viewport = viewport
        self.wrong: list[str] = []
        self.context = browser.new_context(
            base_url=site,
            viewport=viewport,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        self.context.set_default_timeout(5000)
        if scripts:
            self.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self._note_foreign(request.url, site))
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def _note_foreign(self, url: str, site: str) -> None:
        self._note(f"a request went to {url}", not url.startswith((site, "data:", "about:")))

    def _note_console(self, said: ConsoleMessage) -> None:
        # Of a page that is not there, and of a form that will not do, the browser itself says so.
        itself = re.search(r"status of (404|422) ", said.text)
        answered = said.location["url"] == self.page.url and itself
        self._note(said.text, said.type == "error" and not answered)

    def _note(self, words: str, is_wrong: bool = True) -> None:
        if is_wrong:
            self.wrong.append(words)

    def clear(self) -> list[str]:
        """Make it as it was when it was new, but for its cache and history. Returns what went
        wrong."""
        self.context.set_offline(False)
        self.page.goto(PLAIN)
        self.page.emulate_media(media="null", color_scheme="null", forced_colors="null")
        self.page.set_viewport_size(self.viewport)
        wrong, self.wrong = self.wrong, []
        return wrong


@pytest.fixture(scope="session")
def windows() -> dict[object, list[Window]]:
    """Windows that no test has at the moment, by kind. A visit in a window that is there takes a
    sixth of the work of a visit in a new one."""
    return defaultdict(list)


@pytest.fixture
def open_page(browser: Browser, site: str, windows: dict[object, list[Window]]) -> Iterator[Open]:
    """`open_page("/path", viewport, scripts=False, dark=True)` opens a page in a window that the
    test has for itself; `fresh=True`: one that has never seen the site. The test fails if a page
    spoke to another host, or wrote an error to the console."""
    taken: list[tuple[list[Window], Window]] = []

    def open_(path: str = "", viewport=WIDE, scripts=True, dark=False, fresh=False) -> Page:
        idle = [] if fresh else windows[viewport["width"], scripts, dark]
        window = idle.pop() if idle else Window(browser, site, viewport, scripts, dark)
        taken.append((idle, window))
        if path:
            window.page.goto(path)
        return window.page

    yield open_
    wrong = []
    for idle, window in taken:
        wrong += window.clear()
        idle.append(window)
    assert wrong == []


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder of the Node tools, which `python3 -m tests` installs."""
    folder = Path(__file__).parent.parent / "tools" / "node_modules"
    assert folder.is_dir(), "run `python3 -m tests` once: it installs the Node tools"
    return folder

"""A real server, and a real Chromium that may talk to nobody else."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlmodel import Session

from app.db import open_engines
from app.formats.importing import import_folder
from app.main import create_app
from app.schema import upgrade
from app.serving import listen
from app.settings import Settings
from tests.conftest import SEED

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
Open = Callable[..., Page]
both_widths = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of the application over the shipped debate, as `serve` would run it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('site')}/site.db"
    upgrade(url)
    engines = open_engines(url)
    with Session(engines.write) as db:
        import_folder(db, SEED)
        db.commit()
    engines.read.dispose()
    socket = listen("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(create_app(Settings(database_url=url)), http="httptools", log_level="error")
    )
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


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """`open_page("/path", width=…, scripts=False, dark=True)` opens a page in a window of its
    own. The test fails if a page spoke to another host, or wrote an error to the console."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(path: str = "", viewport=WIDE, scripts: bool = True, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport=viewport,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(5000)
        if scripts:
            context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _note_foreign(request.url, site, wrong))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if path:
            page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def _note_foreign(url: str, site: str, wrong: list[str]) -> None:
    if not url.startswith((site, "data:", "about:")):
        wrong.append(f"a request went to {url}")


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder of the Node tools, which `python3 -m tests` installs."""
    folder = Path(__file__).parent.parent / "tools" / "node_modules"
    assert folder.is_dir(), "run `python3 -m tests` once: it installs the Node tools"
    return folder

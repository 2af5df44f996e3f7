"""Wires engines, middleware, routers and error pages; nothing else."""

import hashlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from app import logs, tables
from app.accounts.passwords import Passwords
from app.db import open_engines
from app.mail import Mail
from app.mapping.layout import ENGINE
from app.search.meaning import open_meaning
from app.settings import ROOT, Settings
from app.vouching import Voucher
from app.web import (
    account,
    arguments,
    assets,
    beside,
    bringing,
    claiming,
    claims,
    contributing,
    coverage,
    debates,
    downloads,
    editing,
    elsewhere,
    errors,
    history,
    joining,
    linking,
    mapping,
    merging,
    notes,
    oversight,
    permissions,
    proposing_again,
    questions,
    relating,
    renaming,
    resetting,
    reviewing,
    search,
    signing,
    sources,
    standings,
    users,
)
from app.web.assets import Assets
from app.web.caching import PageCache
from app.web.crossing import SameOrigin
from app.web.headers import SecurityHeaders
from app.web.keeping import Kept
from app.web.oversized import Oversized
from app.web.pairs import Pair
from app.web.reading import Texts
from app.web.render import environment
from app.web.unchanged import Unchanged, Versions
from app.web.visitor import Personal

WARM_AFTER = 2.0
"""Seconds from the start until the program that draws maps is compiled, in a thread."""
ROUTERS = (
    # The data's addresses end in a suffix, and histories in a word, that plain ones would swallow.
    *(downloads, history, contributing, linking, relating, bringing, claiming, reviewing, debates),
    *(editing, merging, renaming, proposing_again, notes),
    *(coverage, beside, mapping, questions, sources, claims, arguments, search, standings),
    *(signing, elsewhere, joining, resetting, account, oversight, users),
)
SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""FastAPI would look on every request whether someone has asked for telemetry since."""


def create_app(settings: Settings, *, passwords: Passwords | None = None) -> FastAPI:
    """The application over a database whose schema is current. Raises Unusable.

    `passwords`: where their hashes shall cost less than they must in earnest.
    """
    logs.configure(as_json=settings.log_json)
    app = FastAPI(
        lifespan=_lifespan, openapi_url=None, docs_url=None, redoc_url=None, telemetry=SILENT
    )
    app.state.settings = settings
    app.state.engines = open_engines(settings.database_url, pool_size=settings.threads)
    app.state.assets = Assets(ROOT / "static")
    app.state.templates = environment(app.state.assets)
    app.state.pages = PageCache(settings.cache_bytes)
    app.state.texts = Texts()
    app.state.pairs = Kept[Pair]()
    app.state.versions = Versions(app.state.engines.read)
    app.state.build = _build(app.state.assets)
    app.state.passwords = passwords or Passwords()
    app.state.mail = Mail(settings)
    app.state.voucher = Voucher(settings)
    app.state.meaning = open_meaning(wanted=settings.suggest_by_meaning)
    for module in ROUTERS:
        app.include_router(module.router)
    app.add_route("/favicon.ico", assets.icon, methods=["GET", "HEAD"])
    app.add_route("/static/{digest}/{name:path}", assets.serve, methods=["GET", "HEAD"])
    permissions.check(app.routes)
    errors.install(app)
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.body_limit)
    app.add_middleware(Oversized, limit=settings.body_limit)
    app.add_middleware(CorrelationIdMiddleware)
    app.add_middleware(Unchanged, versions=app.state.versions)
    app.add_middleware(Personal, writing=app.state.engines.write)
    app.add_middleware(SameOrigin)
    app.add_middleware(SecurityHeaders)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    # One connection a thread: more of either would only wait for the other.
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = app.state.settings.threads
    # What draws maps is compiled when the first readers have been served, and not before.
    warming = threading.Timer(WARM_AFTER, ENGINE.warm)
    warming.daemon = True
    warming.start()
    yield
    warming.cancel()
    app.state.versions.close()
    app.state.passwords.close()
    app.state.voucher.close()
    app.state.engines.read.dispose()


def _build(files: Assets) -> str:
    """Names this very build: pages made by other templates or other code are stale."""
    digest = hashlib.sha256(files.digest().encode())
    for folder in (ROOT / "templates", Path(tables.__file__).parent):
        for file in sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
